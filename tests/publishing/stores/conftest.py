"""A tree in each kind of store."""

from pathlib import Path

import pytest

from sites.publishing.stores import Store
from sites.publishing.stores.folder import FolderTree
from sites.publishing.stores.s3 import S3Tree


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.s3)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return FolderTree(tmp_path)
    return S3Tree(request.getfixturevalue("bucket"))
