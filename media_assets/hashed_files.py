"""Files whose names carry a hash of what is in them: each stands whole under exactly its name, or not at all.

Django writes into the file itself, and gives another name to what comes second. Half a file of a process that was
killed would then be taken for the whole one, or push the whole one aside under a name that nothing asks for.
"""

import os
import secrets
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import FileSystemStorage

UNFINISHED = ".new-"
"""How the names of files begin that are not finished."""


class HashedFileStorage(FileSystemStorage):
    """The storage of media, for such files."""

    def __init__(self) -> None:
        super().__init__(allow_overwrite=True)

    def _save(self, name: str, content: Any) -> str:
        """Write beside the file and rename: what has the same name has the same bytes, and somebody may read it."""
        unfinished = PurePosixPath(name).with_name(f"{UNFINISHED}{secrets.token_hex(8)}")
        written = super()._save(str(unfinished), content)
        os.replace(self.path(written), self.path(name))
        return name
