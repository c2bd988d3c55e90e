"""Each address of the newsroom, tried by people to whom what it leads to does not belong."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.accounts.addresses import Aim, addresses
from tests.accounts.newsroom import (
    BOOKKEEPING,
    Newsroom,
    everything,
    is_denied,
    newsroom,
    secrets_in,
    signed_in,
    undone,
)
from tests.factories.accounts import administrator

pytestmark = pytest.mark.django_db

OPEN = frozenset({"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"})
"""What the page for signing in needs: icons and words of the interface."""

OWN_WORDS = frozenset({"wagtailsnippets_facts_topic:edit", "wagtailsnippets_media_assets_picturewords:edit"})
"""Where a translator or approver writes the words of the language; `test_rights` says which words."""


@pytest.fixture
def room() -> Newsroom:
    return newsroom()


def visits(client: Client, aim: Aim, *, alike: bool = True) -> Iterator[tuple[str, HttpResponse, bool]]:
    """Open every address and send an empty form to it; yield what was done, the answer, and if anything changed."""
    before = everything()
    for view, address in addresses(aim, alike=alike):
        for method in (client.get, client.post):
            with undone(), CaptureQueriesContext(connection) as done:
                answer = method(address)
                changed = _writes(done) and everything() != before
                yield f"{method.__name__} {view} {address}", answer, changed


def _writes(done: CaptureQueriesContext) -> bool:
    tables = [name.replace(".", "_") for name in BOOKKEEPING]
    return any(
        query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
        and not any(f'"{table}"' in query["sql"] for table in tables)
        for query in done
    )


def test_nobody_sees_or_changes_anything_without_signing_in(room: Newsroom):
    found = [
        act
        for act, answer, changed in visits(signed_in(None), Aim(room, "here vi waits"))
        if changed or secrets_in(answer) or not (is_denied(answer) or act.split()[1] in OPEN)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("role", "aim"),
    [("translator", "here vi waits"), ("translator", "there lo"), ("approver", "here vi waits")],
)
def test_who_works_in_lao_sees_and_changes_nothing_of_others(room: Newsroom, role: str, aim: str):
    found = [
        (act, secrets_in(answer), changed)
        for act, answer, changed in visits(signed_in(room.person(role, "lo")), Aim(room, aim), alike=False)
        if secrets_in(answer) - {"bimat-here-lo"} or (changed and act.split()[1] not in OWN_WORDS)
    ]
    assert found == []


def test_an_editor_sees_and_changes_nothing_of_another_portal(room: Newsroom):
    client = signed_in(room.person("editor", "vi"))
    found = [
        (act, secrets_in(answer), changed)
        for act, answer, changed in visits(client, Aim(room, "there vi waits"), alike=False)
        if any("there" in secret for secret in secrets_in(answer))
        or (changed and act.split()[1] not in OWN_WORDS)
    ]
    assert found == []


def test_the_same_addresses_show_and_change_everything_for_an_administrator(room: Newsroom):
    client = signed_in(administrator())
    done = list(visits(client, Aim(room, "here vi waits"), alike=False))
    shown = {act.split()[1] for act, answer, _changed in done if "bimat-here-vi" in secrets_in(answer)}
    changes = {act.split()[1] for act, _answer, changed in done if changed}
    assert {
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:history",
        "wagtailadmin_pages:move_confirm",
    } <= shown
    assert {"wagtailadmin_pages:delete", "wagtailadmin_pages:lock", "wagtailimages:delete"} <= changes
    assert len(shown) > 25
    assert len(changes) > 15
