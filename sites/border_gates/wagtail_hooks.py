"""Where operators keep screens and playlists."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, PageChooserPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from sites.border_gates.models import Playlist, Screen


class ScreenViewSet(SnippetViewSet):
    model = Screen
    icon = "desktop"
    list_display = ["name", "gate", "playlist"]
    panels = [
        FieldRowPanel([FieldPanel("gate"), FieldPanel("name")]),
        FieldPanel("code"),
        FieldRowPanel([FieldPanel("width"), FieldPanel("height")]),
        InlinePanel("languages", label=_("Language"), heading=_("Languages in order"), min_num=1),
        FieldPanel("playlist"),
    ]


class PlaylistViewSet(SnippetViewSet):
    model = Playlist
    icon = "list-ol"
    list_display = ["name", "site"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("site")]),
        InlinePanel(
            "items",
            [PageChooserPanel("page"), FieldPanel("seconds")],
            label=_("Page"),
            heading=_("Pages in order"),
        ),
    ]


class GatesGroup(SnippetViewSetGroup):
    menu_label = _("Screens")
    menu_name = "screens"
    menu_icon = "desktop"
    menu_order = 320
    items = (ScreenViewSet, PlaylistViewSet)


register_snippet(GatesGroup)
