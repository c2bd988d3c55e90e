"""A copy of an installation, put back on another machine, publishes the same tree."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sites.publishing.stores.folder import FolderTree
from tests.browser.installation import ROOT, Installation

pytestmark = pytest.mark.processes


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_what_is_put_back_publishes_the_same_bytes(demo: Installation, tmp_path: Path):
    demo.wait_for_the_publisher()
    copy, elsewhere = tmp_path / "copy", tmp_path / "elsewhere"
    assert manage(demo.environment, "backup", str(copy)).returncode == 0
    there = {**demo.environment, "VAR_DIR": str(elsewhere)}
    assert manage(there, "restore", str(copy)).returncode == 0
    assert manage(there, "collectstatic", "--no-input").returncode == 0
    published = manage(there, "publish_site")
    assert published.returncode == 0, published.stderr
    before, after = FolderTree(demo.var_dir / "tree"), FolderTree(elsewhere / "tree")
    assert list(after.paths()) == list(before.paths())
    assert [path for path in after.paths() if after.read(path) != before.read(path)] == []


def test_the_record_of_approval_is_in_the_copy(demo: Installation, tmp_path: Path):
    demo.wait_for_the_publisher()
    copy, there = tmp_path / "copy", {**demo.environment, "VAR_DIR": str(tmp_path / "elsewhere")}
    (tmp_path / "elsewhere").mkdir()
    assert manage(demo.environment, "backup", str(copy)).returncode == 0
    assert manage(there, "restore", str(copy)).returncode == 0
    before, after = (manage(env, "export_approvals") for env in (demo.environment, there))
    assert after.returncode == 0
    assert "Thác Bản Giốc" in after.stdout
    assert after.stdout == before.stdout
    changed = "from sites.publishing.models import Approval; Approval.objects.update(approved_by='x')"
    refused = manage(there, "shell", "-c", changed)
    assert "only ever added" in refused.stderr


def test_a_copy_is_not_put_over_what_is_there(demo: Installation, tmp_path: Path):
    assert manage(demo.environment, "backup", str(tmp_path / "copy")).returncode == 0
    refused = manage(demo.environment, "restore", str(tmp_path / "copy"))
    assert refused.returncode != 0
    assert "--replace" in refused.stderr


WITHDRAW = """
from wagtail.models import Page
from sites.publishing.withdrawal import withdraw
withdraw(Page.objects.get(title="Thác Bản Giốc", locale__language_code="vi"), None, "Sai số liệu")
"""


def test_what_was_taken_off_after_the_copy_is_named_before_the_copy_is_put_back(
    demo: Installation, tmp_path: Path
):
    assert manage(demo.environment, "backup", str(tmp_path / "copy")).returncode == 0
    demo.run(WITHDRAW)
    for name in demo.commands:
        demo.stop(name)
    put_back = manage(demo.environment, "restore", "--replace", str(tmp_path / "copy"))
    assert put_back.returncode == 0, put_back.stderr
    assert re.search(r"Thác Bản Giốc \(.*vi.*: Sai số liệu", put_back.stdout)
    (kept,) = demo.var_dir.glob("record.before.*.json")
    assert f"manage.py withdraw_again {kept}" in put_back.stdout


def test_a_damaged_copy_is_refused(demo: Installation, tmp_path: Path):
    copy = tmp_path / "copy"
    assert manage(demo.environment, "backup", str(copy)).returncode == 0
    with (copy / "media.tar").open("r+b") as archive:
        archive.write(b"x")
    refused = manage({**demo.environment, "VAR_DIR": str(tmp_path / "elsewhere")}, "restore", str(copy))
    assert refused.returncode != 0
    assert "media.tar is not what was copied" in refused.stderr
