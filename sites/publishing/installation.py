"""The tree of this installation: where it is, and of which release its bytes are.

It is in a folder of this machine, or in the bucket that `TREE_URL` names.
"""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

from sites.publishing.stores import Store
from sites.publishing.stores.folder import FolderTree
from sites.publishing.stores.s3 import S3Tree

RELEASE = ".release"
MADE_OF = ("*.html", "*.py", "*.po", "*.css", "*.js", "*.svg", "*.woff2", "*.json")
"""What the bytes of public pages depend on beside the database."""
LIBRARIES = "requirements.txt"
"""So they do on each release of each library."""
SETTINGS = (
    "MEDIA_URL",
    "OPEN_DATA_LICENCE",
    "STATIC_URL",
    "TIME_ZONE",
    "WAGTAILIMAGES_MAX_IMAGE_PIXELS",
)
"""What makers read of the settings, be it through Django or Wagtail: another value makes another release."""


def tree() -> Store:
    """Return the tree of this installation."""
    return _bucket(settings.TREE_URL) if settings.TREE_URL else FolderTree(Path(settings.TREE_ROOT))


@cache
def _bucket(url: str) -> S3Tree:
    """One for the whole process: it keeps its connections."""
    return S3Tree(url)


def is_from_this_release() -> bool:
    """Return whether what was made by other code is marked to be made again, or has been."""
    return tree().noted(RELEASE) == release()


def note_release() -> None:
    """Note that what was made by other code is marked to be made again."""
    tree().note(RELEASE, release())


def release() -> str:
    """Return the hash of all that bytes depend on beside the database: code, libraries and settings."""
    digest = hashlib.sha256((settings.BASE_DIR / LIBRARIES).read_bytes())
    for package in ("cms", "media_assets", "sites", "translations"):
        for pattern in MADE_OF:
            for path in sorted((settings.BASE_DIR / package).rglob(pattern)):
                digest.update(path.read_bytes())
    for name in SETTINGS:
        digest.update(f"{name}={getattr(settings, name)!r}".encode())
    return digest.hexdigest()
