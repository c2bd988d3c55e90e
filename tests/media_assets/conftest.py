"""A portal and somebody who edits it."""

import pytest
from django.test import Client
from wagtail.models import Site

from tests.factories.accounts import member
from tests.factories.portals import portal


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi",))


@pytest.fixture
def editor(site: Site) -> Client:
    client = Client()
    client.force_login(member(site, "vi", "editor"))
    return client
