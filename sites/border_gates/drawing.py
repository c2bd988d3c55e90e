"""A page becomes a slide: its public words in one language, collected, drawn once, kept by hash."""

import dataclasses
import datetime
import hashlib
import json
import logging
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.models import Page

from cms.facts.models import BorderGate
from cms.home.models import HomePage, Theme
from media_assets.hashed_files import HashedFileStorage
from media_assets.models import Picture
from media_assets.typesetting.drawing import RaqmMissingError
from sites.border_gates.models import DrawnSlide, slide_path
from sites.border_gates.slides import Slide, SlideError, SlideWords, UnknownCanvasError, apart
from sites.border_gates.slides.apart import SlideStoppedError
from sites.publishing import addresses, rows
from sites.publishing.facts import Run, gate, run_of
from sites.publishing.ingredients import ingredient, making
from sites.publishing.moments import make_again_after
from sites.publishing.pictures import may_be_seen
from sites.publishing.short_addresses import short_address
from translations import registry

logger = logging.getLogger(__name__)

_files = HashedFileStorage()

CANNOT_BE_DRAWN = (SlideError, UnknownCanvasError, RaqmMissingError)
CANNOT_BE_DRAWN_NOW = (SlideStoppedError, OSError)
"""The process was killed, or a file could not be read or written."""
PAUSE = datetime.timedelta(minutes=1)
"""Before what could not be drawn is tried again."""
RENDERER = 1
"""Raise it when the same words are drawn otherwise: every slide is then drawn anew."""


@ingredient
def slide(
    key: str, site_id: int, gate_code: str, language: str, width: int, height: int
) -> dict[str, Any] | None:
    """Return the slide of a page in `language` for a canvas, or None when the page is not public in it.

    `fault` instead of a picture says why a slide could not be drawn, for the operators. What may be drawn another
    time is tried again.
    """
    version = addresses.version(key, site_id, language)
    said = _said(version[1], site_id, gate_code, language) if version else None
    if said is None:
        return None
    try:
        return _kept(said, width, height).plain()
    except (*CANNOT_BE_DRAWN, *CANNOT_BE_DRAWN_NOW) as error:
        logger.warning("Slide not drawn", extra={"key": key, "language": language, "why": str(error)})
        if isinstance(error, CANNOT_BE_DRAWN_NOW):
            make_again_after(PAUSE)
        return {"fault": str(error)}


def draw_preview(page: Page, language: str, site_id: int, gate_code: str, width: int, height: int) -> bytes:
    """Return the slide of a page object, saved or not.

    Raises one of CANNOT_BE_DRAWN, or SlideStoppedError.
    """
    key = page.translation_key.hex
    with making():
        said = _said_by(_values(page), key, site_id, gate_code, language)
        return _drawn(said, width, height).image


def digest_of(words: SlideWords, picture: str, width: int, height: int) -> str:
    """Return by what a slide is known: a digest of everything it is drawn from, `picture` telling its file."""
    plain = {**dataclasses.asdict(words), "picture": picture}
    plain["names"] = sorted(words.names)
    text = json.dumps([RENDERER, width, height, plain], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


class Said(NamedTuple):
    """The words of a slide yet without its picture, whose file is read only to draw it."""

    words: SlideWords
    picture: Picture | None


def _kept(said: Said, width: int, height: int) -> DrawnSlide:
    digest = digest_of(said.words, _told(said.picture), width, height)
    known = DrawnSlide.objects.filter(pk=digest).first()
    if known is not None:
        return known
    drawn = _drawn(said, width, height)
    _files.save(slide_path(drawn.sha256), ContentFile(drawn.image))
    kept, _created = DrawnSlide.objects.get_or_create(
        pk=digest,
        defaults={"sha256": drawn.sha256, "size_bytes": len(drawn.image), "clock": list(drawn.clock)},
    )
    return kept


def _drawn(said: Said, width: int, height: int) -> Slide:
    picture = _bytes(said.picture) if said.picture else None
    return apart.ours.draw(dataclasses.replace(said.words, picture=picture), width=width, height=height)


# --- collecting words ---------------------------------------------------------------------------------


def _said(page_id: int, site_id: int, gate_code: str, language: str) -> Said | None:
    row = rows.page_row(page_id)
    if row is None:
        return None
    model = ContentType.objects.get_for_id(row.content_type_id).model_class()
    page = model.objects.filter(pk=page_id).first()
    return _said_by(_values(page), row.key, site_id, gate_code, language) if page else None


def _values(page: Page) -> dict[str, Any]:
    return {"title": page.wall_title or page.title, "line": page.wall_line, "picture_id": page.picture_id}


def _said_by(values: dict[str, Any], key: str, site_id: int, gate_code: str, language: str) -> Said:
    picture = _picture(values["picture_id"])
    shown_gate = gate(gate_code, language)
    name = (shown_gate["full_name"] or shown_gate["name"]) if shown_gate else Run("", registry.SOURCE)
    words = SlideWords(
        language=language,
        theme=_theme(site_id),
        title=values["title"],
        line=values["line"],
        gate=name.text,
        gate_language=_code_of(name.tag),
        address=short_address(key, site_id, language) or "",
        focus=_focus(picture) if picture else (0.5, 0.5),
        names=_names(),
    )
    return Said(words, picture)


@ingredient
def _theme(site_id: int) -> str:
    portal = addresses.portal(site_id)
    homes = [home.page_id for home in portal.homes] or [row.pk for row in rows.rows_of_key(portal.key)]
    found: str | None = HomePage.objects.filter(pk=homes[0]).values_list("theme", flat=True).first()
    return found or str(Theme.CAO_BANG)


def _code_of(tag: str) -> str:
    return next(language.code for language in registry.LANGUAGES if language.tag == tag)


def _picture(picture_id: int | None) -> Picture | None:
    found = Picture.objects.filter(pk=picture_id).first() if picture_id else None
    return found if found and may_be_seen(found) else None


def _told(picture: Picture | None) -> str:
    """What tells one file of a picture from another, without reading it; programs may leave the hash out."""
    return f"{picture.file_hash} {picture.file.name}" if picture else ""


def _bytes(picture: Picture) -> bytes:
    """The file of a picture; one that is gone is read as empty, and its slide says that it cannot be read."""
    try:
        with default_storage.open(picture.file.name) as content:
            data: bytes = content.read()
            return data
    except FileNotFoundError:
        return b""


def _focus(picture: Picture) -> tuple[float, float]:
    if picture.focal_point_x is None:
        return 0.5, 0.5
    return picture.focal_point_x / picture.width, picture.focal_point_y / picture.height


def _names() -> frozenset[str]:
    """Names of gates in every language: no line of a slide ends inside one."""
    with making() as run:
        if "gate names" not in run.rows:
            found = BorderGate.objects.rewrite(False).filter(live=True).values()
            columns = [
                (values, name, code)
                for values in found
                for name in ("short_name", "counterpart_name")
                for code in ("vi", "en")
            ]
            runs = [run_of(*column) for column in columns]
            run.rows["gate names"] = {"all": frozenset(words.text.lower() for words in runs if words)}
        names: frozenset[str] = run.rows["gate names"]["all"]
        return names
