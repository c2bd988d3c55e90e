"""The newsroom: who writes (`accounts`), what is known (`facts`), what is written (`pages` and the subjects).

Read the floors from the ground up: `facts` and `accounts`, then `blocks` (the pieces of a text), then
`pages` (what every page shares), then the subjects `home`, `tourism`, `investment`, `culture` and `news`,
which do not know each other. `operations` looks after a running installation. `settings`, `urls`, `wsgi` and
`demo` put the parts together and are the only modules that name them all.

A page does not know where it is shown: templates, slides and feeds live in `sites`.
"""
