import pytest
from wagtail.models import Site

from cms.demo.portals import load_portals
from cms.demo.start import ROOT, inputs
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


def test_everything_that_the_demo_is_made_of_has_it_prepared_anew():
    names = {path.relative_to(ROOT).as_posix() for path in inputs()}
    assert {
        "cms/demo/pictures/pac-bo-16x9.webp",
        "cms/demo/data/portals.json",
        "translations/languages.json",
        "translations/locale/vi/LC_MESSAGES/django.po",
        "cms/home/migrations/0001_initial.py",
        "sites/websites/static/websites/site.css",
    } <= names
