"""The process that draws slides, one after the other, within bounds of its own.

`apart.py` starts it with the descriptor of the connection over which it asks, the most memory (MiB) and the longest
time (s) that a slide may take, and after how long (s) without a slide it leaves.

It knows neither the settings nor the database of the house, only the catalogues: a slide that cannot be drawn says
so in the language of who asked.
"""

import os
import resource
import select
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils import translation

import translations
from sites.border_gates.slides.slide import Slide, draw_slide
from sites.border_gates.slides.words import SlideWords
from translations import registry

LEFT, OUT_OF_MEMORY = 0, 3
"""The statuses with which it ends by itself."""


def main(descriptor: int, memory_mib: int, seconds: int, idle_seconds: int) -> None:
    """Draw what is asked for until nobody asks any more."""
    for name in (signal.SIGINT, signal.SIGTERM):  # sent to the whole group; it ends when who asks has ended
        signal.signal(name, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_DATA, (memory_mib * 2**20,) * 2)
    catalogues = Path(translations.__file__).with_name("locale")
    settings.configure(LANGUAGE_CODE=registry.SOURCE, LOCALE_PATHS=[catalogues])
    apps.populate(())
    Thread(target=_end_with_who_asks, args=(descriptor,), daemon=True).start()
    with Connection(descriptor) as connection, suppress(EOFError, ConnectionError):
        _answer(connection, seconds, idle_seconds)


def _answer(connection: "Connection[Any, Any]", seconds: int, idle_seconds: int) -> None:
    while connection.poll(idle_seconds):
        words, width, height, language = connection.recv()
        # Its signal ends the process. Of the processor's time: a machine that stands still says nothing of a slide.
        signal.setitimer(signal.ITIMER_PROF, seconds)
        with translation.override(language):
            connection.send(_drawn(words, width, height))
        signal.setitimer(signal.ITIMER_PROF, 0)


def _drawn(words: SlideWords, width: int, height: int) -> Slide | Exception:
    try:
        return draw_slide(words, width=width, height=height)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    except Exception as error:
        return error


def _end_with_who_asks(descriptor: int) -> None:
    """End the process as soon as nobody holds the other end any more, even in the middle of a slide."""
    listening = select.poll()
    listening.register(descriptor, 0)
    listening.poll()
    os._exit(LEFT)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
