"""Says at the start what the machine lacks for drawing text."""

from typing import Any

from django.core import checks
from PIL import features


@checks.register()
def raqm_is_there(**kwargs: Any) -> list[checks.CheckMessage]:
    """Without libfribidi Pillow breaks Khmer and other scripts in silence; our drawing then refuses."""
    if features.check("raqm"):
        return []
    return [
        checks.Warning(
            "Slides cannot be drawn: libfribidi is missing.",
            hint="apt-get install libfribidi0",
            id="media_assets.W001",
        )
    ]
