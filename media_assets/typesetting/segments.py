"""ICU's segments of a text: letters as a reader sees them, words, places where a line may break."""

from icu4py.breakers import BaseBreaker

UTF_16 = "utf-16-le"
BYTES_A_UNIT = 2


def segments(breaker: type[BaseBreaker], text: str, locale: str) -> list[str]:
    """Return the text cut by one of ICU's breakers; joined again, the segments are the text.

    icu4py counts UTF-16 units: taken for characters, one emoji would shift every later cut.
    """
    units = text.encode(UTF_16)
    return [
        units[BYTES_A_UNIT * start : BYTES_A_UNIT * end].decode(UTF_16)
        for start, end in breaker(text, locale).segments()
    ]
