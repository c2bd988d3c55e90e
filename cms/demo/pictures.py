"""Pictures of the demo: drawn illustrations with approved words."""

import json
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from wagtail.models import Collection

from media_assets.models import Picture, PictureWords
from translations import registry

HERE = Path(__file__).parent


def load_pictures(collection: Collection, approver: Any) -> None:
    """Load every picture that is not there yet; the title is its key in the data."""
    rows = json.loads((HERE / "data" / "pictures.json").read_text("utf-8"))
    for row in rows:
        if not Picture.objects.filter(title=row["key"]).exists():
            _load(row, collection, approver)
    for row in rows:
        if row.get("night"):
            night = Picture.objects.get(title=row["night"])
            Picture.objects.filter(title=row["key"]).update(night=night)


def _load(row: dict[str, Any], collection: Collection, approver: Any) -> None:
    path = HERE / "pictures" / f"{row['key']}.webp"
    picture = Picture(
        title=row["key"],
        collection=collection,
        author=row["author"],
        owner=row["author"],
        licence="own",
        is_illustration=True,
    )
    with path.open("rb") as content:
        picture.file = ImageFile(content, name=path.name)
        _focus(picture, row)
        picture.save()
    words = {f"alt_text_{registry.language_of(code).column}": text for code, text in row["alt"].items()}
    picture.words.draft(words, approver)
    drafted = PictureWords.objects.get(picture=picture).latest_revision
    if drafted:
        drafted.publish(user=approver)


def _focus(picture: Picture, row: dict[str, Any]) -> None:
    if "focus" in row:
        x, y = row["focus"]
        picture.focal_point_x, picture.focal_point_y = round(x * picture.width), round(y * picture.height)
        picture.focal_point_width = picture.focal_point_height = 2
