"""The side of the process: it answers one request after the other, each within the bounds.

`asking.py` starts it with the descriptor of the connection over which it asks, the most memory (MiB) and the longest
time (s) that a request may take, and after how long (s) without one the process leaves.
"""

import os
import resource
import select
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any

LEFT, OUT_OF_MEMORY = 0, 3
"""The statuses with which it ends by itself."""


def answer_requests(work: Callable[..., Any], arguments: list[str]) -> None:
    """Answer with what `work` returns or raises until nobody asks any more; `arguments` are those of the command."""
    descriptor, memory_mib, seconds, idle_seconds = map(int, arguments)
    for name in (signal.SIGINT, signal.SIGTERM):  # sent to the whole group; it ends when who asks has ended
        signal.signal(name, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_DATA, (memory_mib * 2**20,) * 2)
    Thread(target=_end_with_who_asks, args=(descriptor,), daemon=True).start()
    with Connection(descriptor) as connection, suppress(EOFError, ConnectionError):
        _answer(connection, work, seconds, idle_seconds)


def _answer(
    connection: "Connection[Any, Any]", work: Callable[..., Any], seconds: int, idle_seconds: int
) -> None:
    while connection.poll(idle_seconds):
        # Its signal ends the process. Of the processor's time: a machine that stands still says nothing of a request.
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            connection.send(_worked(work, connection.recv()))
        except MemoryError:
            sys.exit(OUT_OF_MEMORY)
        signal.setitimer(signal.ITIMER_PROF, 0)


def _worked(work: Callable[..., Any], request: tuple[Any, ...]) -> Any:
    try:
        return work(*request)
    except MemoryError:
        raise
    except Exception as error:
        return error


def _end_with_who_asks(descriptor: int) -> None:
    """End the process as soon as nobody holds the other end any more, even in the middle of a request."""
    listening = select.poll()
    listening.register(descriptor, 0)
    listening.poll()
    os._exit(LEFT)
