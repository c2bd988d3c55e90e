"""What pages look and work with is in the tree before they are, and stays while somebody may still have them."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.core.management import CommandError, call_command

from sites.publishing.afresh import differences
from sites.publishing.assets import publish_assets
from sites.publishing.models import Dirty
from sites.publishing.publisher import Publisher
from sites.publishing.stores.folder import FolderTree

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 27, 8, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
HASHED = re.compile(r"^static/(?:websites|border_gates)/.+\.[0-9a-f]{12}\.\w+$")


class Release:
    """A release: a folder of static files, collected under names that carry their hash."""

    def __init__(self, settings: Any, source: Path) -> None:
        self.settings = settings
        self.source = source

    def deploy(self, **files: str) -> None:
        """Collect `websites/<name>.css` with each text, and some files that do not change."""
        for name, text in {"websites/weave.svg": "<svg/>", "border_gates/player.js": "0", "newsroom/x.js": "1",
                           **{f"websites/{name}.css": text for name, text in files.items()}}.items():  # fmt: skip
            (self.source / name).parent.mkdir(parents=True, exist_ok=True)
            (self.source / name).write_text(text)
        call_command("collectstatic", interactive=False, verbosity=0)
        self.settings.STORAGES = {**self.settings.STORAGES}  # a new process reads the names again


@pytest.fixture
def release(settings: Any, tmp_path: Path) -> Iterator[Release]:
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    return Release(settings, tmp_path / "source")


@pytest.fixture
def tree(tmp_path: Path) -> FolderTree:
    return FolderTree(tmp_path / "tree")


def styles(tree: FolderTree) -> list[str]:
    """The bytes of the stylesheets in a tree."""
    return [tree.read(path).decode() for path in sorted(tree.paths()) if path.endswith(".css")]


@pytest.mark.parametrize("command", ["publish_site", "run_publisher"])
def test_nothing_is_published_before_static_files_are_collected(
    settings: Any, release: Release, tmp_path: Path, command: str
):
    settings.TREE_ROOT, settings.PUBLISHER_LOCK = tmp_path / "tree", tmp_path / "publisher.lock"
    with pytest.raises(CommandError, match=r"collected holds no static files. Run manage.py collectstatic"):
        call_command(command, **({"once": True} if command == "run_publisher" else {}))


def test_what_the_outlets_use_is_in_the_tree_under_hashed_names(release: Release, tree: FolderTree):
    release.deploy(site="a{}")
    publish_assets(tree, NOW)
    names = [path for path in tree.paths() if path != "static/kept.json"]
    assert [Path(name).suffix for name in sorted(names)] == [".js", ".css", ".svg"]
    assert [name for name in names if not HASHED.match(name)] == []


def test_a_stylesheet_names_what_it_uses_by_its_hash(release: Release, tree: FolderTree):
    release.deploy(site="a{background:url(weave.svg)}")
    publish_assets(tree, NOW)
    used = re.search(r'url\("(.+)"\)', styles(tree)[0])[1]
    assert tree.read(f"static/websites/{used}") == b"<svg/>"


def test_text_lies_compressed_as_far_as_can_be(release: Release, tree: FolderTree):
    release.deploy(site="".join(f".c{number}{{color:#{number:06x}}}" for number in range(400)))
    publish_assets(tree, NOW)
    file = next(tree.root.rglob("site.*.css"))
    packed = file.with_name(file.name + ".br").read_bytes()
    assert brotli.decompress(packed) == file.read_bytes()
    assert len(packed) == len(brotli.compress(file.read_bytes(), quality=11))


def test_an_old_release_keeps_its_files_for_thirty_days(release: Release, tree: FolderTree):
    release.deploy(site="old{}")
    publish_assets(tree, NOW)
    release.deploy(site="new{}")
    publish_assets(tree, NOW + 100 * DAY)
    publish_assets(tree, NOW + 129 * DAY)
    assert sorted(styles(tree)) == ["new{}", "old{}"]
    publish_assets(tree, NOW + 131 * DAY)
    assert styles(tree) == ["new{}"]


def test_a_release_that_comes_back_has_its_files_for_good(release: Release, tree: FolderTree):
    for days, text in enumerate(("one{}", "two{}", "one{}")):
        release.deploy(site=text)
        publish_assets(tree, NOW + days * DAY)
    publish_assets(tree, NOW + 40 * DAY)
    assert styles(tree) == ["one{}"]


def test_old_files_stay_while_a_page_has_yet_to_be_made_anew(release: Release, tree: FolderTree):
    release.deploy(site="old{}")
    publish_assets(tree, NOW)
    release.deploy(site="new{}")
    publish_assets(tree, NOW)
    Dirty.objects.create(node_id=1, kind="p", key="cao-bang.localhost/vi/", cause="", error="x")
    publish_assets(tree, NOW + 60 * DAY)
    assert sorted(styles(tree)) == ["new{}", "old{}"]


def test_a_check_tells_which_file_is_missing_or_damaged(release: Release, tree: FolderTree):
    release.deploy(site="a{}", print="b{}")
    publish_assets(tree, NOW)
    first, second = (path for path in sorted(tree.paths()) if path.endswith(".css"))
    tree.remove(first)
    tree.write(second, b"?")
    assert list(differences(tree)) == [(first, "missing"), (second, "other")]


def test_a_compressed_file_that_is_damaged_is_told_and_repaired_when_everything_is_published(
    release: Release, tree: FolderTree
):
    release.deploy(site="a{}")
    publish_assets(tree, NOW)
    [path] = (path for path in tree.paths() if path.endswith(".css"))
    (tree.root / f"{path}.br").write_bytes(b"junk")
    assert list(differences(tree)) == [(path, "other")]
    publish_assets(tree, NOW, is_thorough=True)
    assert list(differences(tree)) == []


def test_a_damaged_file_is_found_and_repaired_while_there_is_nothing_else_to_do(
    release: Release, tree: FolderTree
):
    release.deploy(site="a{}")
    publish_assets(tree, NOW)
    path = next(path for path in tree.paths() if path.endswith(".css"))
    (tree.root / path).write_bytes(b"junk")
    publisher = Publisher(tree)
    assert {publisher.checker.check_one() for _path in tree.paths()} == {"", path}
    assert list(differences(tree)) == []


def test_what_is_kept_of_an_old_release_is_no_difference(release: Release, tree: FolderTree):
    for text in ("old{}", "new{}"):
        release.deploy(site=text)
        publish_assets(tree, NOW)
    assert list(differences(tree)) == []
