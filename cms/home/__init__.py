"""The frame of a portal: its home, its sections and plain pages.

A portal's home says what its province is in one screen. Its body is put together by the editors from
`blocks.py`: shelves that show what a section holds, the one dark cloth that says what must be said, a voice
in a local language. A section lists the pages below it in one of a few layouts and can be narrowed by topic
and place. The words of the header and footer are the words of the home and its sections, so they are
drafted, translated and approved like any page.
"""
