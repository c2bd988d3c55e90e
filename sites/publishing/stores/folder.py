"""The published tree in a folder of this machine. Every file appears whole, by renaming."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from media_assets.whole_files import files_below, forget_unfinished, write_whole
from sites.publishing.stores import Redirects
from sites.publishing.stores.layout import (
    REDIRECTS,
    TABLES,
    VARIANTS,
    file_name,
    is_compressed,
    is_host,
    note_name,
    other_redirect_files,
    path_of,
    redirects_in,
    stand_at,
)

REDIRECTS_CHANGED = ".redirects-changed"
"""Touched whenever a redirect changes, for whoever has to read them again."""


class FolderTree:
    """A tree in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, body: bytes) -> None:
        """Let `path` (host and address) have those bytes, compressed too where that helps."""
        file = self.file(path)
        write_whole(file, body)  # before the compressed ones: `stores` says why
        if is_compressed(file.name):
            for suffix, (_encoding, compress) in VARIANTS.items():
                write_whole(file.with_name(file.name + suffix), compress(path, body))

    def write_all(self, bodies: Mapping[str, bytes]) -> None:
        """Let each path have its bytes."""
        for path, body in bodies.items():
            self.write(path, body)

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a path, or None when nothing stands there."""
        return self._bytes(file_name(path))

    def holds(self, path: str, body: bytes) -> bool:
        """Return whether exactly these bytes stand at a path."""
        return self.read(path) == body

    def is_whole(self, path: str, body: bytes) -> bool:
        """Return whether exactly these bytes stand at a path, compressed ones too."""
        return stand_at(file_name(path), body, self._bytes)

    def remove(self, path: str) -> None:
        """Let nothing stand at a path, and leave no empty folder behind."""
        file = self.file(path)
        for suffix in ("", *VARIANTS):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
        for folder in file.parents:
            if folder == self.root or not _is_gone(folder):
                break

    def remove_all(self, paths: Iterable[str]) -> None:
        """Let nothing stand at any of those paths."""
        errors = [error for path in paths if (error := self._error_of_removing(path))]
        if errors:
            raise errors[0]

    def _error_of_removing(self, path: str) -> OSError | None:
        try:
            self.remove(path)
        except OSError as error:
            return error
        return None

    def paths(self) -> Iterator[str]:
        """Yield every path that has bytes."""
        for file in files_below(self.root):
            path = path_of(file.relative_to(self.root).as_posix())
            if path is not None:
                yield path

    def hosts(self) -> Iterator[str]:
        """Yield every host of which something stands there."""
        folders = [file.name for file in self.root.iterdir() if file.is_dir()] if self.root.is_dir() else []
        yield from filter(is_host, folders)

    def forget_unfinished(self, before: float) -> None:
        """Take away the unfinished files from before a moment (Unix time)."""
        forget_unfinished(self.root, before)

    def write_redirects(self, host: str, redirects: Redirects) -> None:
        """Let a host send readers of each address on to its target, with that status."""
        others = other_redirect_files(host, redirects, self._bytes)
        for name, content in others.items():
            write_whole(self.root / name, content)
        if others or not self._is_told(host):
            (self.root / REDIRECTS_CHANGED).touch()

    def _is_told(self, host: str) -> bool:
        """Return whether the front servers were told of the redirects of a host, as whoever was killed had not yet."""
        told_at = _changed_at(self.root / REDIRECTS_CHANGED)
        return all(_changed_at(self.root / host / name) <= told_at for name in TABLES)

    def holds_redirects(self, host: str, redirects: Redirects) -> bool:
        """Return whether every file that says the redirects of a host says exactly these."""
        return not other_redirect_files(host, redirects, self._bytes)

    def redirects(self, host: str) -> dict[str, tuple[str, int]]:
        """Return the redirects of a host."""
        file = self.root / host / REDIRECTS
        return redirects_in(file.read_bytes()) if file.is_file() else {}

    def note(self, name: str, text: str) -> None:
        """Keep a text of the publisher's own beside the hosts; its name begins with a dot."""
        write_whole(self.root / note_name(name), text.encode())

    def noted(self, name: str) -> str:
        """Return the text that was kept under a name, or an empty one."""
        file = self.root / note_name(name)
        return file.read_text() if file.is_file() else ""

    def _bytes(self, name: str) -> bytes | None:
        try:
            return (self.root / name).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None

    def file(self, path: str) -> Path:
        """Return the plain file of a path. Raises UnsafePathError for one that is no address below its host."""
        return self.root / file_name(path)


def _changed_at(file: Path) -> int:
    """Return when a file was written (nanoseconds of Unix time), 0 when it is not there."""
    return file.stat().st_mtime_ns if file.is_file() else 0


def _is_gone(folder: Path) -> bool:
    """Remove a folder if it is empty, and return whether it is gone; another process may write into it just now."""
    try:
        folder.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
