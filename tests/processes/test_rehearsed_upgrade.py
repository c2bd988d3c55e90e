"""An upgrade that is rehearsed tells what it would change, and changes nothing."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.installation import ROOT, Installation

pytestmark = pytest.mark.processes

REWRITE = "from cms.home.models import HomePage; HomePage.objects.filter(live=True).update(contact='Khác')"
BREAK = (
    "from django.db.migrations.recorder import MigrationRecorder;"
    "MigrationRecorder.Migration.objects.filter(app='tourism').delete()"
)


def manage(demo: Installation, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=demo.environment, capture_output=True, text=True)


def state(demo: Installation) -> dict[str, str]:
    """The digest of every file of an installation, apart from those that say when something was looked at."""
    files = [file for file in sorted(demo.var_dir.rglob("*")) if file.is_file() and file.name != "log"]
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_it_tells_what_would_differ_and_touches_nothing(demo: Installation, tmp_path: Path):
    for name in list(demo.processes):
        demo.stop(name)
    assert manage(demo, "run_publisher", "--once").returncode == 0
    demo.run(REWRITE)
    assert manage(demo, "backup", str(tmp_path / "copies" / "1")).returncode == 0
    before = state(demo)
    rehearsed = manage(demo, "rehearse_upgrade", str(tmp_path / "copies"))
    assert rehearsed.returncode == 0, rehearsed.stderr
    assert "paths would be other:\n    " in rehearsed.stdout
    assert "\n0 paths would be gone." in rehearsed.stdout
    assert " s  publish_site --check\n" in rehearsed.stdout
    assert state(demo) == before


def test_it_says_which_step_would_fail(demo: Installation, tmp_path: Path):
    for name in list(demo.processes):
        demo.stop(name)
    demo.run(BREAK)
    assert manage(demo, "backup", str(tmp_path / "copy")).returncode == 0
    rehearsed = manage(demo, "rehearse_upgrade", str(tmp_path / "copy"))
    assert rehearsed.returncode != 0
    assert "migrate --no-input failed" in rehearsed.stderr
    assert "already exists" in rehearsed.stderr
