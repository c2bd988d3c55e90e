"""The WSGI application that granian or any other WSGI server runs: the published tree, and Django behind it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
django_application = get_wsgi_application()

from sites.publishing.installation import tree  # noqa: E402 - settings first
from sites.publishing.security_headers import security_headers  # noqa: E402
from sites.publishing.tree_server import TreeServer  # noqa: E402

application = TreeServer(django_application, tree(), security_headers())
