"""Short addresses of pages, short enough for a QR code of 25 × 25 modules.

A code says the address in capitals (`HTTP://CB.LOCALHOST:8000/S/7K3F`): scheme and host do not care, and QR
codes store capitals in less room: 38 letters at error level M.
"""

from uuid import UUID

from django.db import IntegrityError, transaction
from wagtail.models import Page

from sites.publishing import addresses
from sites.publishing.ingredients import ingredient
from sites.publishing.models import ShortAddress, new_code
from sites.publishing.subjects import Redirect
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
    found: str | None = (
        ShortAddress.objects.filter(key=UUID(key), language=language).values_list("code", flat=True).first()
    )
    return found


@ingredient
def short_address(key: str, site_id: int, language: str) -> str | None:
    """Return the short address of a page in a language, ready for a QR code, or None."""
    code = code_of(key, language)
    return f"{addresses.portal(site_id).short_url}/s/{code}".upper() if code else None


def short_redirect(site_id: int, code: str) -> Redirect | None:
    """Return where a short address leads on a portal: to the page in its language, or what stands in for it."""
    found = ShortAddress.objects.filter(code=code.upper()).first()
    if found is None or found.language not in registry.BY_CODE:
        return None
    target = addresses.way(found.key.hex, site_id, found.language)
    return Redirect(target, is_permanent=False) if target else None
