"""The WSGI application that granian or any other WSGI server runs: the published tree, where it is in
a folder, and Django behind it.

A front server on the same machine says in `X-Forwarded-For` who asks; failures to sign in are counted by that.
"""

import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
django_application = wrap_wsgi_with_proxy_headers(get_wsgi_application(), trusted_hosts="127.0.0.1")

from sites.publishing.installation import tree  # noqa: E402 - settings first
from sites.publishing.security_headers import security_headers  # noqa: E402
from sites.publishing.stores.folder import FolderTree  # noqa: E402
from sites.publishing.tree_server import TreeServer  # noqa: E402

# A bucket is read by the front server; what it leaves to Django is answered there, with the same bytes.
found = tree()
application = (
    TreeServer(django_application, found, security_headers())
    if isinstance(found, FolderTree)
    else django_application
)
