"""Slides drawn in a process of their own: no picture takes the memory or the time of who publishes.

The process (`child.py`) starts with the first slide and ends with whoever asked, however that ends, or when it had
nothing to draw for a while. A slide that goes past a bound takes it down; the next slide gets another one.
"""

import atexit
import os
import signal
import subprocess
import sys
from multiprocessing import Pipe
from pathlib import Path
from threading import Lock
from typing import Any

from django.utils.translation import get_language, gettext

from sites.border_gates.slides.child import LEFT, OUT_OF_MEMORY
from sites.border_gates.slides.slide import Slide
from sites.border_gates.slides.words import SlideError, SlideWords
from translations.registry import language_of

MOST_MEMORY_MIB = 1280
"""Measured on a canvas of 7680 × 3072 px with pictures of 60 megapixels, the largest that may be uploaded: 500-570 MiB
for JPEG, GIF and opaque PNG, 810 for AVIF and 1080 for WebP with transparency. A usual slide takes 80."""
LONGEST_SECONDS = 60
"""Of the processor. The slowest of those took 7 s."""
IDLE_SECONDS = 60
"""The process leaves when nobody has asked for so long, and its memory is free; another one starts in 0.3 s."""
ROOT = Path(__file__).resolve().parents[3]
CHILD = "sites.border_gates.slides.child"


class SlideBoundError(SlideError):
    """A slide takes more memory or time than any may take; it always will."""


class SlideStoppedError(RuntimeError):
    """The process that drew a slide ended before the slide was done. Another time it may be drawn."""

    def __init__(self, words: SlideWords, reason: str) -> None:
        super().__init__(
            gettext("The slide “%(title)s” (%(language)s) was not drawn: %(reason)s")
            % {"title": words.title, "language": language_of(words.language).name_vi, "reason": reason}
        )


class DrawingProcess:
    """A process that draws slides for this one. It starts when it is needed, and may be asked from any thread."""

    def __init__(
        self,
        *,
        memory_mib: int = MOST_MEMORY_MIB,
        seconds: int = LONGEST_SECONDS,
        idle_seconds: int = IDLE_SECONDS,
    ) -> None:
        self.memory_mib = memory_mib
        self.seconds = seconds
        self.idle_seconds = idle_seconds
        self._lock = Lock()
        self._child: _Child | None = None

    @property
    def pid(self) -> int | None:
        """The id of the process while it runs."""
        return self._child.process.pid if self._child and self._child.process.poll() is None else None

    def draw(self, words: SlideWords, *, width: int, height: int) -> Slide:
        """Return what `draw_slide` returns. Raises what that raises, SlideBoundError and SlideStoppedError."""
        with self._lock:
            answer = self._answer(words, width, height)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self) -> None:
        """End the process, if there is one."""
        if self._child:
            self._child.process.kill()
            self._child.wait()

    def _answer(self, words: SlideWords, width: int, height: int) -> Slide | Exception:
        status = self._tried(words, width, height)
        if status == LEFT:  # it had just left when it was asked
            status = self._tried(words, width, height)
        if isinstance(status, int):
            raise self._error(words, status)
        return status

    def _tried(self, words: SlideWords, width: int, height: int) -> Slide | Exception | int:
        """Return what the process answers, or the status with which it ended instead."""
        if self._child is None or self.pid is None:
            self.end()
            self._child = _Child(self.memory_mib, self.seconds, self.idle_seconds)
        try:
            return self._child.ask(words, width, height, get_language())
        except (EOFError, ConnectionError):
            return self._child.wait()
        except BaseException:
            self.end()  # its answer would be taken for that of the next slide
            raise

    def _error(self, words: SlideWords, status: int) -> Exception:
        if status == OUT_OF_MEMORY:
            reason = gettext("it takes more than %(most)d MiB of memory. Choose a smaller picture.")
            return SlideBoundError(words.title, words.language, reason % {"most": self.memory_mib})
        if status == -signal.SIGPROF:
            reason = gettext("it takes longer than %(most)d s. Choose a smaller picture.")
            return SlideBoundError(words.title, words.language, reason % {"most": self.seconds})
        ended = gettext("the process that draws slides ended (status %(status)d).")
        return SlideStoppedError(words, ended % {"status": status})


class _Child:
    """The process and the connection to it."""

    def __init__(self, *bounds: int) -> None:
        self.connection, theirs = Pipe()
        with theirs:
            descriptor = theirs.fileno()
            self.process = subprocess.Popen(  # noqa: S603 - our own arguments
                [sys.executable, "-m", CHILD, *map(str, (descriptor, *bounds))],
                cwd=ROOT,
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},  # each of its threads reserves memory
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[descriptor],
            )

    def ask(self, *request: Any) -> Slide | Exception:
        """Have a slide drawn. Raises EOFError or ConnectionError when the process ended instead."""
        self.connection.send(request)
        answer: Slide | Exception = self.connection.recv()
        return answer

    def wait(self) -> int:
        """Return the status of the process when it has ended."""
        self.connection.close()
        return self.process.wait()


ours = DrawingProcess()
"""The one that draws for this process."""
atexit.register(ours.end)
