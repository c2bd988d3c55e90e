"""Running an installation: copies of it (`backup.py`), and whether its processes keep up (`health.py`).

Stands on the top floor, since it looks at everything and nothing looks at it.
"""
