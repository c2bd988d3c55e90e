"""Editing panels of a row with words: one tab for its values, one tab per language."""

from collections.abc import Sequence

from wagtail.admin.panels import FieldPanel, ObjectList, Panel, TabbedInterface

from translations import registry


def words_tabs(
    words: Sequence[str], values: Sequence[Panel], base_form_class: type, label: str
) -> TabbedInterface:
    """Return tabs for a model with the translated fields `words`; `label` names the tab of the other `values`.

    Every language of the registry has its tab. The form removes the fields that are not for this person, and
    Wagtail leaves out panels whose field is gone.
    """
    tabs = [ObjectList(list(values), heading=label)] if values else []
    tabs += [_language_tab(words, language) for language in registry.LANGUAGES]
    return TabbedInterface(tabs, base_form_class=base_form_class)


def _language_tab(words: Sequence[str], language: registry.Language) -> ObjectList:
    panels = [FieldPanel(f"{name}_{language.column}", attrs={"lang": language.tag}) for name in words]
    return ObjectList(panels, heading=language.autonym)
