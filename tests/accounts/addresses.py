"""Every address of the newsroom, filled in with things that somebody might reach for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import Collection, Locale, Workflow

from cms.accounts.models import Team, User
from tests.accounts.newsroom import Newsroom
from translations.models import SiteLanguage

LEFT_OUT = frozenset({"wagtailadmin_logout", "wagtailadmin_login", "wagtailadmin_error_test"})
"""They end the visit or fail by intention."""

PAGE_ACTIONS = (
    "convert_alias", "copy", "copy_for_translation", "create_alias", "delete", "move", "publish",
    "revert_to_page_revision", "unpublish",
)  # fmt: skip


@dataclass(frozen=True)
class Aim:
    """What somebody reaches for: a page (by its name in the newsroom), and what lies about it."""

    newsroom: Newsroom
    page: str

    @property
    def place(self) -> str:
        return self.page.split()[0]

    def values(self, view: str, argument: str) -> list[Any]:
        """Return what an argument of an address is filled with; several values make several addresses."""
        page = self.newsroom.pages[self.page]
        state = page.current_workflow_state
        translation = self.newsroom.translation(f"{self.place} lo")
        if "api:pages" in view and argument == "action_name":
            return list(PAGE_ACTIONS)
        known: dict[str, Any] = {
            **dict.fromkeys(
                ("page_id", "parent_page_id", "page_to_move_id", "page_pk", "object_id"), page.pk
            ),
            "pk": self._key(view),
            "destination_id": self.newsroom.pages[f"{self.place} vi home"].pk,
            "image_id": self.newsroom.pictures[self.place].pk,
            "collection_id": self.newsroom.pictures[self.place].collection_id,
            "revision_id": page.latest_revision_id,
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
            "workflow_state_id": state.pk if state else 1,
            "task_state_id": state.current_task_state_id if state else 1,
            "task_id": state.current_task_state.task_id if state else 1,
            "action_name": "approve",
            "translation_id": translation.pk,
            "translation_source_id": translation.source_id,
            "string_segment_id": translation.source.stringsegment_set.first().pk,
            "mode": "website",
            "filter_spec": "width-10",
            "content_type_app_name": "tourism",
            "content_type_model_name": "destinationpage",
        }
        models = {
            "app_label": ["wagtailcore", "facts"],
            "model_name": ["page", "topic"],
            "app_name": ["facts"],
        }
        if argument in models and "bulk" not in view:
            return models[argument][-1:]
        return [known.get(argument, 1)]

    def _key(self, view: str) -> Any:
        page = self.newsroom.pages[self.page]
        keys = {
            "picturewords": self.newsroom.pictures[self.place].words.pk,
            "picture": self.newsroom.pictures[self.place].pk,
            "topic": self.newsroom.topic.pk,
            "wagtailadmin_pages": page.pk,
            "api:pages": page.pk,
            "site_languages": SiteLanguage.objects.first().pk,
            "locales": Locale.objects.first().pk,
            "wagtailsites": self.newsroom.sites[self.place].pk,
            "users_users": User.objects.get(username=f"editor-vi-{_host(self.newsroom, self.place)}").pk,
            "users_groups": Team.objects.first().group_id,
            "collections": Collection.objects.last().pk,
            "workflows": Workflow.objects.last().pk,
        }
        return next((key for part, key in keys.items() if part in view), 1)


def _host(newsroom: Newsroom, place: str) -> str:
    return newsroom.sites[place].hostname.partition(".")[0]


BULK = {"wagtailcore/page": ("delete", "move", "publish", "unpublish"), "facts/topic": ("delete",),
        "media_assets/picture": ("delete", "add_tags", "add_to_collection")}  # fmt: skip


LIKE_TOPICS = re.compile(r"_facts_(place|bordergate|people|organisation):|wagtaildocs|_border_gates_")
"""They have the same views as topics and pictures."""


def addresses(aim: Aim, *, alike: bool = True) -> Iterator[tuple[str, str]]:
    """Yield the name and the address of every view of the newsroom, aimed at something; `alike` once if False."""
    seen = set()
    for view, arguments in _views(get_resolver()):
        if view in LEFT_OUT or (view, arguments) in seen or (not alike and LIKE_TOPICS.search(view)):
            continue
        seen.add((view, arguments))
        yield from _filled_in(aim, view, arguments)


def _filled_in(aim: Aim, view: str, arguments: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if view == "wagtail_bulk_action":
        yield from _bulk(aim)
        return
    choices: list[dict[str, Any]] = [{}]
    for argument in arguments:
        choices = [{**chosen, argument: value} for chosen in choices for value in aim.values(view, argument)]
    for chosen in choices:
        yield view, reverse(view, kwargs=chosen) + f"?id={aim.newsroom.pages[aim.page].pk}"


def _bulk(aim: Aim) -> Iterator[tuple[str, str]]:
    yield "wagtail_bulk_action", "/admin/bulk/wagtailcore/page/delete/?next=/admin/&id=all"
    keys = {"page": aim.newsroom.pages[aim.page].pk, "topic": aim.newsroom.topic.pk}
    keys["picture"] = aim.newsroom.pictures[aim.place].pk
    for path, actions in BULK.items():
        for action in actions:
            yield (
                "wagtail_bulk_action",
                f"/admin/bulk/{path}/{action}/?next=/admin/&id={keys[path.split('/')[1]]}",
            )


def _views(
    resolver: URLResolver, prefix: str = "", space: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*space, pattern.namespace) if pattern.namespace else space
            yield from _views(pattern, route, inner)
        elif isinstance(pattern, URLPattern) and pattern.name and route.startswith("admin/"):
            arguments = tuple(pattern.pattern.regex.groupindex)
            yield ":".join((*space, pattern.name)), arguments
