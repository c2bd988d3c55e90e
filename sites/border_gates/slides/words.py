"""What a slide says, and whether it may be drawn as it is written."""

from dataclasses import dataclass, field

from django.utils.translation import gettext

from media_assets.typesetting.breaking import Names
from media_assets.typesetting.fidelity import TextFidelityError, require_fidelity
from translations.registry import language_of


@dataclass(frozen=True)
class SlideWords:
    """The words and the picture of one slide, in plain values.

    `language` and `gate_language` are codes of the registry, `theme` is a key of `THEMES`, `address` what the
    code says (in capitals, so that it stays small; empty for none). `picture` holds the bytes of a picture
    file and `focus` its most important point, from (0, 0) top left to (1, 1); without a picture the portal's
    cloth is shown. `names` are whole names in lower case that a line should not cut.
    """

    language: str
    theme: str
    title: str
    line: str
    gate: str
    gate_language: str
    address: str
    picture: bytes | None = field(default=None, repr=False)
    focus: tuple[float, float] = (0.5, 0.5)
    names: Names = frozenset()


class SlideError(ValueError):
    """A slide cannot be drawn; nothing was. Says which slide, in which language, and why."""

    def __init__(self, title: str, language: str, reason: str) -> None:
        self.title = title
        self.language = language
        self.reason = reason
        super().__init__(title, language, reason)

    def __str__(self) -> str:
        return gettext("The slide “%(title)s” (%(language)s) cannot be drawn: %(reason)s") % {
            "title": self.title,
            "language": language_of(self.language).name_vi,
            "reason": self.reason,
        }


class SlideTextError(SlideError):
    """A text of the slide is missing or cannot be drawn as it is written."""


def require_drawable(words: SlideWords) -> None:
    """Raise SlideTextError unless there is a title and every text can be drawn as it is written."""
    if not words.title.strip():
        raise SlideTextError(words.title, words.language, gettext("it has no title. Give it one."))
    try:
        require_fidelity(words.title, words.language)
        require_fidelity(words.line, words.language, weight="semibold")
        require_fidelity(words.gate, words.gate_language, weight="semibold")
    except TextFidelityError as error:
        raise SlideTextError(words.title, words.language, str(error)) from error
