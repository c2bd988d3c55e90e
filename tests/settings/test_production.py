"""Production is started as on a server: in a process of its own, from its environment."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = "3q8Xk-vTzB1nYw7RfLp0sHd5cJm9gUeAo2iK4tQxVyNbZrWlCSMPDF"
SAFE = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "cao-bang.example,quang-tri.example"}
STARTED = """
import json, sys, django
django.setup()
from django.conf import settings
from django.test import Client
names, requests = json.loads(sys.argv[1])
client = Client(raise_request_exception=False)
answers = [client.get(path, secure=secure, headers=headers) for path, secure, headers in requests]
print(json.dumps({
    "settings": {name: getattr(settings, name) for name in names},
    "answers": [[answer.status_code, dict(answer.headers)] for answer in answers],
}))
"""
TOLD = (
    "DEBUG", "REQUIRE_SECOND_FACTOR", "SESSION_COOKIE_AGE", "SESSION_SAVE_EVERY_REQUEST", "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
)  # fmt: skip
HOST = {"host": "cao-bang.example"}
REQUESTS = {
    "plain": ("/vi/", False, HOST),
    "over TLS": ("/admin/", True, HOST),
    "another host": ("/vi/", True, {"host": "evil.example"}),
    "through a front server": ("/admin/", False, {**HOST, "x-forwarded-proto": "https"}),
}


def run(
    *command: str, settings: str | None = "cms.settings.production", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run Python in `settings`, with nothing of this process's environment but its paths."""
    kept = {name: os.environ[name] for name in ("PATH", "VAR_DIR") if name in os.environ}
    chosen = {"DJANGO_SETTINGS_MODULE": settings} if settings else {}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**kept, **chosen, **environment},
        capture_output=True,
        text=True,
    )


class Started:
    """A process that started: what its settings are and what it answers."""

    def __init__(self, **environment: str) -> None:
        asked = json.dumps([TOLD, list(REQUESTS.values())])
        process = run("-c", STARTED, asked, **{**SAFE, **environment})
        assert process.returncode == 0, process.stderr
        told = json.loads(process.stdout)
        self.settings: dict[str, Any] = told["settings"]
        self.answers: dict[str, tuple[int, dict[str, str]]] = dict(
            zip(REQUESTS, told["answers"], strict=True)
        )


@pytest.fixture(scope="module")
def started() -> Started:
    return Started()


def test_production_starts_with_safe_values_and_django_finds_nothing_to_warn_of():
    process = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **SAFE)
    assert process.returncode == 0, process.stderr


@pytest.mark.parametrize(
    ("unsafe", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": KEY[:49]}, "SECRET_KEY is too weak"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY is too weak"),
        (
            {"SECRET_KEY": "development only: production refuses a key that starts like this"},
            "SECRET_KEY is too weak",
        ),
        ({"SECRET_KEY": f"django-insecure-{KEY}"}, "SECRET_KEY is too weak"),
        ({"DEBUG": "on"}, "DEBUG is on"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is missing"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS lets every host in"),
        ({"ALLOWED_HOSTS": "cao-bang.example, *"}, "ALLOWED_HOSTS lets every host in"),
        ({"ALLOWED_HOSTS": "."}, "ALLOWED_HOSTS lets every host in"),
    ],
)
def test_production_refuses_to_start_with_an_unsafe_value_and_names_it(unsafe: dict[str, str], named: str):
    process = run("manage.py", "check", **{**SAFE, **unsafe})
    assert process.returncode != 0
    assert f"Not started. {named}" in process.stderr


def test_everything_that_is_unsafe_is_named_at_once():
    process = run("manage.py", "check", DEBUG="on")
    for named in ("DEBUG is on", "SECRET_KEY is missing", "ALLOWED_HOSTS is missing"):
        assert named in process.stderr


def test_the_web_server_does_not_start_either():
    process = run("-c", "import cms.wsgi", settings=None, ALLOWED_HOSTS="cao-bang.example")
    assert process.returncode != 0
    assert "SECRET_KEY is missing" in process.stderr


def test_the_demo_with_its_known_passwords_cannot_be_loaded():
    process = run("manage.py", "load_demo", **SAFE)
    assert process.returncode != 0
    assert "Unknown command: 'load_demo'" in process.stderr


def test_no_secret_is_told_when_it_does_not_start():
    process = run("manage.py", "check", SECRET_KEY=KEY[:49], ALLOWED_HOSTS="*")
    assert KEY[:49] not in process.stderr + process.stdout


LOGGED = """
import django, logging
django.setup()
facts = {"revision_id": 7, "why": "The rights of “thác”\\nhave ended"}
logging.getLogger("cms.pages.schedule").warning("A scheduled revision was not published", extra=facts)
logging.getLogger("axes.handlers").warning("Somebody failed to sign in", extra={"username": "lan-anh"})
"""


def test_a_line_of_the_log_tells_the_facts_of_our_own_code_and_nothing_about_people():
    ours, theirs = run("-c", LOGGED, **SAFE).stderr.splitlines()
    assert ours.endswith(
        "WARNING cms.pages.schedule A scheduled revision was not published"
        ' revision_id=7 why="The rights of “thác”\\nhave ended"'
    )
    assert theirs.endswith("WARNING axes.handlers Somebody failed to sign in")


def test_whoever_publishes_needs_two_factors_and_signs_in_again_after_a_pause(started: Started):
    assert started.settings["REQUIRE_SECOND_FACTOR"]
    assert started.settings["SESSION_COOKIE_AGE"] == 15 * 60
    assert started.settings["SESSION_SAVE_EVERY_REQUEST"]


def test_cookies_travel_over_tls_only_and_scripts_do_not_read_the_session(started: Started):
    assert started.settings["SESSION_COOKIE_SECURE"]
    assert started.settings["CSRF_COOKIE_SECURE"]
    assert started.settings["SESSION_COOKIE_HTTPONLY"]
    assert started.settings["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_plain_http_leads_to_https(started: Started):
    status, headers = started.answers["plain"]
    assert (status, headers["Location"]) == (301, "https://cao-bang.example/vi/")


def test_browsers_are_told_to_keep_to_https_and_to_guess_nothing(started: Started):
    _status, headers = started.answers["over TLS"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_a_host_that_is_not_listed_is_refused(started: Started):
    status, _headers = started.answers["another host"]
    assert status == 400


def test_anybody_can_say_https_so_it_is_not_believed(started: Started):
    status, _headers = started.answers["through a front server"]
    assert status == 301


def test_https_of_the_front_server_is_believed_where_its_header_is_named():
    behind = Started(PROXY_TLS_HEADER="X-Forwarded-Proto")
    status, _headers = behind.answers["through a front server"]
    assert status == 302
