"""Four slides as somebody looked at them. Run as a module to make them again, then look at every one.

python -m tests.border_gates.slides.golden
"""

from pathlib import Path

from PIL import Image

from sites.border_gates.slides.banner import draw_banner
from sites.border_gates.slides.frames import frame_of
from tests.border_gates.slides.samples import CANVAS, landscape, words_in

FOLDER = Path(__file__).parent
LANGUAGES = ("vi", "zh-hans", "lo", "km")


def drawn(language: str) -> Image.Image:
    """Return the demo's slide in the language, before it becomes a JPEG."""
    return draw_banner(words_in(language, picture=landscape()), frame_of(**CANVAS)).image
