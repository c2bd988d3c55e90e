"""People of the newsroom: users, the teams that give them rights, and how they sign in.

A right is always site × language × role. `teams.py` turns each such triple into one group with exactly the
permissions of its role: on the page tree of that language, on the words of facts and pictures in that
language, on the portal's collection of pictures. Everything else is denied because nothing grants it.
`manage.py set_up_teams` makes the groups and repairs them when they drifted.

Roles: an *editor* writes and sends for approval; a *translator* changes pages and words of one language; an
*approver* publishes. Signing in goes through allauth, with a second factor (TOTP) that production demands of
everyone who can publish (`middleware.py`); django-axes locks out after failed attempts.
"""
