"""What each page type says: one function of the page object, saved or not, to plain values.

A fact sheet is a list of rows: a label from the catalogues, items with an optional link, and a source.
The rows that hang on a page are asked for by `get_object_list`, which keeps them for whoever asks next.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from cms.culture.models import HeritagePage
from cms.home.models import HomePage, PlainPage, SectionPage
from cms.investment.models import InvestmentProjectPage
from cms.news.models import ArticlePage, NoticePage
from cms.pages.models import BasePage
from cms.tourism.models import DestinationPage
from sites.publishing import addresses, rows
from sites.publishing.facts import Run, gate, name_of, names_of_chosen, nearest_gate, organisation
from sites.publishing.moments import iso
from sites.publishing.pictures import fetch_pictures, picture
from sites.publishing.rich_text import html as rich_html
from sites.websites.blocks import body
from sites.websites.cards import cards
from sites.websites.labels import label
from sites.websites.values import coordinates, day, figure, hours, in_interface, month, plain_figure
from translations import formatting, registry

Item = dict[str, Any]
Row = dict[str, Any]

NAMES_FIRST = (registry.SOURCE, "en", "zh-hans")
"""In which other languages a page says its name: what stands on signs, what most guests read, the neighbour's."""


def own_words(page: BasePage, site_id: int, reader: str) -> dict[str, Any]:
    """Return everything that `page` itself says, for a reader of `reader`."""
    return {**_shared(page, site_id, reader), **_PRESENTERS[type(page)](page, site_id, reader)}


def _shared(page: BasePage, site_id: int, reader: str) -> dict[str, Any]:
    words = page.locale.language_code
    return {
        "title_words": page.title,
        "summary": page.summary,
        "description": page.search_description or page.summary,
        "document_title": page.seo_title or page.title,
        "lead": picture(page.picture_id, "lead", words) if page.picture_id else None,
        "credit": page.credit,
        "source": formatting.with_dates_for(page.source, reader),
        "related": cards(related_pages(page), site_id, reader),
    }


def related_pages(page: BasePage) -> list[int]:
    """Return the ids of the pages that a page recommends."""
    return [row.target_id for row in page.related.get_object_list()]


def _topics(page: BasePage, reader: str) -> list[tuple[str, Run]]:
    return names_of_chosen("topic", page.topics.get_object_list(), reader)


# --- fact sheets --------------------------------------------------------------------------------------


def _row(
    label_text: str, items: Iterable[Item | None], source: Run | None = None, as_of: str = ""
) -> Row | None:
    shown = [item for item in items if item]
    return {"label": label_text, "items": shown, "source": source, "as_of": as_of} if shown else None


def _text(text: str) -> Item | None:
    return {"text": text} if text else None


def _run(run: Run | None, href: str = "") -> Item | None:
    return {"run": run, "href": href} if run else None


def _source(text: str, reader: str) -> Run | None:
    """The source of a fact, which nobody translates: it is named in the language of the newsroom."""
    return (
        Run(formatting.with_dates_for(text, reader), registry.language_of(registry.SOURCE).tag)
        if text
        else None
    )


def _sheet(rows_of_sheet: Iterable[Row | None]) -> list[Row]:
    return [row for row in rows_of_sheet if row]


def _figure_rows(page: BasePage, reader: str) -> list[Row | None]:
    shown = [figure(plain_figure(row), reader) for row in page.figures.get_object_list()]
    return [
        _row(one["label"], [{"figure": one}], _source(one["source"], reader), one["as_of"]) for one in shown
    ]


def _coordinates_row(page: Any, reader: str) -> Row | None:
    point = coordinates(page.latitude, page.longitude, reader)
    words = point["text"] if point else gettext("no coordinates yet")
    return _row(gettext("Coordinates"), [{"text": words, "href": point["geo"] if point else ""}])


def _nearest_gate_row(page: Any, reader: str) -> Row | None:
    if page.latitude is None:
        return None
    found = nearest_gate(str(page.latitude), str(page.longitude))
    shown = gate(found[0], reader) if found else None
    if not found or not shown:
        return None
    distance = gettext("%(km)s km in a straight line") % {"km": formatting.number(round(found[1]), reader)}
    return _row(gettext("Nearest border gate"), [_run(shown["full_name"] or shown["name"]), _text(distance)])


def _people_row(page: BasePage, reader: str) -> Row | None:
    names = names_of_chosen("people", page.peoples.get_object_list(), reader)
    return _row(gettext("Community"), [_run(name) for _code, name in names])


def _place_row(page: BasePage, reader: str) -> Row | None:
    names = names_of_chosen("place", page.places.get_object_list(), reader)
    return _row(gettext("Place"), [_run(name) for _code, name in names])


