"""Where the words of pictures are written, sent for approval and approved: apart from their files."""

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from media_assets.models import Picture
from media_assets.views import PictureAddView, PictureEditView
from translations import registry
from translations.forms import WordsForm
from translations.panels import words_tabs


@hooks.register("register_admin_urls", order=-1)
def picture_urls() -> list[Any]:
    """Stand before those of Wagtail's images, at the same addresses."""
    return [
        path("images/add/", PictureAddView.as_view(), name="add_picture"),
        path("images/<int:image_id>/", PictureEditView.as_view(), name="edit_picture"),
    ]


WORDS_POLICY = ModelPermissionPolicy(Picture)
"""Words are a right over the model. Wagtail asks the collections of images, which say who may change files."""


class WordsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        shown: bool = WORDS_POLICY.user_has_permission(request.user, "change")
        return shown


class PictureWordsViewSet(SnippetViewSet):
    """Lists pictures by their words; a picture is uploaded among the images, never here."""

    model = Picture
    icon = "image"
    menu_label = _("Words of pictures")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["title", f"alt_text_{registry.SOURCE}", UpdatedAtColumn()]
    copy_view_enabled = False

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(permission_policy=WORDS_POLICY, **kwargs)

    @property
    def menu_item_class(self) -> type[MenuItem]:
        return WordsMenuItem

    def get_edit_handler(self) -> Any:
        return words_tabs(Picture.words, (), WordsForm, "").bind_to_model(Picture)


register_snippet(PictureWordsViewSet)
