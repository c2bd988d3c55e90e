"""Pictures that public pages show, in the tree under the names by which pages ask for them.

    <tree>/media/pictures/4f0c2e….webp    at the same address below every host

Whatever picture the bytes of a path name is put into the tree before them, so that no page ever asks for one that is
not there; the names are hashes of what stands in the files. The index keeps which paths name a file. What no path
names any more stays for `KEPT`, since a page may still be in somebody's cache; what was taken off everything, was
deleted, or may not be seen any more goes as soon as nothing shows it, and caches in front are told.
"""

import datetime
import re
from collections.abc import Collection, Iterable

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from wagtail.models import Site

from media_assets.models import Rendition
from sites.publishing import caches, index, outbox
from sites.publishing.capture import hash_of, node_id
from sites.publishing.ingredients import making
from sites.publishing.models import Dirty, PublishedFile, Use
from sites.publishing.pictures import not_for_everybody
from sites.publishing.stores import Store
from sites.publishing.stores.layout import MEDIA

KEPT = datetime.timedelta(days=30)
_NAMED = re.compile(re.escape(settings.MEDIA_URL.encode()) + rb"(pictures/[0-9a-f]{20}\.[a-z0-9]+)")
"""Only what was made for pages has such a name: nobody's words can bring another file of the newsroom out."""


def named_in(body: bytes) -> frozenset[str]:
    """Return the names of the pictures that the bytes of a path name."""
    return frozenset(name.decode() for name in _NAMED.findall(body))


def tags_of(names: Iterable[str]) -> frozenset[int]:
    """Return the tags by which the index keeps who names some files."""
    return frozenset(_tag(name) for name in names)


def _tag(name: str) -> int:
    return hash_of("file", name)


def put(tree: Store, names: Collection[str]) -> None:
    """Put those files into the tree that are not there. Raises OSError for one that the media storage has not."""
    known = set(PublishedFile.objects.filter(pk__in=names).values_list("pk", flat=True))
    for name in sorted(set(names) - known):
        with default_storage.open(name) as content:
            tree.write(_path(name), content.read())
        PublishedFile.objects.get_or_create(name=name)


def missing(tree: Store, names: Iterable[str]) -> list[str]:
    """Return the paths of those files that are not in the tree."""
    return [_path(name) for name in sorted(names) if tree.read(_path(name)) is None]


def forget_missing(tree: Store) -> None:
    """Forget the files that are not in the tree: it may be a new one."""
    there = set(tree.paths())
    gone = [name for name in PublishedFile.objects.values_list("pk", flat=True) if _path(name) not in there]
    for piece in index.pieces(gone):
        PublishedFile.objects.filter(pk__in=piece).delete()


def note_leftovers(tree: Store) -> None:
    """Note that files in the tree that nobody knows go as soon as nothing names them."""
    there = {path.removeprefix(_path("")) for path in tree.paths() if path.startswith(_path(""))}
    known = set(PublishedFile.objects.values_list("pk", flat=True))
    for piece in index.pieces(there - known):
        rows = (PublishedFile(name=name, is_withdrawn=True) for name in piece)
        PublishedFile.objects.bulk_create(rows, ignore_conflicts=True)


def note_withdrawn(paths: Iterable[str]) -> None:
    """Note that the pictures that some paths name go, in all their forms, as soon as nothing else names them."""
    tags = {
        tag
        for piece in index.pieces(node_id(index.PATH, path) for path in paths)
        for tag in Use.objects.filter(node_id__in=piece).values_list("tag", flat=True)
    }
    names = [name for name in PublishedFile.objects.values_list("pk", flat=True) if _tag(name) in tags]
    for piece in index.pieces(names):
        pictures = Rendition.objects.filter(file__in=piece).values("image_id")
        _note_going(Rendition.objects.filter(image__in=pictures))


def note_deleted(form: Rendition) -> None:
    """Note that a form of a picture goes as soon as nothing names it: the newsroom has it no longer."""
    PublishedFile.objects.filter(pk=form.file.name).update(is_withdrawn=True)


def note_closed() -> None:
    """Note the same of pictures that not everybody may see any more."""
    with making():
        _note_going(Rendition.objects.filter(image__in=not_for_everybody()))


def _note_going(forms: QuerySet[Rendition]) -> None:
    PublishedFile.objects.filter(pk__in=forms.values("file"), is_withdrawn=False).update(is_withdrawn=True)


def are_withdrawn() -> bool:
    """Return whether there are files that may have to go at once."""
    return PublishedFile.objects.filter(is_withdrawn=True).exists()


def sweep(tree: Store, now: datetime.datetime) -> None:
    """Take out of the tree what no path has named for long, and what was withdrawn and no path names now."""
    _sweep(tree, now, PublishedFile.objects.all())


def sweep_withdrawn(tree: Store, now: datetime.datetime) -> None:
    """Take out of the tree what was withdrawn and no path names now."""
    _sweep(tree, now, PublishedFile.objects.filter(is_withdrawn=True))


def _sweep(tree: Store, now: datetime.datetime, some: QuerySet[PublishedFile]) -> None:
    """Sweep some files, but not while a path is being made: its maker may have found one of them in the tree.

    What is named is no longer withdrawn, but not before everything is made, what could not be made so far too.
    """
    with index.locked():
        if _are_paths_under_way():
            return
        files = {_tag(file.pk): file for file in some}
        is_made = not _is_anything_left()  # after the files: whatever withdrew one of them is seen by now
        named = {
            tag
            for piece in index.pieces(files)
            for tag in Use.objects.filter(tag__in=piece).values_list("tag", flat=True)
        }
        if is_made:
            _note_shown([file.pk for tag, file in files.items() if tag in named and file.is_withdrawn])
        gone, withdrawn = [], []
        for tag, file in files.items():
            unused_since = None if tag in named else file.unused_since or now
            if unused_since is not None and (file.is_withdrawn or unused_since + KEPT < now):
                gone.append(file.pk)
                withdrawn += [file.pk] if file.is_withdrawn else []
            elif unused_since != file.unused_since:
                PublishedFile.objects.filter(pk=file.pk).update(unused_since=unused_since)
        tree.remove_all([_path(name) for name in gone])
        for host in Site.objects.values_list("hostname", flat=True):
            caches.note_changed((f"{host}/{_path(name)}" for name in withdrawn), is_withdrawn=True)
        for piece in index.pieces(gone):
            PublishedFile.objects.filter(pk__in=piece).delete()


def _are_paths_under_way() -> bool:
    return Dirty.objects.filter(kind=index.PATH).exclude(taken_by=None).exists()


def _is_anything_left() -> bool:
    """Whether a change waits that nobody took, or anything to be made, now or when it is tried again."""
    return outbox.is_waiting() or Dirty.objects.exists()


def _note_shown(names: Iterable[str]) -> None:
    for piece in index.pieces(names):
        PublishedFile.objects.filter(pk__in=piece).update(is_withdrawn=False)


def _path(name: str) -> str:
    return f"{MEDIA}/{name}"
