"""What public pages look and work with (stylesheets, scripts, fonts, drawings), in the tree under hashed names.

    <tree>/static/websites/site.1f3c5a7b9d2e.css    beside it `.gz` and `.br`; kept by browsers for good
    <tree>/static/kept.json                         {path: since which moment no release uses it, or null}

All hosts share them: the address below any host is the path in the tree, so a web server and a CDN need one rule
without rewriting, and hosts come and go without them. What only the newsroom uses stays with the application.

A release writes its files before its first page. Those of older releases stay for `KEPT`, since a page that names
them may still be in somebody's cache, and until every page is made anew, since one that fails keeps its old bytes.
"""

import datetime
import json
from collections.abc import Iterator

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

from sites.publishing.models import Dirty, Node
from sites.publishing.stores import Store
from sites.publishing.stores.layout import SHARED

KEPT = datetime.timedelta(days=30)
RECORD = f"{SHARED}/kept.json"

_folders: list[str] = []


class AssetsMissingError(RuntimeError):
    """Pages would name files that this release has not collected: none of them could be made."""


def publishes_assets(folder: str) -> None:
    """Let the tree hold the static files in the `folder` of an outlet."""
    _folders.append(f"{folder}/")


def publish_assets(tree: Store, now: datetime.datetime, *, is_thorough: bool = False) -> None:
    """Write the files of this release into the tree, and remove those that no page can name any more.

    With `is_thorough` compressed bytes are looked at too. Raises AssetsMissingError.
    """
    _require_collected()
    stands = tree.is_whole if is_thorough else tree.holds
    current = dict(_current())
    known = _record(tree)
    kept = {path: since or now.isoformat() for path, since in known.items()} | dict.fromkeys(current)
    for path, name in current.items():
        body = _read(name)
        if not stands(path, body):
            tree.write(path, body)
    if not Dirty.objects.filter(kind=Node.Kind.PATH).exists():
        for path in [path for path, since in kept.items() if since and _is_over(since, now)]:
            tree.remove(path)
            del kept[path]
    if kept != known:
        tree.write(RECORD, json.dumps(kept, sort_keys=True, indent=0).encode())


def _require_collected() -> None:
    if getattr(staticfiles_storage, "hashed_files", None) == {} and not settings.DEBUG:
        raise AssetsMissingError(
            f"{settings.STATIC_ROOT} holds no static files. Run manage.py collectstatic (as cua-ngo-prepare does)."
        )


def asset_paths() -> list[str]:
    """Return the paths of the files of this release."""
    return [path for path, _name in _current()]


def repair(tree: Store, path: str) -> bool:
    """Write a file of this release where it is missing or damaged; return whether it was."""
    name = dict(_current()).get(path)
    if name is None or tree.is_whole(path, _read(name)):
        return False
    tree.write(path, _read(name))
    return True


def asset_differences(tree: Store) -> Iterator[tuple[str, str]]:
    """Yield the files of this release that are not what they would be, with `missing` or `other`."""
    for path, name in _current():
        if not tree.is_whole(path, _read(name)):
            yield path, "missing" if tree.read(path) is None else "other"


def _current() -> Iterator[tuple[str, str]]:
    """(path in the tree, name in the storage) of each file of this release; none where names carry no hash."""
    hashed: dict[str, str] = getattr(staticfiles_storage, "hashed_files", {})
    for name in sorted(hashed.values()):
        if name.startswith(tuple(_folders)):
            yield f"{SHARED}/{name}", name


def _read(name: str) -> bytes:
    with staticfiles_storage.open(name) as content:
        found: bytes = content.read()
    return found


def _record(tree: Store) -> dict[str, str | None]:
    found: dict[str, str | None] = json.loads(tree.read(RECORD) or b"{}")
    return found


def _is_over(since: str, now: datetime.datetime) -> bool:
    return datetime.datetime.fromisoformat(since) + KEPT < now
