"""Running an installation: copies of it (`backup.py`), what one that is put back does not know (`lost_record.py`),
upgrades rehearsed with them (`rehearsal.py`), and whether its processes keep up (`health.py`).

Stands on the top floor, since it looks at everything and nothing looks at it.
"""
