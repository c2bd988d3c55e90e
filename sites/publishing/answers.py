"""What a portal answers at a path: finished bytes, a redirect, or that there is nothing.

Used where the published tree is not: in Django. It finds out whose path it may be and looks it up among the
declared paths; it declares none itself.
"""

from collections.abc import Iterator

from sites.publishing import addresses, rows
from sites.publishing.addresses import Portal
from sites.publishing.ingredients import making
from sites.publishing.rows import PageRow
from sites.publishing.spellings import as_known
from sites.publishing.subjects import Artifact, Redirect, make, page_paths, portal_paths, priority

NUL = "\x00"
"""A letter that PostgreSQL does not even look for."""


def answer(portal: Portal, path: str) -> Artifact | Redirect | None:
    """Return what `portal` answers at `path`, or None when the address does not exist."""
    if NUL in path:
        return None
    with making():
        return _answer(portal, path) or _answer_to_another_spelling(portal, path)


def language_in(portal: Portal, path: str) -> str | None:
    """Return the language that the address carries, if the portal shows it."""
    code = path.strip("/").split("/")[0]
    return code if code in portal.languages else None


def _answer_to_another_spelling(portal: Portal, path: str) -> Redirect | None:
    """Where the address leads as the redirects spell it, or to that spelling when it only wants its last slash."""
    known = as_known(path)
    found = _answer(portal, known) if known != path else None
    if found is None or isinstance(found, Redirect):
        return found
    return Redirect(known) if known == f"{path}/" else None


def _answer(portal: Portal, path: str) -> Artifact | Redirect | None:
    found = portal_paths(portal.site_id, path).get(path)
    if found is not None and priority(found) == 0:
        return make(found)
    return _answer_with_page(portal, path) or (make(found) if found else None)


def _answer_with_page(portal: Portal, path: str) -> Artifact | Redirect | None:
    language = language_in(portal, path)
    if language is None:
        return None
    for row in _owners(portal, language, path):
        found = page_paths(row.pk).get(path) if _is_shown_to(row, portal, language) else None
        if found is not None:
            return make(found)
        moved = _elsewhere(portal, language, path, row)
        if moved is not None:
            return moved
    return None


def _owners(portal: Portal, language: str, path: str) -> Iterator[PageRow]:
    """Yield the pages whose path this may be: the longest path first, in the reader's language first."""
    steps = path.rpartition("/")[0].strip("/").split("/")[1:]
    below = ["".join(f"{step}/" for step in steps[:count]) for count in range(len(steps), -1, -1)]
    home = portal.home(language)
    order = [language, *(home.chain if home else ()), *portal.languages]
    homes = {other.language: other for other in portal.homes}
    found = {
        row.url_path: row
        for row in rows.find_pages(h.url_path + part for h in homes.values() for part in below)
    }
    rows.fetch_keys(row.key for row in found.values())
    for part in below:
        for code in dict.fromkeys(order):
            row = found.get(homes[code].url_path + part) if code in homes else None
            if row is not None and row.language == code:
                yield row


def _is_shown_to(row: PageRow, portal: Portal, language: str) -> bool:
    """Whether a reader of `language` gets this version: only then does it have paths below the language."""
    shown = addresses.link(row.key, portal.site_id, language)
    return shown is not None and shown.page_id == row.pk


def _elsewhere(portal: Portal, language: str, path: str, row: PageRow) -> Redirect | None:
    """A page that is called otherwise in the reader's language: its own address there, for good."""
    here, there = addresses.address(row.pk), addresses.version(row.key, portal.site_id, language)
    if here is None or there is None or there[1] == row.pk:
        return None
    asked = f"/{here.language}/" + path.removeprefix(f"/{language}/")
    if not asked.startswith(here.path):
        return None
    target = there[2] + asked.removeprefix(here.path)
    return Redirect(target) if target != path and target in page_paths(there[1]) else None
