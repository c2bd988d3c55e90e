"""The screens on which the file and rights of a picture are changed: at once, for they are no words.

A picture has drafts, those of its words, which its form makes (`forms.PictureForm`). Wagtail's own screens would
keep the whole change as one more draft and say that it was done.
"""

from typing import Any

from wagtail.actions.create import CreateAction
from wagtail.actions.edit import EditAction
from wagtail.images.views.images import CreateView, EditView


class _AtOnce:
    """An action that saves the row itself."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.revision_enabled = self.draftstate_enabled = False


class AddPicture(_AtOnce, CreateAction):
    """Adds a picture."""


class EditPicture(_AtOnce, EditAction):
    """Changes a picture."""


class PictureAddView(CreateView):
    action_class = AddPicture


class PictureEditView(EditView):
    action_class = EditPicture
