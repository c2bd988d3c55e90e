"""How far a long piece of publishing is, for whoever reads the log, as after an upgrade."""

import logging
import time

logger = logging.getLogger(__name__)

TELL_SECONDS = 5.0
"""Between two lines; what takes less is not told."""


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
