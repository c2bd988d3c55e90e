"""What drawing needs from the operating system, and how it gets there."""

import os
import shutil
import subprocess
import sys

from PIL import features

COMMAND = ("apt-get", "install", "--yes", "--quiet", "libfribidi0")


def is_complete() -> bool:
    """Return whether Pillow can shape text: it loads libfribidi when the program starts."""
    return bool(features.check("raqm"))


def install() -> bool:
    """Install what is missing where that is allowed; return whether it was done."""
    if os.geteuid() != 0 or not shutil.which(COMMAND[0]):
        return False
    subprocess.run([COMMAND[0], "update", "--quiet"], check=False, stdout=subprocess.DEVNULL)  # noqa: S603
    return subprocess.run(COMMAND, check=False, stdout=subprocess.DEVNULL).returncode == 0  # noqa: S603


def start_again() -> None:
    """Start this program again, so that it finds what was installed."""
    os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606
