"""Short addresses of pages, short enough for a QR code of 25 × 25 modules.

A code says the address in capitals (`HTTP://CB.LOCALHOST:8000/S/7K3F`): scheme and host do not care, and QR
codes store capitals in less room: 38 letters at error level M.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from wagtail.models import Page

from sites.publishing import addresses, rows
from sites.publishing.capture import note, unrecorded
from sites.publishing.ingredients import ingredient, making
from sites.publishing.models import ShortAddress, new_code
from sites.publishing.subjects import Redirect, reads_ahead
from translations import registry

QR_LETTERS = 38


def give_short_address(page: Page) -> None:
    """Give a page its short address in its language, unless it has one."""
    key = {"key": page.translation_key, "language": page.locale.language_code}
    while not ShortAddress.objects.filter(**key).exists():
        try:
            with transaction.atomic():
                ShortAddress.objects.create(code=new_code(), **key)
        except IntegrityError:
            continue  # somebody else took the code or was quicker


@ingredient
def code_of(key: str, language: str) -> str | None:
    """Return the code of a page in a language, or None when it has never been public."""
    note(ShortAddress._meta.db_table, "key", key)
    return fetch_codes([key])[key].get(language)


@unrecorded()
def fetch_codes(keys: Iterable[str]) -> dict[str, dict[str, str]]:
    """Fetch the codes of many pages with one query; return {translation key: {language: code}}."""
    with making() as run:
        return run.fetch("short address", keys, _codes, missing={})


def _codes(keys: set[str]) -> dict[str, dict[str, str]]:
    codes: dict[str, dict[str, str]] = {}
    found = ShortAddress.objects.filter(key__in=[UUID(key) for key in keys])
    for key, language, code in found.values_list("key", "language", "code"):
        codes.setdefault(key.hex, {})[language] = code
    return codes


@ingredient
def short_address(key: str, site_id: int, language: str) -> str | None:
    """Return the short address of a page in a language, ready for a QR code, or None."""
    code = code_of(key, language)
    return f"{addresses.portal(site_id).short_url}/s/{code}".upper() if code else None


def _fetch_pages_of_codes(asked: Sequence[tuple[int, str]]) -> None:
    """Fetch the pages to which many codes lead."""
    known = _fetch_named(code.upper() for _site_id, code in asked)
    rows.fetch_keys(named[0] for named in known.values() if named)


@unrecorded()
def _fetch_named(codes: Iterable[str]) -> dict[str, tuple[str, str] | None]:
    """Fetch (translation key, language) of many codes with one query."""
    with making() as run:
        return run.fetch("short code", codes, _named)


def _named(codes: set[str]) -> dict[str, tuple[str, str]]:
    found = ShortAddress.objects.filter(code__in=codes).values_list("code", "key", "language")
    return {code: (key.hex, language) for code, key, language in found}


@reads_ahead(_fetch_pages_of_codes)
def short_redirect(site_id: int, code: str) -> Redirect | None:
    """Return where a short address leads on a portal: to the page in its language, or what stands in for it."""
    note(ShortAddress._meta.db_table, "code", code.upper())
    key, language = _fetch_named([code.upper()])[code.upper()] or ("", "")
    if language not in registry.BY_CODE:
        return None
    target = addresses.way(key, site_id, language)
    return Redirect(target, is_permanent=False) if target else None
