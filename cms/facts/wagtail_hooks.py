"""Where editors find the facts: one menu with a list per kind."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.facts.models import BorderGate, Organisation, People, Place, Topic
from translations import registry
from translations.forms import WordsForm
from translations.panels import words_tabs

LOCATED = (FieldPanel("latitude"), FieldPanel("longitude"), FieldPanel("coordinates_confidence"))


class FactViewSet(SnippetViewSet):
    """Lists, chooses and edits one kind of fact."""

    values: Sequence[Panel] = (FieldPanel("code"),)
    list_display = [f"name_{registry.SOURCE}", "code", UpdatedAtColumn()]
    list_per_page = 50
    copy_view_enabled = False

    def get_edit_handler(self) -> Any:
        tabs = words_tabs(self.model.words, self.values, WordsForm, _("Values"))
        return tabs.bind_to_model(self.model)


class PlaceViewSet(FactViewSet):
    model = Place
    icon = "site"
    values = (FieldPanel("code"), FieldPanel("kind"), FieldPanel("within"), *LOCATED)
    list_display = [f"name_{registry.SOURCE}", "kind", "code", UpdatedAtColumn()]
    list_filter = ["kind"]


class BorderGateViewSet(FactViewSet):
    model = BorderGate
    icon = "home"
    values = (
        FieldPanel("code"),
        FieldPanel("kind"),
        FieldPanel("neighbour"),
        FieldPanel("province"),
        FieldPanel("international_since"),
        *LOCATED,
        FieldPanel("source"),
    )
    list_display = [f"name_{registry.SOURCE}", "neighbour", "code", UpdatedAtColumn()]
    list_filter = ["kind", "neighbour"]


class TopicViewSet(FactViewSet):
    model = Topic
    icon = "tag"


class PeopleViewSet(FactViewSet):
    model = People
    icon = "group"


class OrganisationViewSet(FactViewSet):
    model = Organisation
    icon = "mail"
    values = (FieldPanel("code"), FieldPanel("telephone"), FieldPanel("email"), FieldPanel("url"))


class FactsGroup(SnippetViewSetGroup):
    menu_label = _("Facts")
    menu_name = "facts"
    menu_icon = "list-ul"
    menu_order = 300
    items = (PlaceViewSet, BorderGateViewSet, TopicViewSet, PeopleViewSet, OrganisationViewSet)


register_snippet(FactsGroup)
