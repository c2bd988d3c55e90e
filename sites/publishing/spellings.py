"""How the redirects spell an address that readers write in several ways: plain rules over plain values.

The tables hold one spelling of each address. nginx and Caddy ask them for it by the same rule (`deploy/`), so an
address leads on with its last slash and without, and a short one also in small letters.
"""

import re

SHORT = re.compile(r"/s/([^/]+)/?", re.IGNORECASE)


def is_short(path: str) -> bool:
    """Return whether an address is spelt like a short one."""
    return SHORT.fullmatch(path) is not None


def as_known(path: str) -> str:
    """Return an address with its last slash, unless a file's, which has none, or a short one, in capitals."""
    short = SHORT.fullmatch(path)
    if short:
        return f"/s/{short[1].upper()}"
    stem = path.removesuffix("/")
    return stem if "." in stem.rpartition("/")[2] else f"{stem}/"
