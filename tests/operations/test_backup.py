"""What a copy needs, and what it does not; where it is not put back."""

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cms.operations.backup import _put_media_back, whereabouts

BUCKET = "s3://portals/tree"


def copy(folder: Path, **other: str) -> str:
    """A copy that was made here and now, but for what is other."""
    (folder / "manifest.json").write_text(json.dumps({**whereabouts(), **other, "sha256": {}}))
    return str(folder)


def test_a_copy_without_a_file_is_put_back(settings: Any, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path / "media"
    tarfile.open(tmp_path / "media.tar", "w").close()
    _put_media_back(tmp_path / "media.tar")
    assert list((tmp_path / "media").iterdir()) == []


@pytest.mark.django_db
def test_a_copy_of_here_is_put_back(tmp_path: Path):
    with pytest.raises(CommandError, match=r"^This installation has a database already"):
        call_command("restore", copy(tmp_path))


@pytest.mark.django_db
def test_a_copy_of_here_is_put_back_before_its_bucket(settings: Any, tmp_path: Path):
    settings.TREE_URL = BUCKET
    with pytest.raises(CommandError, match=r"^This installation has a database already"):
        call_command("restore", copy(tmp_path))


@pytest.mark.django_db
def test_a_copy_is_not_put_back_where_another_bucket_would_be_written_over(settings: Any, tmp_path: Path):
    settings.TREE_URL = BUCKET
    with pytest.raises(
        CommandError, match=r"into a folder, this installation publishes into s3://portals/tree"
    ):
        call_command("restore", copy(tmp_path, tree=""), "--replace")


@pytest.mark.django_db
def test_a_copy_is_not_put_back_beside_whoever_publishes_into_the_bucket(settings: Any, tmp_path: Path):
    settings.TREE_URL = BUCKET
    with pytest.raises(CommandError, match=r"made on may-chu-1, which publishes into s3://portals/tree as"):
        call_command("restore", copy(tmp_path, host="may-chu-1"), "--replace")


@pytest.mark.django_db
def test_a_copy_is_put_back_on_another_machine_whose_tree_is_its_own(tmp_path: Path):
    with pytest.raises(CommandError, match=r"^This installation has a database already"):
        call_command("restore", copy(tmp_path, host="may-chu-1"))


@pytest.mark.django_db
def test_a_copy_is_not_put_back_by_another_release(tmp_path: Path):
    with pytest.raises(CommandError, match=r"made by another release.* add --elsewhere"):
        call_command("restore", copy(tmp_path, release="0"), "--replace")


@pytest.mark.django_db
def test_a_copy_is_put_back_elsewhere_when_that_is_said(settings: Any, tmp_path: Path):
    settings.TREE_URL = BUCKET
    with pytest.raises(CommandError, match=r"^This installation has a database already"):
        call_command("restore", copy(tmp_path, tree="", host="may-chu-1", release="0"), "--elsewhere")
