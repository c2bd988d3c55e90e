"""A portal with a section, and a publisher with a tree of its own."""

from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Site

from cms.home.models import SectionPage
from sites.publishing import installation
from sites.publishing.publisher import Publisher
from tests.factories.portals import portal, section


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "en", "lo"))


@pytest.fixture
def places(site: Site) -> SectionPage:
    return section(site)


@pytest.fixture
def publisher(settings: Any, tmp_path: Path) -> Publisher:
    settings.TREE_ROOT = tmp_path / "tree"
    settings.PUBLISHER_LOCK = tmp_path / "publisher.lock"
    return Publisher(installation.tree())
