"""What machines read: the description of every public page, and data that anybody may take away and use.

`json_ld.py` describes a page object, saved or not, in the words of schema.org; the websites put the description into
the head of its document through `sites.publishing.structured_data`, so the two outlets do not know each other. A
description says only what the page says: a field without a value is left out, and a value that has no property of
its own becomes a named property with its unit.

Data: read `datasets.py` first. It declares the datasets, one for each kind of subject; `records.py` reads what they
hold, with a fixed number of queries for many pages; `tables.py` writes rows under columns that never change;
`files.py` makes CSV, GeoJSON and JSON-LD of them, `catalogue.py` the catalogue (DCAT), `paths.py` declares the
addresses, all below `/data/`. To give away a further kind of subject: declare its dataset, the columns of its records
and of its rows, and its description.

- A dataset in a language holds what is published in that language, never a page that stands in from another one: who
  adds up the languages must not count a thing twice. It exists while it has an entry.
- It holds facts, titles and summaries, and no long text: editing a body makes no dataset again. Pictures are left out,
  as each has rights of its own.
- Its dates are those that editors and sources state. Nothing here looks at a clock, so the bytes can be made again.
- The licence is one for the installation (`OPEN_DATA_LICENCE`), since data of several portals are used together.

The page for people is the websites' (`/vi/du-lieu-mo/`); `summary.py` tells them what there is, through
`sites.publishing.open_data`.
"""
