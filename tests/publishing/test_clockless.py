"""What no run of a maker would catch: clocks in templates, and clocks that are not Django's."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

PACKAGES = ("cms", "media_assets", "search", "sites", "translations")
NOT_OF_MAKERS = ("cms/operations/", "cms/demo/", "/management/commands/", "/migrations/")
"""Processes and acts, which may look at a clock."""
CLOCKS_OF_TEMPLATES = re.compile(
    r"\{%\s*now\b|\|\s*(timesince|timeuntil|naturaltime|naturalday|timesince_simple|timesince_last_update)\b"
)
CLOCKS = {"now", "today", "utcnow"}
CLOCKS_OF_TIME = {"time", "time_ns", "localtime", "gmtime", "strftime", "ctime", "asctime"}


def files(ending: str) -> list[Path]:
    found = (path for package in PACKAGES for path in (settings.BASE_DIR / package).rglob(f"*{ending}"))
    return [path for path in found if not any(part in str(path) for part in NOT_OF_MAKERS)]


def clocks(code: str) -> Iterator[str]:
    """Each look at a clock that `capture` cannot refuse: Django's is asked as `timezone.now()`, so that it can."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, (ast.Name, ast.Attribute)):
            of = ast.unparse(node.value)
            if (of.endswith(("datetime", "date")) and node.attr in CLOCKS) or (
                of == "time" and node.attr in CLOCKS_OF_TIME
            ):
                yield ast.unparse(node)
        elif isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            if (node.module == "django.utils.timezone" and "now" in names) or (
                node.module == "time" and names & CLOCKS_OF_TIME
            ):
                yield ast.unparse(node)


@pytest.mark.parametrize(
    "code",
    [
        "datetime.datetime.now()",
        "datetime.now(UTC)",
        "datetime.date.today()",
        "datetime.datetime.utcnow()",
        "time.time()",
        "from time import time",
        "from django.utils.timezone import now",
    ],
)
def test_a_clock_is_known(code: str):
    assert list(clocks(code))


@pytest.mark.parametrize("code", ["timezone.now()", "datetime.timedelta(days=1)", "time.monotonic()"])
def test_what_can_be_refused_or_tells_no_moment_is_no_such_clock(code: str):
    assert not list(clocks(code))


def test_no_code_looks_at_a_clock_that_cannot_be_refused():
    found = {str(path): list(clocks(path.read_text())) for path in files(".py")}
    assert {path: looks for path, looks in found.items() if looks} == {}


@pytest.mark.parametrize("html", ['{% now "Y" %}', "{%now 'Y'%}", "{{ page.date|timesince }}"])
def test_a_clock_of_a_template_is_known(html: str):
    assert CLOCKS_OF_TEMPLATES.search(html)


def test_no_template_shows_a_clock():
    found = {str(path): CLOCKS_OF_TEMPLATES.findall(path.read_text()) for path in files(".html")}
    assert len(found) > 50
    assert {path: looks for path, looks in found.items() if looks} == {}
