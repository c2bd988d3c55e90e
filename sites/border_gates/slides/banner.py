"""The banner: words on a picture, a woven band, the clock's place above the code.

Everything is laid out first, then the ground is painted, then the words are drawn on it: nothing is drawn of
a slide whose title does not fit, and contrast is measured before words cover it.

Out of room, a banner leaves out its line, then the gate's name. The title never shrinks below its floor.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext
from PIL import Image, ImageDraw

from media_assets.typesetting.drawing import Colour, draw
from media_assets.typesetting.fitting import Block, Box, fit
from sites.border_gates.slides import brocade
from sites.border_gates.slides.codes import WHITE, Code, code_for
from sites.border_gates.slides.contrast import Shade, clear, shade
from sites.border_gates.slides.facts import SlideFacts, TextFacts
from sites.border_gates.slides.frames import Frame, Rect
from sites.border_gates.slides.pictures import PictureUnreadableError, cut_out
from sites.border_gates.slides.themes import THEMES, Theme
from sites.border_gates.slides.words import SlideError, SlideWords

LINE_SHARE = 0.43
"""The most of the words' height that the line may take from the title."""
TITLE_SHARE = 0.93
"""The most of what is left that the title takes, so that words breathe."""
BESIDE_WORDS_PX = 10
PIN_EM = 0.3
"""Radius of the place mark before the gate's name, in em of the name."""
PIN_ROOM_EM = 1.02
PIN_RISE_EM = 0.74
"""From the baseline of the name to the top of the mark: as high as a capital."""
PIN_SMOOTHING = 4


class TitleOverflowError(SlideError):
    """The title does not fit at the least size a banner sets titles in."""


class SlidePictureError(SlideError):
    """The picture of the slide cannot be read."""


@dataclass(frozen=True)
class Placed:
    """A block of words with the top left corner of its ink."""

    role: str
    block: Block
    x: float
    y: float


@dataclass(frozen=True)
class Banner:
    """A drawn banner and what there is to tell of it."""

    image: Image.Image
    facts: SlideFacts


def draw_banner(words: SlideWords, frame: Frame) -> Banner:
    """Draw the banner. Raises TitleOverflowError and SlidePictureError, before anything is drawn."""
    theme = THEMES[words.theme]
    texts = lay_out(words, frame)
    code = code_for(words.address, frame.code.width, theme.deep)
    ground = shaded_picture(words, frame, texts)

    image = Image.new("RGB", (frame.width, frame.height), theme.dark)
    image.paste(ground.picture, frame.picture.box)
    image.paste(brocade.band(theme, frame.band.width, frame.band.height, frame.stitch), frame.band.box)
    image.paste(theme.deep, frame.clock.box)
    _paint_code(image, frame, theme, code)
    for text in texts:
        draw(image, text.block, text.x, text.y, theme.paper)
        if text.role == "gate":
            _draw_pin(image, text, theme.glow)
    return Banner(image, _facts(words, texts, ground, code))


def lay_out(words: SlideWords, frame: Frame) -> tuple[Placed, ...]:
    """Return the title, and the line and the gate's name where there is room. Raises TitleOverflowError."""
    gate = list(_placed_gate(words, frame))
    room = frame.words if gate else frame.all_words
    line = _fitted_line(words, frame, room)
    title = _fitted_title(words, frame, room, line)
    if line and title.overflows:
        line, title = None, _fitted_title(words, frame, room, None)
    if title.overflows:
        reason = gettext("its title does not fit at %(size)d px, the least size of a title. Shorten it.")
        raise TitleOverflowError(words.title, words.language, reason % {"size": title.size_px})
    return (*_stacked(title, line, frame, room), *gate)


def shaded_picture(words: SlideWords, frame: Frame, texts: tuple[Placed, ...]) -> Shade:
    """Return the picture, or the portal's cloth, with a ground for the words. Raises SlidePictureError."""
    theme, size = THEMES[words.theme], (frame.picture.width, frame.picture.height)
    until = max(round(text.x + text.block.width) for text in texts) + BESIDE_WORDS_PX
    if words.picture is None:
        cloth = brocade.cloth(theme, *size, 2 * frame.stitch)
        return clear(cloth, until, frame.fall, theme.paper, theme.dark)
    try:
        picture = cut_out(words.picture, size, words.focus, theme.dark)
    except PictureUnreadableError as error:
        raise SlidePictureError(words.title, words.language, str(error)) from error
    return shade(picture, until, frame.fall, theme.paper, theme.dusk)


