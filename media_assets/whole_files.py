"""Files that appear whole, by renaming: a reader gets the old bytes or the new ones, never a part."""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

UNFINISHED = ".new-"
"""How the names of files begin that are not finished."""
READABLE = 0o644
ATTEMPTS = 100


class FolderGoneError(OSError):
    """A folder is taken away again and again while something is to be written into it."""


def write_whole(file: Path, content: bytes) -> None:
    """Let a file have those bytes, in a folder that is made for it: write beside it and rename."""
    unfinished = _new_beside(file)
    try:
        with unfinished:
            unfinished.write(content)
            os.fchmod(unfinished.fileno(), READABLE)
        os.replace(unfinished.name, file)
    except BaseException:
        Path(unfinished.name).unlink(missing_ok=True)
        raise


def files_below(folder: Path) -> Iterator[Path]:
    """Yield every file, unfinished ones too. Whoever takes files or folders away meanwhile does not disturb."""
    for place, _folders, names in os.walk(folder):
        yield from (Path(place, name) for name in names)


def is_unfinished(file: Path) -> bool:
    """Return whether somebody is writing a file, or was killed meanwhile."""
    return file.name.startswith(UNFINISHED)


def forget_unfinished(folder: Path, before: float) -> None:
    """Take away the unfinished files below a folder from before a moment (Unix time)."""
    for file in filter(is_unfinished, files_below(folder)):
        with suppress(FileNotFoundError):  # it is finished just now
            if file.stat().st_mtime < before:
                file.unlink()


def _new_beside(file: Path) -> BinaryIO:
    """Open a new file beside another one. Its folder goes when another process empties it: then it is made again."""
    name = file.with_name(f"{UNFINISHED}{secrets.token_hex(8)}")
    for _attempt in range(ATTEMPTS):
        try:
            return name.open("xb")
        except FileNotFoundError:
            _make_folder(file.parent)
    raise FolderGoneError(f"The folder of {file} goes as often as it is made. Who deletes it?")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileNotFoundError:
        pass  # one above it went meanwhile
    except FileExistsError:  # it stood there when it was to be made, and had gone when it was looked at
        if folder.is_file():
            raise
