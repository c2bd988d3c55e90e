"""The side of who asks: one process that answers, started when it is needed."""

import atexit
import os
import signal
import subprocess
import sys
from multiprocessing import Pipe
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar

from django.utils.translation import gettext

from media_assets.bounded.answering import LEFT, OUT_OF_MEMORY

LONGEST_SECONDS = 60
"""Of the processor."""
IDLE_SECONDS = 60
"""The process leaves when nobody has asked for so long, and its memory is free."""
ROOT = Path(__file__).resolve().parents[2]


class BoundError(RuntimeError):
    """What was asked for takes more memory or time than it may; it always will. Says so in the reader's language."""


class StoppedError(RuntimeError):
    """The process ended before it answered. Another time it may answer."""


class BoundedProcess:
    """A process that works for this one. It starts when it is needed, and may be asked from any thread.

    `module` is what it runs (`answering.py`); `memory_mib` is its address space for data, not what it holds of it:
    `most_memory_mib` unless somebody says otherwise.
    """

    module: ClassVar[str]
    most_memory_mib: ClassVar[int]

    def __init__(
        self,
        *,
        memory_mib: int = 0,
        seconds: int = LONGEST_SECONDS,
        idle_seconds: int = IDLE_SECONDS,
    ) -> None:
        self.memory_mib = memory_mib or self.most_memory_mib
        self.seconds = seconds
        self.idle_seconds = idle_seconds
        self._lock = Lock()
        self._child: _Child | None = None
        atexit.register(self.end)

    @property
    def pid(self) -> int | None:
        """The id of the process while it runs."""
        return self._child.process.pid if self._child and self._child.process.poll() is None else None

    def ask(self, *request: Any) -> Any:
        """Return what the process answers. Raises what it answers if that is an error, BoundError and StoppedError."""
        with self._lock:
            answer = self._answer(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self) -> None:
        """End the process, if there is one."""
        if self._child:
            self._child.process.kill()
            self._child.wait()

    def _answer(self, request: tuple[Any, ...]) -> Any:
        answer = self._tried(request)
        if isinstance(answer, _Ended) and answer.status == LEFT:  # it had just left when it was asked
            answer = self._tried(request)
        return self._error(answer.status) if isinstance(answer, _Ended) else answer

    def _tried(self, request: tuple[Any, ...]) -> Any:
        """Return what the process answers, or with what it ended instead."""
        if self._child is None or self.pid is None:
            self.end()
            self._child = _Child(self.module, self.memory_mib, self.seconds, self.idle_seconds)
        try:
            return self._child.ask(request)
        except (EOFError, ConnectionError):
            return _Ended(self._child.wait())
        except BaseException:
            self.end()  # its answer would be taken for that to the next request
            raise

    def _error(self, status: int) -> Exception:
        if status == OUT_OF_MEMORY:
            reason = gettext("it takes more than %(most)d MiB of memory. Choose a smaller picture.")
            return BoundError(reason % {"most": self.memory_mib})
        if status == -signal.SIGPROF:
            reason = gettext("it takes longer than %(most)d s. Choose a smaller picture.")
            return BoundError(reason % {"most": self.seconds})
        return StoppedError(
            gettext("the process that works on it ended (status %(status)d).") % {"status": status}
        )


class _Ended:
    """The process ended instead of an answer."""

    def __init__(self, status: int) -> None:
        self.status = status


class _Child:
    """The process and the connection to it."""

    def __init__(self, module: str, *bounds: int) -> None:
        self.connection, theirs = Pipe()
        with theirs:
            descriptor = theirs.fileno()
            self.process = subprocess.Popen(  # noqa: S603 - our own arguments
                [sys.executable, "-m", module, *map(str, (descriptor, *bounds))],
                cwd=ROOT,
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},  # each of its threads reserves memory
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[descriptor],
            )

    def ask(self, request: tuple[Any, ...]) -> Any:
        """Return the answer. Raises EOFError or ConnectionError when the process ended instead."""
        self.connection.send(request)
        return self.connection.recv()

    def wait(self) -> int:
        """Return the status of the process when it has ended."""
        self.connection.close()
        return self.process.wait()
