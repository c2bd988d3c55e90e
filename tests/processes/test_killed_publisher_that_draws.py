"""A publisher draws slides in a process of its own, which knows no database and does not outlive it."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.processes import family
from tests.processes.portals import Portals, open_portals
from tests.processes.test_editors_and_publisher_apart import wait_until_all_is_published

pytestmark = pytest.mark.processes

PATIENCE_SECONDS = 60


@pytest.fixture
def portals(tmp_path: Path) -> Iterator[Portals]:
    with open_portals(tmp_path / "var") as opened:
        yield opened


def drawing_process_of(publisher: int) -> int:
    """Return the id of the process that draws for a publisher, when there is one. Raises TimeoutError."""
    for _attempt in range(PATIENCE_SECONDS * 20):
        if found := [child for child in family(publisher)[1:] if runs(child) and draws(child)]:
            return found[0]
        time.sleep(0.05)
    raise TimeoutError("Nothing is drawn.")


def draws(pid: int) -> bool:
    return b"slides.child" in Path(f"/proc/{pid}/cmdline").read_bytes()


def files_of(pid: int) -> list[str]:
    return [os.readlink(file) for file in Path(f"/proc/{pid}/fd").iterdir()]


def runs(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_no_process_that_draws_outlives_its_publisher(portals: Portals):
    publisher = portals.start("run_publisher")
    drawing = drawing_process_of(publisher.pid)
    wait_until_all_is_published(portals)
    assert any("sqlite3" in file for file in files_of(publisher.pid))
    assert not any("sqlite3" in file for file in files_of(drawing))
    assert runs(drawing)

    publisher.kill()  # it alone, not its group
    publisher.wait()
    time.sleep(1)
    assert not runs(drawing)


def test_slides_are_drawn_although_the_process_that_draws_is_killed_again_and_again(portals: Portals):
    publisher = portals.start("run_publisher")
    for _kill in range(3):
        os.kill(drawing_process_of(publisher.pid), signal.SIGKILL)
        widened = portals.start_python(
            "from django.db.models import F; from sites.border_gates.models import Screen\n"
            "Screen.objects.update(width=F('width') + 10)"
        )
        assert widened.wait() == 0, portals.log()
    wait_until_all_is_published(portals)

    assert publisher.poll() is None
    checked = portals.run("publish_site", "--check")
    assert checked.returncode == 0, checked.stdout
