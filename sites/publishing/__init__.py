"""Publishing: every public address as finished bytes in a tree that any web server can serve.

Editors' acts change rows. Triggers (`triggers.py`, made from the models' metadata by `watched.py`) write a change
row in the same transaction. The publisher (`publisher.py`) takes them, finds what was made of what changed, makes
that again and writes it into the tree (`stores`: a folder or S3-compatible storage). In front of Django
`tree_server.py` serves the folder, as nginx does on a server; the tree needs neither Django nor the database.

Three rules make that possible:

1. Whatever is shown in more than one place is an *ingredient* (`ingredients.py`): one named function that
   takes ids, language and site and returns plain values. `addresses.py` says where things are, `lists.py`
   which pages a list holds and how its pages are numbered.
2. Every public address is an *artifact* made by a *maker* (`subjects.py`): a function of plain arguments that
   returns bytes. Each outlet declares in one place which paths a page, a portal or a thing of its own has
   (`publishes_pages`, `publishes_portals`, `publishes_things`); nothing else decides what is public.
3. Makers and templates see no request, session, user or clock. What depends on a moment asks `moments.py`.

Work that may take much memory or time, such as a slide or the sizes of a picture, a maker leaves to a process with
bounds of its own (`media_assets.bounded`); when that ends before its time, the maker raises like any other: the path
keeps its bytes and is tried again later. Or it does without, and is made again after a pause
(`moments.make_again_after`).

While something is made, `capture.py` notes what is read: the rows, and the keys of each query (`listening.py`).
`index.py` keeps it, and `queue.py` what must be made again.
A change row names the keys of a row before and after, so it finds whoever read that row, or asked for it in vain.
An ingredient that is made again and has the same hash stops the change there.

What is read for many at once (`rows.py`, `page_objects.py`, `pictures.py`, `facts.py`) stands in `unrecorded()`, and
each use notes the key that it asks by. A maker that is called many times says what to read ahead for all its calls
(`subjects.reads_ahead`). A list notes `^parent`: any change among the pages below its section.

What many pages share (menu, footer, the way to a section) stands in slots of their bytes (`glue.py`): when it
changes it is put into the finished bytes, and no page is rendered.

What somebody waits for is made before what reads a whole section or portal, with a look at the change rows between
them (`lanes.py`). An ingredient or maker whose work grows with the number of pages says so there. Before everything
comes what shows a page that was taken off at once (`withdrawal.py`): the withdrawal itself marks it.

The redirects of a host stand in files of their own (`redirect_tables.py`) for the servers in front. Keeping a
path that leads on marks its host; its files are written once nothing else is left up to that lane. What a server
would refuse Django answers.

Because of what a path was made is kept with it, and told in the words of the newsroom (`causes.py`).

`claims.py` keeps which subject has which path, `results.py` what became of the paths that were made, `again.py` marks
what is made again because somebody says so. While nothing is to be published, `checking.py` compares one path after
another with what it would be.

Several publishers may work at the same time on PostgreSQL (`publishers.py`); making and writing happen outside of
transactions, and what was made is kept in a short one under the lock of the index.

To publish a new kind of thing: write a maker, declare its paths with one of the three functions, and call makers'
data through ingredients. A table that nobody watches, SQL past the ORM and the clock are refused with the name of
the place. `afresh.py` makes everything without index and change rows; `publish_site --check` and the tests compare.
`leftovers.py` takes away what nobody publishes any more, when everything is published.

Read `addresses.py` first. A page is public when it is live, its home is live, its portal shows its language,
nothing restricts who may see it and it is no alias; `addresses.py` alone says so. The tree knows no reader: a page
behind one of Wagtail's view restrictions is 404 for everybody, signed in or not.

An address that leads on stands in the tree in one spelling (`spellings.py`), by which every server asks for it.

Where a page is missing in a language, `addresses.fallback()` finds the nearest language that has it, and the
page is shown under the reader's address with a notice.

Stylesheets, scripts and fonts of public pages are in the tree too (`assets.py`: an outlet names its folder once), and
so are the pictures that its pages name (`media.py`). No block names a document; one that did would need the same.

Beside the tree stands the record (`approvals.py`): who approved which revision, and the hashes of the bytes that it
became, in tables to which rows are only ever added (`append_only.py`). Caches and CDNs in front are told of every
address that changed (`caches.py`), from rows written in the same transaction.

Commands: `run_publisher` (the process), `publish_site` (everything, or `--check`), `explain_path`,
`export_approvals` (the record as a file).
"""
