"""Pages of every type with every field filled, found out from the models: a new field is filled too."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Locale, Page, Site
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks.facts import KnownDateBlock
from cms.facts.known_dates import KnownDateField
from cms.facts.models import BorderGate, Organisation, People, Place, Topic
from cms.home.models import HeroLayer, HomePage, SectionPage
from cms.pages.figures import FigureKind
from cms.pages.models import BasePage, Figure, GalleryPicture, RelatedPage
from cms.tourism.models import OpeningHours
from media_assets.models import Picture, PictureWords
from tests.factories import facts
from tests.factories.accounts import administrator
from tests.factories.pictures import picture
from tests.factories.portals import home_of, portal
from translations import localize, registry

Say = Callable[[str], str]
"""A language code -> some words in it, other ones each time."""

PAGE_TYPES: tuple[type[BasePage], ...] = tuple(
    model for model in apps.get_models() if issubclass(model, BasePage)
)
FACT_KINDS = (Topic, Place, People, BorderGate, Organisation)
OF_FACTS: dict[str, Any] = {
    "latitude": "22.8300",
    "longitude": "106.3200",
    "international_since": datetime.date(2023, 12, 26),
    "telephone": "0206 385 2121",
    "email": "a@example.vn",
    "url": "https://example.vn/",
}


class Everything:
    """A portal whose every word is what `say` says: facts in `fact_languages`, pages one by one."""

    def __init__(self, say: Say, languages: tuple[str, ...], fact_languages: tuple[str, ...]) -> None:
        self.say = say
        self.site: Site = portal(languages=languages)
        self.linked: Page = home_of(self.site)
        """The page to which every field and block leads that chooses a page."""
        for kind in FACT_KINDS:
            self._fact(kind, fact_languages)
        self.picture = self._picture("lead", fact_languages)
        Picture.objects.filter(pk=self.picture.pk).update(night=self._picture("night", fact_languages))
        self.section: SectionPage = self.public(SectionPage)
        self.linked = self.section

    def _fact(self, kind: Any, languages: tuple[str, ...]) -> None:
        fields = kind._meta.concrete_fields
        plain = {field.name: OF_FACTS[field.name] for field in fields if field.name in OF_FACTS}
        chosen = {field.name: field.flatchoices[0][0] for field in fields if field.choices}
        said = {field.name: self.say(registry.SOURCE) for field in fields if field.name == "source"}
        words = self._columns(kind.words, languages)
        facts.live(kind(code=f"{kind._meta.model_name}-1", live=False, **plain, **chosen, **said, **words))

    def _picture(self, title: str, languages: tuple[str, ...]) -> Picture:
        return picture(
            title,
            author=self.say(""),
            is_illustration=True,
            is_ai_made=True,
            **self._columns(PictureWords.words, languages),
        )

    def _columns(self, words: tuple[str, ...], languages: tuple[str, ...]) -> dict[str, str]:
        return {
            f"{name}_{registry.language_of(code).column}": self.say(code)
            for name in words
            for code in languages
        }

    # --- pages ----------------------------------------------------------------------------------------

    def publish_all(self) -> dict[type[BasePage], Any]:
        """Publish a page of every type in Vietnamese; the home comes last, when its shelves have something."""
        others = [model for model in PAGE_TYPES if model not in (HomePage, SectionPage)]
        return {SectionPage: self.section, **{model: self.public(model) for model in (*others, HomePage)}}

    def draft(self, model: type[BasePage], language: str = registry.SOURCE, **values: Any) -> Any:
        """Return a page of a type with every field filled, as a draft below its parent, or a home that exists."""
        filled = {**self.values(model, language), **values}
        if model is HomePage:
            page = home_of(self.site, language)
            for name, value in filled.items():
                setattr(page, name, value)
        else:
            page = model(live=False, locale=Locale.objects.get(language_code=language), **filled)
            self._parent(model, language).add_child(instance=page)
        page.save_revision()
        return model.objects.get(pk=page.pk)

    def public(self, model: type[BasePage], language: str = registry.SOURCE, **values: Any) -> Any:
        """Return the same, published."""
        page = self.draft(model, language, **values)
        page.latest_revision.publish(user=administrator())
        return model.objects.get(pk=page.pk)

    def _parent(self, model: type[BasePage], language: str) -> Page:
        home = home_of(self.site, language)
        if HomePage in model.allowed_parent_page_models():
            return home
        if language == registry.SOURCE:
            return SectionPage.objects.get(pk=self.section.pk)
        found = SectionPage.objects.filter(
            translation_key=self.section.translation_key, locale=home.locale
        ).first()
        return found or self.section.copy_for_translation(home.locale, alias=True)

    def values(self, model: type[BasePage], language: str) -> dict[str, Any]:
        """Return a value for every field that an editor fills, by name."""
        names = [*model.words, *localize.fact_names(model)]
        filled = {
            name: self._value(model._meta.get_field(name), language, name in model.words) for name in names
        }
        return {**filled, "slug": f"{model._meta.model_name}-1", "show_in_menus": model is SectionPage}

    def _value(self, field: Any, language: str, is_word: bool) -> Any:
        if isinstance(field, models.ManyToOneRel):
            return self._rows(field.name)
        if isinstance(field, models.ManyToManyField):
            return list(field.related_model.objects.all())
        if isinstance(field, models.ForeignKey):
            return field.related_model.objects.first()
        if isinstance(field, StreamField):
            return [
                stored(name, block, self._block(block, language)) for name, block in _all(field.stream_block)
            ]
        if isinstance(field, RichTextField):
            return f"<p>{self.say(language)}</p>"
        if field.choices:
            return field.flatchoices[0][0]
        return self._plain(field, language if is_word else registry.SOURCE)

    def _plain(self, field: Any, language: str) -> Any:
        by_type: tuple[tuple[Any, Any], ...] = (
            (KnownDateField, "2024-10"),
            (models.SlugField, ""),
            ((models.CharField, models.TextField), None),
            (
                models.DateTimeField,
                datetime.datetime(2026, 11, 23 + (field.name == "valid_through"), tzinfo=datetime.UTC),
            ),
            (models.DateField, datetime.date(2026, 11, 23)),
            (models.DecimalField, OF_FACTS.get(field.name)),
            (models.BooleanField, True),
            (models.IntegerField, 12),
        )
        value = next(value for kind, value in by_type if isinstance(field, kind))
        return self.say(language) if value is None else value

    def _rows(self, name: str) -> list[models.Model]:
        rows: dict[str, Callable[[], list[models.Model]]] = {
            "figures": lambda: [
                Figure(kind=kind, precision="about", value=30, source=self.say(registry.SOURCE), as_of="2024")
                for kind in FigureKind.values
            ],
            "related": lambda: [RelatedPage(target=Page.objects.get(pk=self.linked.pk))],
            "gallery": lambda: [GalleryPicture(picture=self.picture)],
            "opening_hours": lambda: [
                OpeningHours(days="Mo-Su", opens=datetime.time(8), closes=datetime.time(14))
            ],
            "layers": lambda: [
                HeroLayer(part=part, form=form, picture=self.picture)
                for part in HeroLayer.Part.values
                for form in HeroLayer.Form.values
            ],
        }
        return rows[name]()

    # --- blocks ---------------------------------------------------------------------------------------

    def _block(self, block: blocks.Block, language: str) -> Any:
        """The stored value of a block with every field filled."""
        if isinstance(block, blocks.ListBlock):
            return [stored("item", block, self._block(block.child_block, language)) for _ in range(2)]
        if isinstance(block, blocks.StructBlock):
            return {name: self._block(child, language) for name, child in block.child_blocks.items()}
        if isinstance(block, blocks.RichTextBlock):
            return f"<p>{self.say(language)}</p>"
        if isinstance(block, (blocks.CharBlock, blocks.TextBlock)):
            return self.say(language)
        return self._plain_block(block)

    def _plain_block(self, block: blocks.Block) -> Any:
        by_type: tuple[tuple[Any, Callable[[], Any]], ...] = (
            (ImageChooserBlock, lambda: self.picture.pk),
            (SnippetChooserBlock, lambda: block.target_model.objects.first().pk),
            (blocks.PageChooserBlock, lambda: self.linked.pk),
            (blocks.ChoiceBlock, lambda: next(value for value, _words in block.field.choices if value)),
            (KnownDateBlock, lambda: "2024-10-15"),
            (blocks.TimeBlock, lambda: "08:00:00"),
            (blocks.IntegerBlock, lambda: 3),
            (blocks.DecimalBlock, lambda: "22.85"),
            (blocks.URLBlock, lambda: "https://example.vn/?a=1&b=2"),
        )
        return next(value() for kind, value in by_type if isinstance(block, kind))


def _all(stream: blocks.StreamBlock) -> list[tuple[str, blocks.Block]]:
    return list(stream.child_blocks.items())


def stored(name: str, block: blocks.Block, value: Any) -> dict[str, Any]:
    """Return a block as it stands in the database."""
    return {
        "type": name,
        "value": value,
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{name}{value}{id(block)}")),
    }
