"""Where the words of pictures are written, sent for approval and approved: apart from their files."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from media_assets.models import Picture
from translations import registry
from translations.forms import WordsForm
from translations.panels import words_tabs


class PictureWordsViewSet(SnippetViewSet):
    """Lists pictures by their words; a picture is uploaded among the images, never here."""

    model = Picture
    icon = "image"
    menu_label = _("Words of pictures")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["title", f"alt_text_{registry.SOURCE}", UpdatedAtColumn()]
    copy_view_enabled = False

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Words are a right over the model; the collections of images say who may change files."""
        return ModelPermissionPolicy(Picture)

    def get_edit_handler(self) -> Any:
        return words_tabs(Picture.words, (), WordsForm, "").bind_to_model(Picture)


register_snippet(PictureWordsViewSet)
