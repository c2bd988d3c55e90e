import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override

from sites.border_gates.slides import SlideError, UnknownCanvasError, draw_slide
from sites.border_gates.slides.apart import DrawingProcess, SlideBoundError, SlideStoppedError
from tests.border_gates.slides.samples import CANVAS, landscape, words_in

LARGEST = {"width": 16_384, "height": 6_553}
"""Takes some seconds."""
WALL = {"width": 7680, "height": 3072}
ASKING = """
import os, sys
from sites.border_gates.slides.apart import ours
from tests.border_gates.slides.samples import CANVAS, words_in
ours.draw(words_in("vi"), **CANVAS)
print(ours.pid, flush=True)
"""


@pytest.fixture
def drawing() -> Iterator[DrawingProcess]:
    process = DrawingProcess()
    yield process
    process.end()


def pid_of(drawing: DrawingProcess) -> int:
    """The id of the process, once it has drawn a slide."""
    drawing.draw(words_in("vi"), **CANVAS)
    assert drawing.pid
    return drawing.pid


def is_gone(pid: int) -> bool:
    """Whether a process ends within some seconds; one that only waits to be buried is gone."""
    for _attempt in range(50):
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("language", ["vi", "zh-hans", "lo", "km"])
def test_a_slide_is_the_same_as_one_drawn_here(drawing: DrawingProcess, language: str):
    words = words_in(language, picture=landscape())

    assert drawing.draw(words, **CANVAS) == draw_slide(words, **CANVAS)


def test_one_process_draws_many_slides(drawing: DrawingProcess):
    assert pid_of(drawing) == pid_of(drawing)


def test_a_slide_that_cannot_be_drawn_says_why_in_the_language_of_who_asks(drawing: DrawingProcess):
    said = []
    for draw in (drawing.draw, draw_slide):
        with override("vi"), pytest.raises(SlideError) as caught:
            draw(words_in("vi", title="Thác 🏞"), **CANVAS)
        with override("vi"):
            said.append(str(caught.value))

    assert said[0] == said[1]
    assert "Không vẽ được" in said[0]


def test_a_shape_that_no_layout_is_drawn_for_is_refused(drawing: DrawingProcess):
    with pytest.raises(UnknownCanvasError):
        drawing.draw(words_in("vi"), width=384, height=384)


# --- bounds -------------------------------------------------------------------------------------------


def test_a_slide_beyond_the_bound_of_memory_is_stopped_and_the_next_one_is_drawn():
    small = DrawingProcess(memory_mib=128)
    with (
        override("en"),
        pytest.raises(SlideBoundError, match=r"Thác Bản Giốc.* more than 128 MiB of memory"),
    ):
        small.draw(words_in("vi"), **WALL)

    assert small.draw(words_in("vi"), **CANVAS) == draw_slide(words_in("vi"), **CANVAS)
    small.end()


def test_a_slide_that_takes_too_long_is_stopped_and_the_next_one_is_drawn():
    hasty = DrawingProcess(seconds=1)
    with override("en"), pytest.raises(SlideBoundError, match="longer than 1 s"):
        hasty.draw(words_in("vi"), **LARGEST)

    assert pid_of(hasty)
    hasty.end()


# --- ends ---------------------------------------------------------------------------------------------


def test_a_process_that_was_killed_does_not_stop_the_next_slide(drawing: DrawingProcess):
    killed = pid_of(drawing)
    os.kill(killed, signal.SIGKILL)
    assert is_gone(killed)

    assert pid_of(drawing) != killed


def test_one_killed_while_it_draws_stops_that_slide_only(drawing: DrawingProcess):
    killed = pid_of(drawing)
    threading.Timer(0.3, os.kill, (killed, signal.SIGKILL)).start()
    with override("en"), pytest.raises(SlideStoppedError, match="ended"):
        drawing.draw(words_in("vi"), **LARGEST)

    assert pid_of(drawing) != killed


def test_one_that_leaves_since_nobody_asks_stops_no_slide():
    impatient = DrawingProcess(idle_seconds=0)
    for pause in (0.001, 0.002, 0.004, 0.008, 0.016, 0.032):  # one of them falls into its leave
        assert impatient.draw(words_in("vi"), **CANVAS)
        time.sleep(pause)
    time.sleep(1)

    assert impatient.pid is None
    assert impatient.draw(words_in("vi"), **CANVAS)
    impatient.end()


def test_signals_to_all_processes_of_a_terminal_stop_no_slide(drawing: DrawingProcess):
    before = pid_of(drawing)
    for name in (signal.SIGINT, signal.SIGTERM):
        os.kill(before, name)

    assert pid_of(drawing) == before


@pytest.mark.parametrize("end", ["", "sys.exit(1)", "os._exit(1)", "os.kill(os.getpid(), 9)"])
def test_none_is_left_behind_by_a_process_that_ends(end: str):
    run = subprocess.run([sys.executable, "-c", ASKING + end], stdout=subprocess.PIPE, text=True)

    assert is_gone(int(run.stdout))


def test_none_goes_on_with_a_slide_whose_asker_was_killed():
    asking = ASKING + "ours.draw(words_in('vi'), width=16_384, height=6_553)"
    with subprocess.Popen([sys.executable, "-c", asking], stdout=subprocess.PIPE) as asker:
        assert asker.stdout
        pid = int(asker.stdout.readline())
        time.sleep(0.3)
        asker.kill()
        killed_at = time.monotonic()

    assert is_gone(pid)
    assert time.monotonic() - killed_at < 1
