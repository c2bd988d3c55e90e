"""The pieces a text is built from, one file per family: `text`, `media`, `links`, `facts`.

A block's value holds ids, never objects: what a chosen picture or page shows is made by the outlets, from the
id and the language. Blocks bring no template of their own; an outlet registers how blocks look
(`rendering.register_renderer`), and the editor's block previews use that, so that a preview shows the real
website.

`stream.py` lists what a body may hold. Changing the shape of a block needs a data migration of its streams.
"""
