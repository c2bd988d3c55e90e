import pytest
from django.test import TestCase

from media_assets.models import Rendition
from tests.factories.accounts import administrator
from tests.factories.pages import destination
from tests.factories.pictures import picture
from tests.factories.portals import portal, section

pytestmark = pytest.mark.django_db


def test_publishing_a_page_makes_its_pictures_before_the_first_reader_comes():
    page = destination(section(portal(languages=("vi",))), picture=picture(), live=False)
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.latest_revision.publish(user=administrator())
    assert Rendition.objects.filter(image=page.picture, filter_spec__startswith="fill-640x360").count() == 3


def test_a_draft_makes_no_pictures():
    with TestCase.captureOnCommitCallbacks(execute=True):
        page = destination(section(portal(languages=("vi",))), picture=picture(), live=False)
    assert not Rendition.objects.filter(image=page.picture, filter_spec__startswith="fill-640x360").exists()
