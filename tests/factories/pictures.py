"""Pictures with a real file."""

import io
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image

from media_assets.models import Picture, PictureWords
from tests.factories.accounts import administrator


def picture(title: str = "anh", size: tuple[int, int] = (64, 36), **values: Any) -> Picture:
    """Return a picture of one colour; its words are what `alt_text_vi` and the like say, approved."""
    content = io.BytesIO()
    Image.new("RGB", size, values.pop("colour", (31, 42, 85))).save(content, "PNG")
    content.seek(0)
    words = {name: values.pop(name) for name in list(values) if name.startswith(("alt_text_", "caption_"))}
    made = Picture.objects.create(title=title, file=ImageFile(content, name=f"{title}.png"), **values)
    if any(words.values()):
        made.words.draft(words, administrator())
        PictureWords.objects.get(picture=made).latest_revision.publish(user=administrator())
    return Picture.objects.get(pk=made.pk)
