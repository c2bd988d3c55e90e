import pytest
from wagtail.models import Site

from cms.demo.portals import load_portals
from tests.factories.portals import portal

pytestmark = pytest.mark.django_db


def test_portals_of_the_demo_take_the_place_of_wagtails_welcome_page():
    load_portals()
    assert [(site.hostname, site.is_default_site) for site in Site.objects.order_by("pk")] == [
        ("cao-bang.localhost", True),
        ("quang-tri.localhost", False),
        ("an-giang.localhost", False),
    ]


def test_portal_that_is_there_already_stays():
    lang_son = portal("lang-son", languages=("vi",))
    load_portals()
    assert Site.objects.filter(pk=lang_son.pk).exists()
