"""On a server: refuses to start with a value that is unsafe, and names it."""

from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import *  # noqa: F403
from cms.settings.base import ALLOWED_HOSTS, DEBUG, PROXY_TLS_HEADER, SECRET_KEY

SHORTEST_SECRET_KEY = 50
FEWEST_DIFFERENT_CHARACTERS = 20
MADE_UP_KEYS = ("development only", "django-insecure-")


def _unsafe_values() -> list[str]:
    found = []
    if DEBUG:
        found.append("DEBUG is on: it shows settings and code to every visitor. Unset it.")
    if not SECRET_KEY:
        found.append("SECRET_KEY is missing: set 50 random characters or more.")
    elif _is_weak(SECRET_KEY):
        found.append("SECRET_KEY is too weak: set 50 random characters or more.")
    if not ALLOWED_HOSTS:
        found.append("ALLOWED_HOSTS is missing: list the host names of the portals.")
    elif any(host in ("*", ".") for host in ALLOWED_HOSTS):
        found.append("ALLOWED_HOSTS lets every host in: list the host names of the portals.")
    return found


def _is_weak(key: str) -> bool:
    too_short = len(key) < SHORTEST_SECRET_KEY or len(set(key)) < FEWEST_DIFFERENT_CHARACTERS
    return too_short or key.startswith(MADE_UP_KEYS)


if _found := _unsafe_values():
    raise ImproperlyConfigured("Not started. " + " ".join(_found))

REQUIRE_SECOND_FACTOR = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_AGE = 15 * 60
SESSION_SAVE_EVERY_REQUEST = True
if PROXY_TLS_HEADER:
    SECURE_PROXY_SSL_HEADER = ("HTTP_" + PROXY_TLS_HEADER.upper().replace("-", "_"), "https")
