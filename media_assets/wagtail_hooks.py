"""Where the words of pictures are written, sent for approval and approved: apart from their files."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from media_assets import choosing
from media_assets.models import PictureWords
from translations import registry
from translations.forms import WordsForm
from translations.panels import words_tabs


class PictureWordsViewSet(SnippetViewSet):
    """Lists the words of pictures; a picture is uploaded among the images, never here."""

    model = PictureWords
    icon = "image"
    menu_label = _("Words of pictures")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["picture", f"alt_text_{registry.SOURCE}", UpdatedAtColumn()]
    copy_view_enabled = False

    def get_edit_handler(self) -> Any:
        return words_tabs(PictureWords.words, (), WordsForm, "").bind_to_model(PictureWords)


register_snippet(PictureWordsViewSet)
choosing.declare()