def _contact_rows(found: dict[str, Any] | None, heading: str) -> list[Row | None]:
    if not found:
        return []
    telephone, email = found["telephone"], found["email"]
    return [
        _row(
            heading,
            [
                _run(found["name"], found["url"]),
                _run(found["address"]),
                {"text": telephone, "href": "tel:" + telephone.replace(" ", "")} if telephone else None,
                {"text": email, "href": f"mailto:{email}"} if email else None,
            ],
        )
    ]


# --- page types ---------------------------------------------------------------------------------------


def _destination(page: DestinationPage, site_id: int, reader: str) -> dict[str, Any]:
    words = page.locale.language_code
    with in_interface(reader):
        facts = _sheet(
            [
                *_figure_rows(page, reader),
                _season_row(page, reader),
                _coordinates_row(page, reader),
                _nearest_gate_row(page, reader),
                _people_row(page, reader),
                _place_row(page, reader),
            ]
        )
    return {
        "names": other_names(page, site_id),
        "kind": label(DestinationPage.Kind, page.kind, reader),
        "hours": _opening_hours(page, reader),
        "hours_note": page.hours_note,
        "hours_source": _source(page.hours_source, reader),
        "facts": facts,
        "topics": _topics(page, reader),
        "how_to_get_there": rich_html(page.how_to_get_there, site_id, reader),
        "body": body(page.body.get_prep_value(), site_id, reader, words),
        "gallery": _gallery(page, words),
    }


def _opening_hours(page: DestinationPage, reader: str) -> list[dict[str, str]]:
    return [
        {
            "days": label(type(row).Days, row.days, reader),
            "hanoi": hours(row.opens.isoformat(), row.closes.isoformat()),
            "beijing": hours(row.opens.isoformat(), row.closes.isoformat(), beijing=True)
            if page.shows_second_clock
            else "",
        }
        for row in page.opening_hours.get_object_list()
    ]


def _season_row(page: DestinationPage, reader: str) -> Row | None:
    if not page.season_from:
        return None
    return _row(
        gettext("Best season"),
        [_text(f"{month(page.season_from, reader)} – {month(page.season_to, reader)}")],
    )


def _gallery(page: BasePage, words: str) -> list[dict[str, Any]]:
    ids = [row.picture_id for row in page.gallery.all()]
    fetch_pictures(ids, "card")
    return [shown for picture_id in ids if (shown := picture(picture_id, "card", words))]


def other_names(page: BasePage, site_id: int) -> list[Run]:
    """Return what the page is called in up to two other languages: NAMES_FIRST, then those of the registry."""
    found = {code: page_id for code, page_id, _path in addresses.versions(page.translation_key.hex, site_id)}
    found.pop(page.locale.language_code, None)
    order = [code for code in dict.fromkeys((*NAMES_FIRST, *registry.CODES)) if code in found]
    titles = [(rows.page_row(found[code]), code) for code in order]
    runs = [
        Run(row.title, registry.language_of(code).tag)
        for row, code in titles
        if row and row.title != page.title
    ]
    return runs[:2]


def _investment(page: InvestmentProjectPage, site_id: int, reader: str) -> dict[str, Any]:
    words = page.locale.language_code
    with in_interface(reader):
        contact = organisation(page.contact.code, reader) if page.contact else None
        zone = name_of("place", page.zone.code, reader) if page.zone else None
        basis = Run(page.legal_basis, registry.language_of(words).tag) if page.legal_basis else None
        facts = _sheet(
            [
                _row(gettext("Sector"), [_text(label(page.Sector, page.sector, reader))]),
                _row(gettext("Form of investment"), [_text(label(page.Form, page.form, reader))]),
                _row(gettext("Stage"), [_text(label(page.Stage, page.stage, reader))]),
                _row(gettext("Zone"), [_run(zone)]),
                *_figure_rows(page, reader),
                _capital_missing_row(page),
                _row(gettext("Legal basis"), [_run(basis)]),
                _place_row(page, reader),
                *_contact_rows(contact, gettext("Contact")),
                _row(gettext("Data as of"), [_text(formatting.known_date(page.as_of, reader))]),
            ]
        )
    return {
        "names": other_names(page, site_id),
        "facts": facts,
        "topics": _topics(page, reader),
        "incentives": rich_html(page.incentives, site_id, reader),
        "strip": picture(page.picture_id, "strip", words) if page.picture_id else None,
        "body": body(page.body.get_prep_value(), site_id, reader, words),
    }


def _capital_missing_row(page: InvestmentProjectPage) -> Row | None:
    """What an investor looks for first and does not find is said, not left out."""
    kinds = {row.kind for row in page.figures.get_object_list()}
    if kinds & {"capital-bn-vnd", "capital-usd"}:
        return None
    return _row(gettext("Capital"), [_text(gettext("not published"))])


