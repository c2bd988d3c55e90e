"""Files that are shown: pictures with their words and rights, and type set on pictures.

Read `models.py` first: a `Picture` has one file, one set of rights and words in every language. Its words
are drafted and approved like those of a fact (`translations.words`); its file and rights are not words and
change at once. `rights.py` says whether a picture may be shown on a day, and why not.

`renditions.py` makes the sizes and formats a page needs with one query for many pictures. Rendition files
are named by the hash of their bytes, so they may be cached for ever.

`typesetting/` sets text of any script on pictures; slides and share cards both draw with it.
"""
