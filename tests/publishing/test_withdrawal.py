"""Taking a page off while the tree fails: all else goes, the record stays true, and the publisher does the rest."""

from pathlib import Path

import pytest
from django.test import TestCase
from django.utils import timezone
from wagtail.models import Site

from cms.home.models import SectionPage
from cms.tourism.models import DestinationPage
from sites.publishing import approvals
from sites.publishing.afresh import differences
from sites.publishing.models import Dirty, PathHash
from sites.publishing.publisher import Publisher
from sites.publishing.withdrawal import are_gone, withdraw
from tests.factories.accounts import administrator
from tests.factories.pages import destination, own_version
from tests.factories.screens import screen

pytestmark = pytest.mark.django_db
HOST = "cao-bang.localhost"
PATH = f"{HOST}/vi/diem-den/thac/"


@pytest.fixture
def page(site: Site, places: SectionPage, publisher: Publisher) -> DestinationPage:
    """A page in two languages and on a screen."""
    made = destination(places, "Thác")
    own_version(made, "lo")
    screen(site, made)
    publisher.publish_everything()
    return made


@pytest.fixture
def stuck(publisher: Publisher, page: DestinationPage) -> Path:
    """The file of the page cannot be removed: a folder stands there."""
    file: Path = publisher.tree.file(PATH)  # type: ignore[attr-defined] # of a folder
    file.unlink()
    file.mkdir()
    return file


def take_off(page: DestinationPage) -> bool:
    with TestCase.captureOnCommitCallbacks(execute=True):
        withdrawn = withdraw(page, administrator(), "Nhầm")
    return are_gone(withdrawn)


def last_hash() -> str:
    return PathHash.objects.filter(path=PATH).latest("pk").sha256


def test_what_was_taken_off_is_gone(publisher: Publisher, page: DestinationPage):
    assert take_off(page)
    assert last_hash() == approvals.GONE


def test_the_rest_goes_though_one_file_cannot_be_removed(
    publisher: Publisher, page: DestinationPage, stuck: Path
):
    assert not take_off(page)
    left = {path for path in publisher.tree.paths() if "/thac/" in path or "/objects/" in path}
    assert left <= {PATH}


def test_the_record_says_that_it_is_gone_only_when_it_is(
    publisher: Publisher, page: DestinationPage, stuck: Path
):
    take_off(page)
    publisher.publish()
    assert last_hash() != approvals.GONE
    stuck.rmdir()
    Dirty.objects.update(next_try_at=timezone.now())
    publisher.publish()
    assert last_hash() == approvals.GONE
    assert list(differences(publisher.tree)) == []