def _heritage(page: HeritagePage, site_id: int, reader: str) -> dict[str, Any]:
    words = page.locale.language_code
    with in_interface(reader):
        facts = _sheet(
            [
                _row(gettext("Kind"), [_text(label(page.Kind, page.kind, reader))]),
                _row(gettext("Level of recognition"), [_text(label(page.Level, page.level, reader))]),
                _row(gettext("Recognised"), [_text(formatting.known_date(page.recognised, reader))]),
                _people_row(page, reader),
                _place_row(page, reader),
                *_figure_rows(page, reader),
                _coordinates_row(page, reader) if page.latitude is not None else None,
            ]
        )
    return {
        "names": other_names(page, site_id),
        "facts": facts,
        "topics": _topics(page, reader),
        "body": body(page.body.get_prep_value(), site_id, reader, words),
        "gallery": _gallery(page, words),
    }


def _article(page: ArticlePage, site_id: int, reader: str) -> dict[str, Any]:
    words = page.locale.language_code
    with in_interface(reader):
        facts = _sheet([*_figure_rows(page, reader), _place_row(page, reader), _people_row(page, reader)])
    return {
        "iso_date": page.date_published.isoformat(),
        "date": day(page.date_published.isoformat(), reader),
        "facts": facts,
        "topics": _topics(page, reader),
        "body": body(page.body.get_prep_value(), site_id, reader, words),
        "gallery": _gallery(page, words),
    }


def _notice(page: NoticePage, site_id: int, reader: str) -> dict[str, Any]:
    words = page.locale.language_code
    with in_interface(reader):
        issuer = organisation(page.issuer.code, reader) if page.issuer else None
        ends = day(iso(page.valid_through), reader) if page.valid_through else gettext("until further notice")
        facts = _sheet(
            [
                _row(gettext("Valid from"), [_text(day(iso(page.valid_from), reader))]),
                _row(gettext("Valid until"), [_text(ends)]),
                _place_row(page, reader),
                *_contact_rows(issuer, gettext("Issued by")),
            ]
        )
    return {
        "iso_date": iso(page.valid_from)[:10],
        "date": day(iso(page.valid_from), reader),
        "facts": facts,
        "topics": _topics(page, reader),
        "body": body(page.body.get_prep_value(), site_id, reader, words),
    }


def _plain(page: PlainPage, site_id: int, reader: str) -> dict[str, Any]:
    return {"body": body(page.body.get_prep_value(), site_id, reader, page.locale.language_code)}


def _section(page: SectionPage, site_id: int, reader: str) -> dict[str, Any]:
    return {"layout": page.layout}


def _home(page: HomePage, site_id: int, reader: str) -> dict[str, Any]:
    words = page.locale.language_code
    voice = _own_voice(words)
    is_borrowed = voice is not None and not page.body
    return {
        "layers": _layers(page, words),
        "body": _source_body(site_id, reader)
        if is_borrowed
        else body(page.body.get_prep_value(), site_id, reader, words),
        "body_is_borrowed": is_borrowed,
        "voice": voice,
    }


def _source_body(site_id: int, reader: str) -> list[SafeString]:
    """The body of the Vietnamese home, for readers whose language has only a sentence yet."""
    home = addresses.portal(site_id).home(registry.SOURCE)
    source = HomePage.objects.filter(pk=home.page_id).first() if home else None
    return body(source.body.get_prep_value(), site_id, reader, registry.SOURCE) if source else []


def _layers(page: HomePage, words: str) -> dict[str, dict[str, Any]]:
    """The opening picture by part and form: `back` and `front`, each wide and tall."""
    layers = list(page.layers.all())
    for form in ("wide", "tall"):
        fetch_pictures([row.picture_id for row in layers if row.form == form], f"layer-{form}")
    shown = {(row.part, row.form): picture(row.picture_id, f"layer-{row.form}", words) for row in layers}
    parts = {part: {form: shown.get((part, form)) for form in ("wide", "tall")} for part in ("back", "front")}
    return parts if all(all(forms.values()) for forms in parts.values()) else {}


def _own_voice(words: str) -> dict[str, Any] | None:
    """The sample of a language that has no interface of its own: the first thing its readers see."""
    spoken = registry.language_of(words)
    if spoken.interface == spoken.code:
        return None
    sample = spoken.sample
    return {
        "autonym": spoken.autonym,
        "text": sample.text if sample else "",
        "source": Run(sample.source, registry.SOURCE) if sample else None,
    }


_PRESENTERS: dict[type[BasePage], Callable[[Any, int, str], dict[str, Any]]] = {
    HomePage: _home,
    SectionPage: _section,
    PlainPage: _plain,
    DestinationPage: _destination,
    InvestmentProjectPage: _investment,
    HeritagePage: _heritage,
    ArticlePage: _article,
    NoticePage: _notice,
}
