"""Finding facts in the newsroom: by a name in any language, whatever the interface speaks."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Site
from wagtail.search.backends import get_search_backend
from wagtail.users.models import UserProfile

from cms.facts.models import Topic
from tests.factories.accounts import member
from tests.factories.facts import topic
from tests.factories.portals import portal

pytestmark = pytest.mark.django_db

NAMES = {
    "name_vi": "Rừng nguyên sinh",
    "name_en": "Primeval forest",
    "name_lo": "ປ່າດົງ",
    "name_zh_hans": "原始森林",
}


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "en", "lo"))


def offered(site: Site, view: str, query: str, interface: str) -> str:
    """What a list of topics shows for a query, to an editor whose interface speaks some language."""
    editor = member(site, "vi", "editor")
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": interface})
    client = Client()
    client.force_login(editor)
    return client.get(reverse(view), {"q": query}).content.decode()


VIEWS = ("wagtailsnippetchoosers_facts_topic:choose_results", "wagtailsnippets_facts_topic:list")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("interface", ["vi", "en"])
def test_a_topic_is_found_by_its_code_and_its_name_in_any_language(site: Site, view: str, interface: str):
    found, other = topic("rung-nguyen-sinh", **NAMES), topic("ho-nuoc", name_vi="Hồ nước")
    for query in ("nguyên sinh", "primeval", "ປ່າດົງ", "原始森林", "rung-nguyen"):
        page = offered(site, view, query, interface)
        assert f"/{found.pk}/" in page, query
        assert f"/{other.pk}/" not in page, query


@pytest.mark.parametrize("active", ["vi", "en", "lo"])
def test_names_are_indexed_in_every_language_whichever_was_active_when_they_were_saved(active: str):
    with override(active):
        fact = topic("rung-nguyen-sinh", **NAMES)
    found = {name: list(get_search_backend().search(name, Topic)) for name in NAMES.values()}
    assert found == {name: [fact] for name in NAMES.values()}
