"""Languages: the registry, which portal shows which language, and the translation desk.

This is the lowest floor: it knows Django, Wagtail and wagtail-localize, and none of our other packages.

Read `registry.py` first. It is the one list of languages from which settings, database columns,
address prefixes, formats, catalogues and fonts are made. The list is append-only: a code that was once
listed has columns in every database.

Three things must not be confused:

- a `Language` (registry): what the house knows how to write, sort, format and draw;
- a `Locale` row (Wagtail): a language that can be written in this installation;
- a `SiteLanguage` row (`models.py`): a language that a portal shows, with the fallback chain it wants.

Two kinds of words live in two ways (`words.py` and `localize.py`):

- the words of a page belong to one page per language; wagtail-localize carries strings from the source
  page to its translations, and `localize.py` is the only module that talks to it;
- the words of facts and pictures are columns of one row (modeltranslation); `words.py` keeps their drafts
  in revisions and lets a person publish only the languages that the person may approve.
"""
