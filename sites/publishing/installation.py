"""The tree of this installation: where it is, and of which release its bytes are."""

import hashlib
from pathlib import Path

from django.conf import settings

from sites.publishing.tree import FolderTree

RELEASE = ".release"
MADE_OF = ("*.html", "*.py", "*.po", "*.css", "*.js", "*.svg", "*.json")
"""What the bytes of public pages depend on beside the database."""


def tree() -> FolderTree:
    """Return the tree of this installation."""
    return FolderTree(Path(settings.TREE_ROOT))


def is_from_this_release() -> bool:
    """Return whether what was made by other code is marked to be made again, or has been."""
    written = tree().root / RELEASE
    return written.is_file() and written.read_text() == _release()


def note_release() -> None:
    """Note that what was made by other code is marked to be made again."""
    (tree().root / RELEASE).write_text(_release())


def _release() -> str:
    digest = hashlib.sha256()
    for package in ("cms", "media_assets", "sites", "translations"):
        for pattern in MADE_OF:
            for path in sorted((settings.BASE_DIR / package).rglob(pattern)):
                digest.update(path.read_bytes())
    return digest.hexdigest()