def _fitted_line(words: SlideWords, frame: Frame, room: Rect) -> Block | None:
    """Return the line on one row or else on two of the least size; None when there is none or no room."""
    box = Box(room.width, room.height * LINE_SHARE)
    small = replace(frame.line, largest_px=frame.line.least_px, lines=2)
    settings = (
        fit(words.line, words.language, box, sizes, weight="semibold", names=words.names)
        for sizes in (frame.line, small)
    )
    return next((block for block in settings if block.lines and not block.overflows), None)


def _fitted_title(words: SlideWords, frame: Frame, room: Rect, line: Block | None) -> Block:
    """Return the title in what the line leaves; alone it may take one row more."""
    taken = line.height + frame.gap if line else 0
    sizes = frame.title if line else replace(frame.title, lines=frame.title.lines + 1)
    box = Box(room.width, (room.height - taken) * TITLE_SHARE)
    return fit(words.title, words.language, box, sizes, names=words.names)


def _stacked(title: Block, line: Block | None, frame: Frame, room: Rect) -> Iterator[Placed]:
    """Yield the title above the line, both in the middle of the room's height."""
    height = title.height + (frame.gap + line.height if line else 0)
    y = room.y + (room.height - height) / 2
    yield Placed("title", title, room.x, y)
    if line:
        yield Placed("line", line, room.x, y + title.height + frame.gap)


def _placed_gate(words: SlideWords, frame: Frame) -> Iterator[Placed]:
    """Yield the gate's name behind its mark, in the middle of the heading, if it fits there."""
    indent = round(PIN_ROOM_EM * frame.gate.largest_px)
    box = Box(frame.heading.width - indent, frame.heading.height)
    block = fit(words.gate, words.gate_language, box, frame.gate, weight="semibold", names=words.names)
    if block.lines and not block.overflows:
        middle = frame.heading.y + frame.gate.largest_px * 0.6
        yield Placed("gate", block, frame.heading.x + indent, max(0, middle - block.height / 2))


def _paint_code(image: Image.Image, frame: Frame, theme: Theme, code: Code | None) -> None:
    """Paint the code in the middle of its white plate, or the portal's cloth where there is none."""
    plate = frame.code
    if code is None:
        image.paste(brocade.cloth(theme, plate.width, plate.height, 2 * frame.stitch), plate.box)
        return
    image.paste(WHITE, plate.box)
    x = plate.x + (plate.width - code.picture.width) // 2
    y = plate.y + (plate.height - code.picture.height) // 2
    image.paste(code.picture, (x, y))


def _draw_pin(image: Image.Image, gate: Placed, colour: Colour) -> None:
    """Draw a place mark before the gate's name."""
    size = gate.block.size_px
    mark = _pin(round(PIN_EM * size))
    baseline = gate.y + gate.block.lines[0].y
    image.paste(colour, (round(gate.x - PIN_ROOM_EM * size), round(baseline - PIN_RISE_EM * size)), mark)


def _pin(radius: int) -> Image.Image:
    """Return the mask of a drop with a hole, drawn large and reduced so that its edge is smooth."""
    large = radius * PIN_SMOOTHING
    mask = Image.new("L", (2 * large, 3 * large))
    pen = ImageDraw.Draw(mask)
    pen.ellipse((0, 0, 2 * large, 2 * large), fill=255)
    pen.polygon([(0.14 * large, 1.5 * large), (1.86 * large, 1.5 * large), (large, 2.9 * large)], fill=255)
    pen.ellipse((0.62 * large, 0.62 * large, 1.38 * large, 1.38 * large), fill=0)
    return mask.reduce(PIN_SMOOTHING)


def _facts(words: SlideWords, texts: tuple[Placed, ...], ground: Shade, code: Code | None) -> SlideFacts:
    shown = {text.role for text in texts} | ({"code"} if code else set())
    asked = {"line": words.line, "gate": words.gate, "code": words.address}
    return SlideFacts(
        texts=tuple(_text_facts(text) for text in texts),
        left_out=tuple(role for role, value in asked.items() if value.strip() and role not in shown),
        shade=round(ground.depth, 3),
        contrast=round(ground.contrast, 2),
        code_module_px=code.module_px if code else None,
    )


def _text_facts(text: Placed) -> TextFacts:
    lines = tuple(line.text for line in text.block.lines)
    box = Rect(round(text.x), round(text.y), round(text.block.width), round(text.block.height))
    return TextFacts(text.role, lines, text.block.size_px, box)
