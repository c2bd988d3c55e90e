"""Whoever stops the demo stops everything that it started."""

import time
from pathlib import Path

from cms.demo.start import started, stop

POLITE = "import time\ntime.sleep(60)"
STUBBORN = """
import os, pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(60)
"""


def test_a_process_that_is_asked_to_end_ends_at_once():
    polite = started(["-c", POLITE])
    begun = time.monotonic()
    stop([polite], seconds=30)
    assert polite.poll() is not None
    assert time.monotonic() - begun < 30


def test_one_that_does_not_end_is_killed_with_what_it_started(tmp_path: Path):
    told = tmp_path / "pid"
    stubborn = started(["-c", STUBBORN, str(told)])
    while not told.exists() or not told.read_text():
        time.sleep(0.05)
    stop([stubborn], seconds=0.2)
    assert stubborn.poll() is not None
    assert is_gone(int(told.read_text()))


def is_gone(pid: int) -> bool:
    """Whether a process ends within a moment; nobody may be there to be told of its end."""
    for _attempt in range(100):
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False
