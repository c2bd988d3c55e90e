"""A publisher that is killed at any moment loses nothing and leaves no half file."""

import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from tests.browser.installation import ROOT, Installation
from tests.processes.readers import Reader, never_valid

pytestmark = [
    pytest.mark.processes,
    pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning"),
]

KILLS = 8
EDITS = """
import random, time
from cms.accounts.models import User
from cms.pages.models import BasePage
from wagtail.models import Page
user = User.objects.get(username="phe-duyet")
pages = list(Page.objects.filter(live=True, depth=4, locale__language_code="vi").specific())
pages = [page for page in pages if hasattr(page, "wall_title")]
chance = random.Random({seed})
for number in range({edits}):
    page = type(chance.choice(pages)).objects.filter(live=True, locale__language_code="vi").order_by("?").first()
    draft = page.get_latest_revision_as_object()
    draft.wall_title = f"Bức tường {{number}}"
    if chance.random() < 0.5:
        draft.summary = f"Tóm tắt {{number}}"
    else:
        draft.title = f"{{page.title.split(' #')[0]}} #{{number}}"
    draft.save_revision(user=user).publish(user=user)
    time.sleep(0.1)
"""
KINDS = {".html", ".xml", ".csv", ".json", ".jsonld", ".geojson", ".jpg"}
"""Of the files that become others meanwhile, at least."""


def test_nothing_is_lost_and_nothing_is_torn(demo: Installation):
    demo.stop("publisher")
    note_what_is_kept(demo)
    note_what_the_dead_had_taken(demo, 0)
    reader = Reader(demo.var_dir / "tree")
    reader.start()
    editor = threading.Thread(target=demo.run, args=(EDITS.format(seed=5, edits=40),))
    editor.start()
    chance = random.Random(7)
    for number in range(1, KILLS + 1):
        demo.start("publisher")
        time.sleep(chance.uniform(1.5, 4))
        demo.stop("publisher")
        note_what_the_dead_had_taken(demo, number)
    editor.join()
    command = [sys.executable, "manage.py"]
    subprocess.run([*command, "run_publisher", "--once"], cwd=ROOT, env=demo.environment, check=True)
    reader.stop()
    checked = subprocess.run(
        [*command, "publish_site", "--check"], cwd=ROOT, env=demo.environment, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout
    assert reader.torn == []
    assert reader.written_kinds() >= KINDS
    with database_of(demo) as database:
        kept, taken = database.execute("SELECT * FROM kept"), database.execute("SELECT * FROM taken")
        assert never_valid(reader, kept, taken) == {}


# --- the database, past every process ------------------------------------------------------------------


def note_what_is_kept(demo: Installation) -> None:
    """Note every hash that a publisher kept of a path, or keeps from now on."""
    with database_of(demo) as database:
        database.executescript(
            "CREATE TABLE kept AS SELECT path, digest FROM publishing_publishedpath;"
            "CREATE TABLE taken (path text, publisher integer);"
            "CREATE TRIGGER note_added AFTER INSERT ON publishing_publishedpath "
            "BEGIN INSERT INTO kept VALUES (NEW.path, NEW.digest); END;"
            "CREATE TRIGGER note_changed AFTER UPDATE OF digest ON publishing_publishedpath "
            "BEGIN INSERT INTO kept VALUES (NEW.path, NEW.digest); END;"
        )


def note_what_the_dead_had_taken(demo: Installation, publisher: int) -> None:
    """Note the paths that are taken while nobody publishes."""
    taken = "SELECT key, ? FROM publishing_dirty WHERE kind = 'p' AND taken_by IS NOT NULL"
    with database_of(demo) as database:
        database.execute(f"INSERT INTO taken {taken}", [publisher])


@contextmanager
def database_of(demo: Installation) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(demo.var_dir / "cua-ngo.sqlite3", timeout=60)) as database, database:
        yield database
