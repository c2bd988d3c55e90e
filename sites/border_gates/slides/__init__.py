"""A page becomes a picture: the slide that a wall at a gate shows, in one language and one size.

`draw_slide` takes plain values and gives the bytes of an image; what the approver saw is, pixel for pixel,
what the wall shows. Which page says what, in which language and when, is for others; so are the clock, which
the player draws into the rectangle left empty for it, and notices, which are slides of another kind.

Read `slide.py` first, then `banner.py`. `frames.py` says where everything stands, `themes.py` in which
colours; `contrast.py`, `brocade.py`, `codes.py` and `pictures.py` each make one part. Letters are the work of
`media_assets.typesetting`. `apart.py` has slides drawn in a bounded process (`child.py`), and gives the same bytes.

Decisions:

- **One thing a slide**: title first, one line, the gate, a code. Out of room the line goes, then the gate's
  name, then the code; the facts tell. The title never shrinks below 1/12 of the wall's height.
- **The picture is dusk under the words and day beside them.** It is printed over with a colour of the portal,
  no deeper than a contrast of 5.2 on its brightest pixel asks. A veil of near black was tried: it turned
  bright skies to mud.
- **JPEG, quality 92, 4:4:4, no metadata**: 3-8 ms and 200 KiB a banner, where lossless files take ten times
  as long and twice the room. One build of Pillow gives the same bytes in every process; another may not, so
  whoever keeps slides keys them with a version of the drawing, and goldens compare pixels.
- **No drawn landscapes**: without a picture the portal's cloth is shown.
- **One layout**, the banner. Another shape is a function in `frames.py` and a module beside `banner.py`.
"""

from sites.border_gates.slides.facts import SlideFacts, TextFacts
from sites.border_gates.slides.frames import Rect, UnknownCanvasError
from sites.border_gates.slides.slide import Slide, draw_slide
from sites.border_gates.slides.words import SlideError, SlideWords

__all__ = [
    "Rect",
    "Slide",
    "SlideError",
    "SlideFacts",
    "SlideWords",
    "TextFacts",
    "UnknownCanvasError",
    "draw_slide",
]
