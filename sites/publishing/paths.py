"""The addresses that publishing itself declares: short ones, and those under which pages were known before."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect as KnownRedirect

from sites.publishing import addresses, rows
from sites.publishing.short_addresses import code_of, fetch_codes, short_redirect
from sites.publishing.spellings import as_known
from sites.publishing.subjects import (
    Paths,
    Redirect,
    Things,
    publishes_pages,
    publishes_things,
    reads_ahead,
)


def declare() -> None:
    """Register the paths of pages and of redirects."""
    publishes_pages(paths_of_page)
    publishes_things(Things(KnownRedirect, _site_of, paths_of_redirect, _at))
    # Wagtail has no form of ours here, and its import none that could be another: all of them ask the field.
    KnownRedirect._meta.get_field("old_path").validators.append(require_path)


def _fetch_short_addresses(asked: Sequence[tuple[int]]) -> None:
    fetch_codes(row.key for (page_id,) in asked if (row := rows.page_row(page_id)))


@reads_ahead(_fetch_short_addresses)
def paths_of_page(page_id: int) -> Paths:
    """The short address of a page in its language, while it is public."""
    here, row = addresses.address(page_id), rows.page_row(page_id)
    if here is None or row is None:
        return {}
    code = code_of(row.key, row.language)
    return {f"/s/{code}": (short_redirect, (here.site_id, code))} if code else {}


# --- redirects that editors keep, and those of pages that moved ----------------------------------------


def require_path(old_path: str) -> None:
    """Raise ValidationError for an old address that no web server can tell from others by its path."""
    if "?" in old_path:
        raise ValidationError(
            _("The web servers look at an address only up to its “?”. Leave out the “?” and what follows.")
        )


def paths_of_redirect(redirect_id: int) -> Paths:
    """The old path of a redirect as the tables spell it, unless it leads nowhere or asks for more than a path."""
    row = KnownRedirect.objects.filter(pk=redirect_id).first()
    if row is None or "?" in row.old_path or moved(redirect_id) is None:
        return {}
    return {as_known(row.old_path): (moved, (redirect_id,))}


def moved(redirect_id: int) -> Redirect | None:
    """Return where a redirect leads: to its page wherever that is now, or to the address that an editor wrote."""
    row = KnownRedirect.objects.filter(pk=redirect_id).first()
    if row is None:
        return None
    if row.redirect_page_id is None:
        return Redirect(row.redirect_link, row.is_permanent) if row.redirect_link else None
    here = addresses.address(row.redirect_page_id)
    if here is None:
        return None
    root = "" if here.site_id == row.site_id else addresses.portal(here.site_id).root_url
    return Redirect(root + here.path, row.is_permanent)


moved.priority = 1  # type: ignore[attr-defined]  # a page that stands there now comes first


def _site_of(redirect_id: int) -> int | None:
    """The portal of a redirect: one for every portal stands on the first."""
    row = KnownRedirect.objects.filter(pk=redirect_id).values_list("site_id", flat=True).first()
    if row is not None:
        return int(row)
    found = addresses.portals() if KnownRedirect.objects.filter(pk=redirect_id).exists() else ()
    return next((portal.site_id for portal in found), None)


def _at(site_id: int, path: str) -> list[int]:
    found = KnownRedirect.objects.filter(site_id=site_id)
    wanted = found.filter(old_path=path.rstrip("/")) if path else found
    return list(wanted.values_list("pk", flat=True))
