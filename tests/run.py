"""Runs every suite that this machine can run, and says in one line each what it left out and why.

With `CI=true` a suite that is left out is an error.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.servers import minio, nginx
from tests.servers.postgres import HINT, binaries, postgres

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
NODE_FOLDER = Path(__file__).parent / "browser"
PLAIN = "not browser and not processes and not s3"


@dataclass(frozen=True)
class Suite:
    """Some tests, what they need, and how they are run."""

    name: str
    lacks: Callable[[], str]
    """Return what is missing on this machine and how to get it, or an empty string."""
    run: Callable[[], int]


def _pytest(*arguments: str, **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", "--quiet", *arguments]
    return subprocess.run(
        command, env={**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test", **environment}
    ).returncode


def _on_sqlite() -> int:
    return _pytest("-n", "2", "-m", f"{PLAIN} and not postgres")


def _on_postgres() -> int:
    if "TEST_DATABASE_URL" in os.environ:
        return _pytest("-n", "2", "-m", f"{PLAIN} and not sqlite")
    with postgres() as url:
        return _pytest("-n", "2", "-m", f"{PLAIN} and not sqlite", TEST_DATABASE_URL=url)


def _in_the_browser() -> int:
    return _pytest("-m", "browser")


def _against_each_other() -> int:
    return _pytest("-n", "2", "-m", "processes")


def _on_s3() -> int:
    return _pytest("-n", "2", "-m", "s3")


def _nginx_lacks() -> str:
    if nginx.BINARY and nginx.BROTLI.exists() and shutil.which("openssl"):
        return ""
    return f"nginx is not installed: {nginx.HINT} openssl"


def _s3_lacks() -> str:
    return _nginx_lacks() if minio.is_at_hand() else f"there is no S3-compatible storage: {minio.HINT}"


def _postgres_lacks() -> str:
    if "TEST_DATABASE_URL" in os.environ or binaries():
        return ""
    return f"PostgreSQL is not installed: {HINT}, or set TEST_DATABASE_URL"


def _processes_lack() -> str:
    return _nginx_lacks() or ("" if binaries() else f"PostgreSQL is not installed: {HINT}")


def _browser_lacks() -> str:
    if not Path(CHROMIUM).exists():
        return "Chromium is not installed: apt-get install chromium, or set CHROMIUM"
    if not shutil.which("npm") or not shutil.which("java"):
        return "Node and Java are not installed: apt-get install npm default-jre-headless"
    installed = subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=NODE_FOLDER)
    return "" if installed.returncode == 0 else "npm could not install the packages of tests/browser"


SUITES = (
    Suite("on SQLite", lambda: "", _on_sqlite),
    Suite("on PostgreSQL", _postgres_lacks, _on_postgres),
    Suite("of processes", _processes_lack, _against_each_other),
    Suite("on S3", _s3_lacks, _on_s3),
    Suite("in the browser", _browser_lacks, _in_the_browser),
)


def main() -> int:
    """Run the suites one after another; return 0 when all of them passed."""
    subprocess.run([sys.executable, "manage.py", "compile_catalogues"], check=True)
    if (
        "TEST_S3_URL" not in os.environ and minio.is_at_hand()
    ):  # it takes minutes, of the time that others leave
        subprocess.Popen(
            ["nice", "-n", "15", sys.executable, "-c", "from tests.servers import minio; minio.build()"]
        )
    failed = []
    for suite in SUITES:
        lacking = suite.lacks()
        if lacking:
            print(f"LEFT OUT {suite.name}: {lacking}", flush=True)
            if os.environ.get("CI") == "true":
                failed.append(suite.name)
        elif suite.run() != 0:
            failed.append(suite.name)
    print(
        "FAILED: " + ", ".join(failed) if failed else "All suites passed. See the product: make demo",
        flush=True,
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
