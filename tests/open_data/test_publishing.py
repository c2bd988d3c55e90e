"""Which edits make the data again in the published tree, and which do not."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.test import TestCase
from wagtail.models import Page, PageViewRestriction, Site

from cms.facts.models import Topic
from cms.home.models import SectionPage
from sites.publishing import installation
from sites.publishing.afresh import differences
from sites.publishing.publisher import Publisher
from tests.factories import facts
from tests.factories.accounts import administrator
from tests.factories.pages import article, destination, own_version
from tests.factories.portals import portal, section

pytestmark = pytest.mark.django_db
HOST = "cao-bang.localhost"


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "lo"))


@pytest.fixture
def places(site: Site) -> SectionPage:
    return section(site)


@pytest.fixture
def page(places: SectionPage) -> Any:
    """A destination in Vietnamese, in a tree where everything is published."""
    return destination(
        places, "Thác", latitude="22.85", longitude="106.72", topics=[facts.topic("rung", name_vi="Rừng")]
    )


@pytest.fixture
def publisher(settings: Any, tmp_path: Path, places: SectionPage, page: Page) -> Publisher:
    article(section(Site.objects.get(hostname=HOST), "tin-tuc"), "Tin")
    settings.TREE_ROOT = tmp_path / "tree"
    opened = Publisher(installation.tree())
    opened.publish_everything()
    return opened


def publish(page: Page, **values: Any) -> None:
    draft = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    with TestCase.captureOnCommitCallbacks(execute=True):
        draft.save_revision(user=administrator()).publish(user=administrator())


def data_made_by(publisher: Publisher) -> set[str]:
    """Which data the publisher makes now; afterwards the tree is what it would be afresh."""
    publisher.made.clear()
    publisher.publish()
    assert list(differences(publisher.tree)) == []
    return {path.removeprefix(f"{HOST}/data/") for path in publisher.made if path.startswith(f"{HOST}/data/")}


def files(language: str) -> set[str]:
    return {f"{language}/destinations.{suffix}" for suffix in ("csv", "geojson", "jsonld")}


def test_a_body_makes_no_data(publisher: Publisher, page: Page):
    publish(page, body=[{"type": "paragraph", "value": "<p>Mới</p>"}], how_to_get_there="<p>Đi bộ</p>")
    assert data_made_by(publisher) == set()


def test_a_title_makes_the_files_of_its_dataset_in_its_language(publisher: Publisher, page: Page):
    publish(page, title="Thác lớn")
    assert data_made_by(publisher) == files("vi")


def test_a_page_that_is_written_in_another_language_makes_files_there(publisher: Publisher, page: Page):
    own_version(page, "lo")
    assert data_made_by(publisher) == {*files("lo"), "catalogue.jsonld"}


def test_a_page_that_is_added_is_counted(publisher: Publisher, places: SectionPage):
    destination(places, "Động")
    assert data_made_by(publisher) == files("vi")
    shown = (publisher.tree.read(f"{HOST}/vi/du-lieu-mo/") or b"").decode()
    assert "2 mục" in shown


def test_a_page_that_is_moved_has_its_new_address(publisher: Publisher, site: Site, page: Page):
    page.move(section(site, "noi-khac"), pos="last-child")
    assert data_made_by(publisher) == files("vi")
    assert b"/vi/noi-khac/" in (publisher.tree.read(f"{HOST}/data/vi/destinations.csv") or b"")


def test_a_topic_that_is_called_otherwise_makes_the_files_that_name_it(publisher: Publisher):
    topic = Topic.objects.get(code="rung").get_latest_revision_as_object()
    topic.name_vi = "Rừng già"
    topic.save_revision(user=administrator()).publish(user=administrator())
    assert data_made_by(publisher) == files("vi")


def test_a_gate_makes_the_gates(publisher: Publisher):
    facts.gate("tra-linh", latitude="22.83", longitude="106.32")
    assert data_made_by(publisher) == {
        "catalogue.jsonld",
        *(f"vi/border-gates.{suffix}" for suffix in ("csv", "geojson", "jsonld")),
    }


@pytest.mark.parametrize("act", ["unpublish", "restrict", "delete"])
def test_what_is_withdrawn_leaves_no_file_behind(publisher: Publisher, page: Page, act: str):
    if act == "unpublish":
        page.unpublish()
    elif act == "restrict":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    else:
        page.delete()
    data_made_by(publisher)
    assert not any(publisher.tree.read(f"{HOST}/data/{name}") for name in files("vi"))
    assert b"destinations" not in (publisher.tree.read(f"{HOST}/data/catalogue.jsonld") or b"destinations")


@pytest.mark.parametrize("name", ["vi/destinations.csv", "vi/destinations.geojson", "catalogue.jsonld"])
def test_data_stand_compressed_beside_themselves(publisher: Publisher, name: str):
    file = publisher.tree.file(f"{HOST}/data/{name}")
    assert gzip.decompress(file.with_name(file.name + ".gz").read_bytes()) == file.read_bytes()
    assert file.with_name(file.name + ".br").exists()
