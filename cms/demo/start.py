"""Runs the demo: prepares this machine when anything changed, then starts its processes until Ctrl-C.

Imports nothing but Python, so that a prepared machine serves within seconds.
"""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))
STAMP = VAR / "demo-prepared"
PORT = 8000
PASSWORD = "cua ngo mo ra the gioi"  # noqa: S105 - for the demo only, and printed by it

LONGEST_STOP_SECONDS = 10.0

PROCESSES = {
    "web": ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(PORT), "--workers", "1",
            "--blocking-threads", "4", "--log-level", "warning", "cms.wsgi:application"],
    "task worker": ["manage.py", "db_worker"],
    "publisher": ["manage.py", "run_publisher"],
}  # fmt: skip

WELCOME = f"""
Cửa Ngõ is running. Where to click:

  http://cao-bang.localhost:{PORT}/vi/                    the portal of Cao Bằng (also /en/, /zh-hans/, /lo/ …)
  http://quang-tri.localhost:{PORT}/  http://an-giang.localhost:{PORT}/   two portals yet to be filled
  http://cao-bang.localhost:{PORT}/screens/tra-linh-1/    the wall at Trà Lĩnh gate, 1920 × 384
  http://cao-bang.localhost:{PORT}/admin/                 the newsroom

Accounts (password for all: {PASSWORD}):
  bien-tap   writes in Vietnamese                 phe-duyet  approves and publishes, in every language
  dich-lao, dich-trung, dich-anh   translate      quan-tri   administers

Try: sign in as bien-tap, change Thác Bản Giốc and send it for approval; sign in as phe-duyet in another
browser, approve it, and watch the website and the wall.

Stop with Ctrl-C.
"""


def main() -> None:
    """Prepare if needed, run, and end every process when one is asked to stop."""
    os.chdir(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    if not _is_free(PORT):
        sys.exit(
            f"Port {PORT} is taken, perhaps by another demo. Stop what uses it, then run make demo again."
        )
    digest = _digest()
    if not STAMP.exists() or STAMP.read_text() != digest:
        subprocess.run([sys.executable, "manage.py", "prepare_demo"], check=True)
        STAMP.write_text(digest)
    _run()


def _digest() -> str:
    """A digest of everything that preparing depends on."""
    digest = hashlib.sha256()
    for path in inputs():
        digest.update(f"{path.relative_to(ROOT)} {path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()


def inputs() -> Iterator[Path]:
    yield ROOT / "requirements.txt"
    yield from sorted((ROOT / "cms" / "demo").rglob("*.py"))
    yield ROOT / "translations" / "languages.json"
    yield from sorted((ROOT / "cms" / "demo" / "pictures").iterdir())
    for package in ("cms", "sites", "media_assets", "translations"):
        for pattern in ("migrations/*.py", "static/**/*", "data/**/*", "*.po"):
            yield from sorted(path for path in (ROOT / package).rglob(pattern) if path.is_file())


def _run() -> None:
    """Run every process until one ends or somebody stops them: a demo of two processes would only puzzle."""
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.default_int_handler)
    running = {name: started(command) for name, command in PROCESSES.items()}
    try:
        if _wait_until_it_answers(running):
            print(WELCOME, flush=True)  # noqa: T201
        while all(process.poll() is None for process in running.values()):
            time.sleep(0.5)
        ended = ", ".join(name for name, process in running.items() if process.poll() is not None)
        print(f"Stopping, since this ended: {ended}. What it said stands above.", flush=True)  # noqa: T201
    except KeyboardInterrupt:
        print("Stopping …", flush=True)  # noqa: T201
    finally:
        stop(running.values(), LONGEST_STOP_SECONDS)


def started(command: list[str]) -> "subprocess.Popen[bytes]":
    """Start a process apart from the terminal: Ctrl-C reaches it through `stop` only, once and in order."""
    return subprocess.Popen([sys.executable, *command], start_new_session=True)  # noqa: S603


def stop(processes: Collection["subprocess.Popen[bytes]"], seconds: float) -> None:
    """Ask processes to end; kill what is left of them, with all that they started, after some seconds.

    A web server that is asked while it starts may wait for its own workers for ever.
    """
    for process in processes:
        process.terminate()
    ends_at = time.monotonic() + seconds
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(ends_at - time.monotonic(), 0))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_it_answers(running: dict[str, "subprocess.Popen[bytes]"]) -> bool:
    """Return whether the web server answers before any process ends."""
    while all(process.poll() is None for process in running.values()):
        if not _is_free(PORT):
            return True
        time.sleep(0.1)
    return False


def _is_free(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) != 0


if __name__ == "__main__":
    main()
