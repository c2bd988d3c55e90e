"""How far a long piece of publishing is, for whoever sits at a terminal, or reads the log, as after an upgrade."""

import logging
import time
from typing import TextIO

logger = logging.getLogger(__name__)

TELL_SECONDS = 5.0
"""Between two lines; what takes less is not told."""
CELLS = 40


class LoggedProgress:
    """Tells how many paths were made since there was last nothing to do, and how many are left."""

    def __init__(self) -> None:
        self.made = 0
        self.told_at = 0.0
        self.is_told = False

    def __call__(self, made: int, left: int) -> None:
        if self.made == 0:
            self.told_at = time.monotonic()
        self.made += made
        if (left and time.monotonic() >= self.told_at + TELL_SECONDS) or (self.is_told and not left):
            logger.info("Publishing", extra={"paths_made": self.made, "paths_left": left})
            self.told_at, self.is_told = time.monotonic(), True
        if not left:
            self.made, self.is_told = 0, False


class Bar:
    """Draws on a terminal how many paths are made of those that were to be made so far."""

    def __init__(self, terminal: TextIO) -> None:
        self.terminal = terminal
        self.made = self.all = 0

    def __call__(self, made: int, left: int) -> None:
        """Note how many paths more are made, and how many are left."""
        self.made += made
        self.all = max(self.all, self.made + left)
        if self.terminal.isatty():
            filled = CELLS * self.made // max(self.all, 1)
            self.terminal.write(f"\r[{'█' * filled}{'·' * (CELLS - filled)}] {self.made}/{self.all} paths ")
