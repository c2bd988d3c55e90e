"""A running copy of the demo for each test, since each of them breaks it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.installation import Installation, running_demo


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Installation]:
    with running_demo(tmp_path) as running:
        yield running
