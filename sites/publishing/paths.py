"""The addresses that publishing itself declares: short ones, and those under which pages were known before."""

from collections.abc import Callable, Sequence
from functools import partialmethod
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect as KnownRedirect

from sites.publishing import addresses, rows
from sites.publishing.ingredients import making
from sites.publishing.short_addresses import code_of, fetch_codes, short_redirect
from sites.publishing.spellings import as_known, is_short
from sites.publishing.subjects import (
    Paths,
    PathsOfPortals,
    Redirect,
    Things,
    publishes_pages,
    publishes_things,
    reads_ahead,
)

PUBLIC = "wagtail_serve"
"""The name of Django's view of what nothing else answers (`urls.py`)."""


def declare() -> None:
    """Register the paths of pages and of redirects."""
    publishes_pages(paths_of_page)
    publishes_things(Things(KnownRedirect, paths_of_redirect, _at))
    # Wagtail has no form of ours here, and its import none that could be another: all of them ask the model.
    KnownRedirect._meta.get_field("old_path").validators.append(require_path)
    KnownRedirect.clean = partialmethod(_clean, KnownRedirect.clean)


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
    """Raise ValidationError for an old address that can have no redirect, and say why."""
    refusal = _refusal(old_path)
    if refusal:
        raise ValidationError(refusal)


def _clean(redirect: KnownRedirect, clean: Callable[[KnownRedirect], None]) -> None:
    """Do what Wagtail does, then raise ValidationError when a redirect would lead to itself."""
    clean(redirect)
    with making():
        sites = [portal.site_id for portal in addresses.portals()]
        if any(_leads_to_itself(redirect, site_id) for site_id in sites):
            raise ValidationError(
                _("This redirect would lead to its own old address. Choose another target.")
            )


def _refusal(old_path: str) -> str:
    """Why an old address can have no redirect, or nothing: web servers tell addresses apart by their path alone."""
    if "?" in old_path:
        return _("The web servers look at an address only up to its “?”. Leave out the “?” and what follows.")
    if is_short(KnownRedirect.normalise_path(old_path)):
        return _("Addresses that begin with “/s/” are the short addresses of pages. Choose another one.")
    if KnownRedirect.normalise_path(old_path) == "/":
        return _("“/” always leads to the home page in the language of the reader. Choose another address.")
    if _is_answered_otherwise(KnownRedirect.normalise_path(old_path)):
        return _("The newsroom or the servers need this address for themselves. Choose another one.")
    return ""


def _is_answered_otherwise(path: str) -> bool:
    """Whether an address is no public one, in whatever letters: what leads on comes before the application."""
    path = f"{path.lower()}/"
    if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
        return True
    try:
        return any(resolve(spelling).url_name != PUBLIC for spelling in (path, path[:-1]))
    except Resolver404:
        return False


def paths_of_redirect(redirect_id: int) -> PathsOfPortals:
    """The old path of a redirect as the tables spell it, on its portal; on every portal when it names none.

    No paths when it leads nowhere or its old address can have no redirect.
    """
    row = KnownRedirect.objects.filter(pk=redirect_id).first()
    if row is None or _refusal(row.old_path) or _target(row, row.site_id) is None:
        return {}
    path = as_known(row.old_path)
    if row.site_id is not None:
        sites, maker = [row.site_id], moved
    else:
        sites, maker = (
            [portal.site_id for portal in addresses.portals() if portal.homes],
            moved_on_every_portal,
        )
    there = [site_id for site_id in sites if not _leads_to_itself(row, site_id)]
    return {site_id: {path: (maker, (redirect_id, site_id))} for site_id in there}


def moved(redirect_id: int, site_id: int) -> Redirect | None:
    """Return where a redirect of a portal leads: to its page wherever that is now, or to what an editor wrote."""
    row = KnownRedirect.objects.filter(pk=redirect_id).first()
    return _target(row, site_id) if row else None


def moved_on_every_portal(redirect_id: int, site_id: int) -> Redirect | None:
    """Return where a redirect of all portals leads on one of them."""
    return moved(redirect_id, site_id)


# A page that stands there now comes first, then what a portal has of its own.
moved.priority, moved_on_every_portal.priority = 1, 2  # type: ignore[attr-defined]


def _target(row: KnownRedirect, site_id: int | None) -> Redirect | None:
    if row.redirect_page_id is None:
        return Redirect(row.redirect_link, row.is_permanent) if row.redirect_link else None
    here = addresses.address(row.redirect_page_id)
    if here is None:
        return None
    root = "" if here.site_id == site_id else addresses.portal(here.site_id).root_url
    return Redirect(root + here.path, row.is_permanent)


def _leads_to_itself(row: KnownRedirect, site_id: int) -> bool:
    """Whether a redirect would lead, on a portal, to the address at which it stands: browsers would go round."""
    target = urlsplit(row.redirect_link)
    if row.site_id not in (None, site_id) or row.redirect_page_id is not None or not target.hostname:
        return False
    if as_known(KnownRedirect.normalise_path(target.path)) != as_known(row.old_path):
        return False
    asked = addresses.portal_at(target.hostname)
    return asked is not None and asked.site_id == site_id


def _at(site_id: int, path: str) -> list[int]:
    found = KnownRedirect.objects.filter(Q(site_id=site_id) | Q(site_id=None))
    wanted = found.filter(old_path=path.rstrip("/")) if path else found
    return list(wanted.values_list("pk", flat=True))
