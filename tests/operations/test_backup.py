"""What a copy needs, and what it does not."""

import tarfile
from pathlib import Path
from typing import Any

from cms.operations.backup import _put_media_back


def test_a_copy_without_a_file_is_put_back(settings: Any, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path / "media"
    tarfile.open(tmp_path / "media.tar", "w").close()
    _put_media_back(tmp_path / "media.tar")
    assert list((tmp_path / "media").iterdir()) == []
