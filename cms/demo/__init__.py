"""The demo: three portals on one installation, the first with real, sourced content.

All content is data (`data/`, `pictures/`); the modules here load it through the same doors that people use:
words become drafts and are approved, pages are written in Vietnamese, sent for translation, translated
string by string and published by an approver. Loading twice changes nothing.

- `data/portals.json`: sites, homes, which of the registry's languages they show. `data/people.json`: accounts.
- `data/facts.json`, `data/gates.json`: facts. `data/pictures.json`: pictures and their words.
- `data/screens.json`: the wall at a gate and its playlist.
- `data/<portal>/*.json`: one file per page, with its facts once and its words per language.

In the data a reference to something else is written `@page:slug`, `@picture:key` or `@gate:code`; it is
resolved when everything exists (`references.py`).

`start.py` prepares a machine and runs the demo's processes. In production this package is not installed: its
passwords are known.
"""
