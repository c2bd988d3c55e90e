"""The process that draws slides, one after the other, within bounds of its own (`media_assets.bounded`).

It knows neither the settings nor the database of the house, only the catalogues: a slide that cannot be drawn says
so in the language of who asked.
"""

import sys
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils import translation

import translations
from media_assets.bounded.answering import answer_requests
from sites.border_gates.slides.slide import Slide, draw_slide
from sites.border_gates.slides.words import SlideWords
from translations import registry


def main() -> None:
    """Draw what is asked for until nobody asks any more."""
    catalogues = Path(translations.__file__).with_name("locale")
    settings.configure(LANGUAGE_CODE=registry.SOURCE, LOCALE_PATHS=[catalogues])
    apps.populate(())
    answer_requests(_drawn, sys.argv[1:])


def _drawn(words: SlideWords, width: int, height: int, language: str) -> Slide:
    with translation.override(language):
        return draw_slide(words, width=width, height=height)


if __name__ == "__main__":
    main()
