"""A publisher whose tree stands in a bucket."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import TestCase
from wagtail.models import Page

from sites.publishing import installation
from sites.publishing.afresh import differences
from sites.publishing.publisher import Publisher
from sites.publishing.stores import Store
from sites.publishing.stores.folder import FolderTree
from sites.publishing.stores.s3 import S3Tree
from sites.publishing.withdrawal import withdraw
from tests.factories.accounts import administrator
from tests.factories.pages import destination
from tests.factories.portals import portal, section

pytestmark = [pytest.mark.django_db, pytest.mark.s3]
HOST = "cao-bang.localhost"
PAGE = f"{HOST}/vi/diem-den/thac/"


@pytest.fixture
def place() -> Page:
    return destination(section(portal(languages=("vi", "en"))), "Thác")


@pytest.fixture(autouse=True)
def _tree_in_the_bucket(settings: Any, bucket: str, tmp_path: Path) -> None:
    settings.TREE_URL = bucket
    settings.TREE_ROOT = tmp_path / "here"


def standing(store: Store) -> dict[str, bytes | None]:
    return {path: store.read(path) for path in store.paths()}


def test_a_portal_is_the_same_in_a_bucket_as_in_a_folder(place: Page, bucket: str, tmp_path: Path):
    folder, there = FolderTree(tmp_path / "other"), S3Tree(bucket)
    for store in (folder, there):
        Publisher(store).publish_everything()
    assert PAGE in standing(there)
    assert standing(there) == standing(folder)
    assert there.redirects(HOST) == folder.redirects(HOST) != {}


def test_the_commands_publish_into_the_bucket(place: Page, bucket: str):
    call_command("publish_site")
    assert S3Tree(bucket).read(PAGE)
    assert list(differences(installation.tree())) == []
    assert installation.is_from_this_release()


def test_what_changed_is_written_again_and_what_did_not_is_left(place: Page, bucket: str):
    publisher = Publisher(installation.tree())
    publisher.publish_everything()
    place.slug = "thac-ban-gioc"
    with TestCase.captureOnCommitCallbacks(execute=True):
        place.save_revision(user=administrator()).publish(user=administrator())
    publisher.publish()
    assert S3Tree(bucket).read(PAGE) is None
    assert S3Tree(bucket).redirects(HOST)["/vi/diem-den/thac/"] == ("/vi/diem-den/thac-ban-gioc/", 301)
    assert list(differences(installation.tree())) == []


def test_what_is_withdrawn_is_out_of_the_bucket_at_once(place: Page, bucket: str):
    Publisher(installation.tree()).publish_everything()
    with TestCase.captureOnCommitCallbacks(execute=True):
        withdraw(place, administrator(), "sai")
    assert S3Tree(bucket).read(PAGE) is None
