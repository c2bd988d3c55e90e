"""Addresses, links, lists and the bytes of every public address, for any page type.

Public pages are written to be served as files, so everything here follows three rules:

1. Whatever is shown in more than one place is an *ingredient* (`ingredients.py`): one named function that
   takes ids, language and site and returns plain values. `addresses.py` says where things are, `lists.py`
   which pages a list holds and how its pages are numbered.
2. Every public address is an *artifact* made by a *maker* (`subjects.py`): a function of plain arguments that
   returns bytes. Each outlet declares in one place which paths a page or a portal has; Django's view
   (`serving.py`) looks the path up there and calls the maker. Nothing else decides what is public.
3. Makers and templates see no request, session, user or clock.

Read `addresses.py` first. A page is public when it is live, its home is live, its portal shows its language,
nothing restricts who may see it and it is no alias; `address()` is the only place that says so.

Where a page is missing in a language, `addresses.fallback()` finds the nearest language that has it, and the
page is shown under the reader's address with a notice.
"""
