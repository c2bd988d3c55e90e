"""Files whose names carry a hash of what is in them: each stands whole under exactly its name, or not at all.

Django writes into the file itself, and gives another name to what comes second. Half a file of a process that was
killed would then be taken for the whole one, or push the whole one aside under a name that nothing asks for.
"""

from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

from media_assets.whole_files import forget_unfinished, write_whole


class HashedFileStorage(FileSystemStorage):
    """The storage of media, for such files."""

    def __init__(self) -> None:
        super().__init__(allow_overwrite=True)

    def forget_unfinished(self, before: float) -> None:
        """Take away what somebody began to write before a moment (Unix time) and was killed before it was finished."""
        forget_unfinished(Path(self.location), before)

    def _save(self, name: str, content: Any) -> str:
        """What has the same name has the same bytes, and somebody may read it."""
        write_whole(Path(self.path(name)), b"".join(content.chunks()))
        return name
