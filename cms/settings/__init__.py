"""Settings: what differs between two installations, never a rule of the business.

`base` alone reads the environment. `development`, `production` and `test` start from it and say what they
change. `production` refuses to start with an unsafe value and names it.

| variable | meaning | default |
|---|---|---|
| `SECRET_KEY` | signs sessions; 50 characters or more | none: production refuses |
| `DATABASE_URL` | `sqlite:///PATH` or `postgres://USER:PASSWORD@HOST/NAME` | SQLite below `VAR_DIR` |
| `ALLOWED_HOSTS` | host names of the portals, short ones too, parted by commas | none: production refuses |
| `VAR_DIR` | where the database, media and static files live; machines share it | `var/` beside `manage.py` |
| `TREE_URL` | `s3://BUCKET/PREFIX`: the published tree stands in S3-compatible storage | a folder below `VAR_DIR` |
| `AWS_ENDPOINT_URL_S3`, `AWS_DEFAULT_REGION` | where that storage is; boto3 reads them | Amazon |
| `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` | the keys to it; boto3 reads them | none |
| `ADMIN_ADDRESS` | address of the newsroom, for links in e-mails | `http://cao-bang.localhost:8000` |
| `EMAIL_URL` | `smtp+tls://USER:PASSWORD@HOST:587` | e-mails are written to the log |
| `DEFAULT_FROM_EMAIL` | sender of e-mails | `cua-ngo@localhost` |
| `ADMINS` | e-mail addresses of whoever is told that a process is late, parted by commas | nobody |
| `CACHE_URL` | `rediscache://HOST:6379/0` for more than one machine | memory of each process |
| `WAGTAILFRONTENDCACHE` | caches and CDNs in front, as Wagtail's setting of that name, in JSON | none |
| `PROXY_TLS_HEADER` | header by which the front server says `https` | none |
| `OPEN_DATA_LICENCE` | under what terms open data are given away: `CC-BY-4.0` or `CC0-1.0` | `CC-BY-4.0` |
| `DEBUG` | shows settings and code to whoever meets an error | off: production refuses it |
| `TEST_S3_URL` | storage of the tests, `http://KEY:SECRET@HOST:PORT` | they build MinIO and start it |
| `TEST_DATABASE_URL` | database server of the tests, written as `DATABASE_URL` | SQLite below `VAR_DIR` |

Logs go to standard error, where systemd and containers keep them.
"""
