"""A newsroom with two portals and one of everything that somebody might reach for.

Every text that only the people of its portal and language may see yet carries a secret word that names them
(`bimat-here-vi`), so a screen that shows it to others is found out.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from wagtail.models import Site
from wagtail_localize.models import Translation, TranslationSource

from cms.accounts.models import User
from cms.accounts.teams import portal_collection
from cms.facts.models import Topic
from media_assets.models import Picture
from tests.factories.accounts import administrator, member
from tests.factories.facts import topic
from tests.factories.pages import destination, translated
from tests.factories.pictures import picture
from tests.factories.portals import home_of, portal, section

SECRET = re.compile(r"bimat-(?:here|there)-(?:vi|en|lo)")

BOOKKEEPING = frozenset(
    {"sessions.session", "axes.accesslog", "axes.accessattempt", "wagtailadmin.editingsession",
     "wagtailusers.userprofile", "wagtailcore.pagesubscription", "media_assets.rendition"}
)  # fmt: skip
"""What a visit to a screen may write down, whatever becomes of the visit."""


@dataclass(frozen=True)
class Newsroom:
    """Two portals: `here` speaks Vietnamese, English and Lao, `there` Vietnamese and Lao."""

    sites: dict[str, Site]
    topic: Topic
    pages: dict[str, Any]
    pictures: dict[str, Picture]

    def translation(self, name: str) -> Translation:
        """The work on one of the translated pages."""
        page = self.pages[name]
        source = TranslationSource.objects.get(object_id=page.translation_key)
        found: Translation = Translation.objects.get(source=source, target_locale=page.locale)
        return found

    def person(self, role: str, language: str, place: str = "here") -> User:
        return member(self.sites[place], language, role)


def newsroom() -> Newsroom:
    sites = {"here": portal("cao-bang"), "there": portal("quang-tri", languages=("vi", "lo"))}
    pages: dict[str, Any] = {}
    for place, languages in (("here", ("en", "lo")), ("there", ("lo",))):
        pages |= _pages_of(place, sites[place], languages)
    pictures = {
        place: picture(
            f"anh {place}", collection=portal_collection(site), alt_text_vi="Thác", alt_text_lo="ນ້ຳຕົກ"
        )
        for place, site in sites.items()
    }
    fact = topic("rung", name_vi="Rừng", name_en="Forest", name_lo="ປ່າ")
    fresh = {name: type(page).objects.get(pk=page.pk) for name, page in pages.items()}
    return Newsroom(sites, fact, fresh, pictures)


def _pages_of(place: str, site: Site, languages: tuple[str, ...]) -> dict[str, Any]:
    """A public page in every language with a newer draft, and Vietnamese ones that nobody has seen."""
    list_of_pages, secret = section(site), f"bimat-{place}-vi"
    shown = destination(list_of_pages, f"Thác {place}")
    waiting = destination(list_of_pages, f"Chờ {secret}", live=False)
    waiting.get_workflow().start(waiting, member(site, "vi", "editor"))
    pages: dict[str, Any] = {
        f"{place} vi section": list_of_pages,
        f"{place} vi": shown,
        f"{place} vi waits": waiting,
        f"{place} vi draft": destination(list_of_pages, f"Nháp {secret}", live=False),
        **{f"{place} {language}": translated(shown, language) for language in languages},
        **{f"{place} {language} home": home_of(site, language) for language in ("vi", *languages)},
    }
    for language in ("vi", *languages):
        draft = pages[f"{place} {language}"].get_latest_revision_as_object()
        draft.summary = f"bimat-{place}-{language}"
        draft.save_revision(user=administrator())
    return pages


def signed_in(user: User | None) -> Client:
    """A browser in which somebody (or nobody) has signed in."""
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def is_denied(answer: HttpResponse) -> bool:
    """Whether somebody was sent away, as Wagtail does: to the first screen, to sign in or with a refusal."""
    to = answer.headers.get("Location", "")
    return answer.status_code in (403, 404) or to == "/admin/" or to.startswith("/accounts/login/")


def secrets_in(answer: HttpResponse) -> set[str]:
    """Return the secret words that an answer tells."""
    body = answer.getvalue() if answer.streaming else answer.content
    return set(SECRET.findall(body.decode(errors="replace") + answer.headers.get("Location", "")))


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is undone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everything() -> dict[str, list[Any]]:
    """Return what the database holds, by model, without what every visit writes down."""
    return {
        model._meta.label_lower: list(
            model._base_manager.order_by("pk").values_list(
                *(field.attname for field in model._meta.local_concrete_fields)
            )
        )
        for model in apps.get_models()
        if model._meta.label_lower not in BOOKKEEPING and not model._meta.proxy
    }
