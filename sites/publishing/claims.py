"""Which subject has which path, as the publisher knows it: of several that claim one path, the first makes it."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.module_loading import import_string
from wagtail.models import Page

from sites.publishing import index
from sites.publishing.models import Claim
from sites.publishing.subjects import Call, Maker, Paths, priority, subject_key


class MakerGoneError(LookupError):
    """What made a path before is no part of this release."""


def subjects_of(keys: Iterable[UUID]) -> list[str]:
    """Return the subjects that are pages with some translation keys, in every language."""
    ids = [
        pk
        for piece in index.pieces(keys)
        for pk in Page.objects.filter(translation_key__in=piece).values_list("pk", flat=True)
    ]
    return [key for pk in ids if (key := subject_key(Page, pk))]


def paths_of(subjects: Iterable[str]) -> list[str]:
    """Return the paths that some subjects claim."""
    found = [
        path
        for piece in index.pieces(subjects)
        for path in Claim.objects.filter(subject__in=piece).values_list("path", flat=True)
    ]
    return list(dict.fromkeys(found))


def holding(paths: Iterable[str]) -> dict[str, Claim]:
    """Return the claim that holds for each path that somebody claims."""
    found: dict[str, Claim] = {}
    for piece in index.pieces(paths):
        for claim in Claim.objects.filter(path__in=piece).order_by("path", "priority", "subject"):
            found.setdefault(claim.path, claim)
    return found


def calls(paths: Iterable[str]) -> dict[str, Call]:
    """Return who makes each path that somebody claims."""
    claims = holding(paths)
    return {path: (_maker(claim.call[0]), tuple(claim.call[1:])) for path, claim in claims.items()}


def _maker(name: str) -> Maker:
    """Return a maker by its name; one that this release does not have fails when it is called, as any other may."""
    try:
        maker: Maker = import_string(name)
    except ImportError:
        return partial(_refuse, name)
    return maker


def _refuse(name: str, *_arguments: Any) -> None:
    raise MakerGoneError(f"{name} makes nothing in this release.")


def keep(paths_of_subjects: Mapping[str, Paths]) -> set[tuple[str, str]]:
    """Keep which paths some subjects have; return (path, subject) of the claims that are others now."""
    known = {
        (claim.path, claim.subject): claim
        for piece in index.pieces(paths_of_subjects)
        for claim in Claim.objects.filter(subject__in=piece)
    }
    wanted = {
        (path, subject): call for subject, paths in paths_of_subjects.items() for path, call in paths.items()
    }
    others = {claimed for claimed, claim in known.items() if claim.call != _said(wanted.get(claimed))}
    new = [claimed for claimed in wanted if claimed not in known or claimed in others]
    for piece in index.pieces(known[claimed].pk for claimed in others):
        Claim.objects.filter(pk__in=piece).delete()
    for piece in index.pieces(new):
        Claim.objects.bulk_create(_claim(*claimed, wanted[claimed]) for claimed in piece)
    return {*others, *new}


def _claim(path: str, subject: str, call: Call) -> Claim:
    return Claim(path=path, subject=subject, call=_said(call), priority=priority(call))


def _said(call: Call | None) -> list[Any] | None:
    """A call as a claim keeps it."""
    return [f"{call[0].__module__}.{call[0].__qualname__}", *call[1]] if call else None
