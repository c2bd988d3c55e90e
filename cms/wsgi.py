"""The WSGI application that granian or any other WSGI server runs.

A front server on the same machine says in `X-Forwarded-For` who asks; failures to sign in are counted by that.
"""

import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
application = wrap_wsgi_with_proxy_headers(get_wsgi_application(), trusted_hosts="127.0.0.1")
