"""Pictures with a real file."""

import io
from typing import Any

from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.images.forms import get_image_form

from media_assets.models import Picture, PictureWords
from tests.factories.accounts import administrator

INDIGO = (31, 42, 85)


def picture(title: str = "anh", size: tuple[int, int] = (64, 36), **values: Any) -> Picture:
    """Return a picture of one colour; its words are what `alt_text_vi` and the like say, approved."""
    content = io.BytesIO(png(size, values.pop("colour", INDIGO)))
    words = {name: values.pop(name) for name in list(values) if name.startswith(("alt_text_", "caption_"))}
    made = Picture.objects.create(title=title, file=ImageFile(content, name=f"{title}.png"), **values)
    if any(words.values()):
        made.words.draft(words, administrator())
        PictureWords.objects.get(picture=made).latest_revision.publish(user=administrator())
    return Picture.objects.get(pk=made.pk)


def png(size: tuple[int, int] = (64, 36), colour: tuple[int, int, int] = INDIGO) -> bytes:
    """Return the bytes of a picture of one colour."""
    content = io.BytesIO()
    Image.new("RGB", size, colour).save(content, "PNG")
    return content.getvalue()


def replace_file(shown: Picture, content: bytes) -> None:
    """Give a picture another file, as the form does."""
    kind = get_image_form(Picture, ["file"])
    user = administrator()
    shown = Picture.objects.get(pk=shown.pk)
    filled_in = kind(instance=shown, user=user).initial
    form = kind(filled_in, {"file": SimpleUploadedFile("anh.png", content)}, instance=shown, user=user)
    assert form.is_valid(), form.errors
    form.save()
