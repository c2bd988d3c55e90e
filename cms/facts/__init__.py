"""Facts: short words and figures that live once and are used by every portal.

A place, border gate, topic, people or organisation is one row. Its words have a column per language and are
drafted and approved language by language (`translations.words`); pages only point at it. A fact that is
not live, or has no approved word in a language, is simply not named there.

Read `models.py` first: one class per kind of fact, all of them `Fact`s with a `code` that stands in
addresses and never changes with a name. `geography.py` measures distances; `numbers.py`
reads and shows figures as the editor's language writes them. Longer texts are pages.
"""
