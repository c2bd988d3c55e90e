"""Where the published tree stands: in a folder (`folder.py`), or in a bucket of S3-compatible storage (`s3.py`).

`Store` says what either of them promises; `layout.py` which files a path has in both, so that a folder may be copied
into a bucket and back. `installation.tree()` opens the one that `TREE_URL` names. A bucket is for more than one
machine: any number of front servers read it, and it outlives each of them.

A path is `<host>/<address>`, as in `cao-bang.localhost/vi/diem-den/`. Text stands there three times: plain, `.gz` and
`.br`. Each file appears whole, but not the three of them at once. *The plain file comes first.* Whoever publishes
notes what stands at a path when all three are written; whoever died in between left the note of the bytes before,
which the plain file no longer `holds`, so the path is written again. Were the plain file last, the old one would
still bear out the old note, beside compressed files that nobody would ever repair.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

Redirects = Mapping[str, tuple[str, int]]
"""{address: (target, status)} of one host."""


class StoreError(OSError):
    """The storage did not do what it was asked; says what, where and why. A folder raises other OSErrors too."""


class Store(Protocol):
    """What every store of the tree does. Raises UnsafePathError for a path that is no address below its host."""

    def write(self, path: str, body: bytes) -> None:
        """Let `path` have those bytes, compressed too where that helps."""

    def write_all(self, bodies: Mapping[str, bytes]) -> None:
        """Let each path have its bytes: several at once where that is quicker."""

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a path, or None when nothing stands there."""

    def holds(self, path: str, body: bytes) -> bool:
        """Return whether exactly these bytes stand at a path."""

    def is_whole(self, path: str, body: bytes) -> bool:
        """Return whether exactly these bytes stand at a path, compressed ones too. Reads them all."""

    def remove(self, path: str) -> None:
        """Let nothing stand at a path."""

    def remove_all(self, paths: Iterable[str]) -> None:
        """Let nothing stand at any of those paths: many at once where that is quicker.

        Raises the first error, but not before every path was tried.
        """

    def paths(self) -> Iterator[str]:
        """Yield every path that has bytes, in no promised order."""

    def hosts(self) -> Iterator[str]:
        """Yield every host of which something stands there, bytes or redirects."""

    def forget_unfinished(self, before: float) -> None:
        """Take away what somebody began to write before a moment (Unix time) and was killed before it was finished."""

    def write_redirects(self, host: str, redirects: Redirects) -> None:
        """Let a host send readers of each address on to its target, with that status; write only what differs."""

    def holds_redirects(self, host: str, redirects: Redirects) -> bool:
        """Return whether every file that says the redirects of a host says exactly these."""

    def redirects(self, host: str) -> dict[str, tuple[str, int]]:
        """Return the redirects of a host."""

    def note(self, name: str, text: str) -> None:
        """Keep a text of the publisher's own beside the hosts; its name begins with a dot."""

    def noted(self, name: str) -> str:
        """Return the text that was kept under a name, or an empty one."""
