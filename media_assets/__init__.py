"""Files that are shown: pictures with their words and rights, and type set on pictures.

Read `models.py` first: a `Picture` has one file and one set of rights, which change at once; what is said of it
in every language is a row of its own, `PictureWords`, drafted and approved like the words of a fact
(`translations.words`). They are two rows because Wagtail's views of images know no drafts: they would keep a
change of rights as a draft, and lose drafted words when a file changes. `rights.py` says whether a picture may
be shown on a day, and why not.

`renditions.py` makes the sizes and formats a page needs with one query for many pictures. Rendition files are named by
a hash of what they are and of their bytes, so they may be cached for ever; each stands whole or not at all, whoever is
killed meanwhile (`hashed_files.py`; `whole_files.py` writes those of the published tree too). `resizing/` makes them,
for pages and for the newsroom alike, in a process with bounds of its own (`bounded/`): neither publisher nor web
server ever holds a decoded picture. A picture that goes past the bounds, or is damaged, raises a ResizingError that
names it. Whoever chooses such a picture is told so in the dialog (`choosing.py`).
`newsroom.py` shows the files of drafts to whoever has signed in; public ones stand in the published tree.

`typesetting/` sets text of any script on pictures; slides are drawn with it.
"""
