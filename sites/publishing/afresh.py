"""What the tree would hold if it were written anew: asked of nothing but the declared paths and their makers.

It knows nothing of the index, of change rows and of what was published before, so it can tell whether they are right.
"""

from collections.abc import Iterator

from django.utils import translation

from sites.publishing import media, redirect_tables
from sites.publishing.assets import asset_differences
from sites.publishing.ingredients import making
from sites.publishing.stores import Store
from sites.publishing.stores.layout import REDIRECTS, is_shared
from sites.publishing.subjects import Artifact, Redirect, first_claims, paths_of, subject_keys
from translations import registry

AT_ONCE = 300


def differences(tree: Store) -> Iterator[tuple[str, str]]:
    """Yield the paths of a tree that are not what they would be, with `missing`, `other` or `left over`."""
    paths = [path for path in tree.paths() if not is_shared(path)]
    files: set[str] = set()
    afresh: set[str] = set()
    wanted: dict[str, dict[str, tuple[str, int]]] = {host: {} for host in tree.hosts()}
    redirects = redirect_tables.standing(tree)
    for path, made in everything():
        afresh.add(path)
        files |= media.named_in(made.body) if isinstance(made, Artifact) else frozenset()
        if isinstance(made, Redirect):
            host, slash, address = path.partition("/")
            wanted.setdefault(host, {})[slash + address] = made.row
            to = redirects.get(path)
            if to != made.row:
                yield path, "missing" if to is None else "other"
        elif not tree.is_whole(path, made.body):
            yield path, "missing" if tree.read(path) is None else "other"
    for path in {*paths, *redirects} - afresh:
        yield path, "left over"
    for host, table in wanted.items():
        if tree.redirects(host) == table and not tree.holds_redirects(host, table):
            yield f"{host}/{REDIRECTS}", "other"
    yield from ((path, "missing") for path in media.missing(tree, files))
    yield from asset_differences(tree)


def everything() -> Iterator[tuple[str, Artifact | Redirect]]:
    """Yield every public path with what stands there."""
    claims = first_claims((key, paths_of(key)) for key in subject_keys())
    paths = sorted(claims)
    for start in range(0, len(paths), AT_ONCE):
        with making(), translation.override(registry.SOURCE):
            for path in paths[start : start + AT_ONCE]:
                maker, arguments = claims[path]
                made = maker(*arguments)
                if made is not None:
                    yield path, made
