"""What every page shares, whatever its subject and wherever it is shown.

Read `models.py` first: `BasePage` names its `words` (translated, one page per language) and leaves every
other field to be a fact (edited once in the source and carried to the translations, see
`translations.localize`). `figures.py` holds the typed numbers of a page, each with unit, source and date.

`publishing_rules.py` says what must hold before a revision becomes public; `publishing.py` is the one way
through, for a button, a workflow, a schedule or a command. `schedule.py` publishes what is due.

A page does not know where it is shown. Outlets register preview modes (`previews.py`); templates, slides and
feeds are theirs.
"""
