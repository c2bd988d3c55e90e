"""A page described as JSON-LD in the words of schema.org (https://schema.org/)."""

from collections.abc import Callable
from typing import Any

from cms.culture.models import HeritagePage
from cms.facts.models import BorderGate
from cms.home.models import HomePage, PlainPage, SectionPage
from cms.investment.models import InvestmentProjectPage
from cms.news.models import ArticlePage, NoticePage
from cms.pages.models import BasePage
from cms.tourism.models import DestinationPage, OpeningHours
from sites.open_data import records
from sites.open_data.records import Record
from sites.publishing import addresses
from sites.publishing.addresses import Portal
from sites.publishing.facts import names_of, organisation
from sites.publishing.glue import slot
from sites.publishing.ingredients import ingredient
from sites.publishing.pictures import picture
from sites.publishing.structured_data import describes_pages, json_in_html
from translations import registry

Data = dict[str, Any]

UNIT_CODES = {"ha": "HAR", "km": "KMT", "km2": "KMK", "m": "MTR"}
"""Units that have a code in UN/CEFACT's list, which schema.org asks for."""

VALUES = {"over": "minValue", "at-most": "maxValue"}
"""Which property holds a figure that is not a value but a bound."""

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS_OF = {
    OpeningHours.Days.DAILY: DAYS,
    OpeningHours.Days.WEEKDAYS: DAYS[:5],
    OpeningHours.Days.WEEKEND: DAYS[5:],
}


def register() -> None:
    """Describe pages wherever structured data is asked for."""
    describes_pages(describe)
    describes_pages(breadcrumbs)


def describe(page: BasePage, site_id: int, language: str) -> Data | None:
    """Return what `page` is about; `language` is the code of its words."""
    portal = addresses.portal(site_id)
    return stated(
        {
            "@context": "https://schema.org",
            **_shared(page, portal, language),
            **_DESCRIBERS[type(page)](records.of_object(page), portal, language),
        }
    )


def describe_record(model: type[Any], record: Record, site_id: int, language: str) -> Data:
    """Return what a record of a page type or of the gates is about, by its own properties."""
    return stated(_DESCRIBERS[model](record, addresses.portal(site_id), language))


def breadcrumbs(page: BasePage, site_id: int, language: str) -> Data | None:
    """Return where `page` lies below the home, or None for the home and for an unsaved page."""
    portal = addresses.portal(site_id)
    above = addresses.pages_above(page.pk, site_id) if page.pk else ()
    url = _url(page, portal)
    if not above or not url:
        return None
    ways = [(key, addresses.way(key, site_id, language)) for _page_id, key in above]
    steps = [(slot(name_of_step, key, site_id, language), portal.root_url + way) for key, way in ways if way]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": item}
            for position, (name, item) in enumerate([*steps, (page.title, url)], 1)
        ],
    }


@ingredient
def name_of_step(key: str, site_id: int, language: str) -> str:
    """Return the name of a page above others, as it stands between the quotes of JSON in a document."""
    link = addresses.link(key, site_id, language)
    return json_in_html(link.title)[1:-1] if link else ""


# --- what all pages share -----------------------------------------------------------------------------


def _shared(page: BasePage, portal: Portal, language: str) -> Data:
    return {
        "name": page.title,
        "description": page.summary,
        "inLanguage": registry.language_of(language).tag,
        "url": _url(page, portal),
        "image": _image(page, portal, language),
    }


def _url(page: BasePage, portal: Portal) -> str:
    here = addresses.address(page.pk) if page.pk else None
    return portal.root_url + here.path if here else ""


def _image(page: BasePage, portal: Portal, language: str) -> Data | None:
    shown = picture(page.picture_id, "lead", language) if page.picture_id else None
    if shown is None:
        return None
    return stated(
        {
            "@type": "ImageObject",
            "url": portal.root_url + shown["url"],
            "width": shown["width"],
            "height": shown["height"],
            "caption": (shown["caption"] or shown["alt"] or ("",))[0],
            "creditText": shown["author"],
        }
    )


def _places(codes: list[str], language: str) -> list[Data]:
    return [{"@type": "Place", "name": name.text} for _code, name in names_of("place", codes, language)]


def _located(it: Record, language: str) -> Data:
    return {"geo": _coordinates(it), "containedInPlace": _places(it["places"], language)}


def _coordinates(it: Record) -> Data | None:
    point = records.point(it)
    if point is None:
        return None
    latitude, longitude = point
    return {"@type": "GeoCoordinates", "latitude": float(latitude), "longitude": float(longitude)}


def _properties(it: Record) -> Data:
    return {"additionalProperty": [_property(figure) for figure in it["figures"]]}


def _property(figure: dict[str, str]) -> Data:
    unit = figure["unit"]
    measured = {"unitCode": UNIT_CODES[unit]} if unit in UNIT_CODES else {"unitText": unit}
    value = {VALUES.get(figure["precision"], "value"): float(figure["value"])}
    return {"@type": "PropertyValue", "propertyID": figure["kind"], **value, **measured}


def stated(data: Data) -> Data:
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}


# --- page types ---------------------------------------------------------------------------------------


def _destination(it: Record, portal: Portal, language: str) -> Data:
    return {
        "@type": it["kind"],
        **_located(it, language),
        **_properties(it),
        "openingHoursSpecification": [
            stated(
                {
                    "@type": "OpeningHoursSpecification",
                    "dayOfWeek": list(DAYS_OF.get(span["days"], ())),
                    "opens": span["opens"],
                    "closes": span["closes"],
                }
            )
            for span in it["hours"]
        ],
    }


def _investment(it: Record, portal: Portal, language: str) -> Data:
    contact = organisation(it["contact"], language) if it["contact"] else None
    return {
        "@type": "Project",
        **_properties(it),
        "location": _places(it["places"], language),
        "contactPoint": _organisation(contact, "ContactPoint"),
    }


def _heritage(it: Record, portal: Portal, language: str) -> Data:
    is_place = it["kind"] == HeritagePage.Kind.TANGIBLE and records.point(it) is not None
    return {
        "@type": "LandmarksOrHistoricalBuildings" if is_place else "Thing",
        **(_located(it, language) if is_place else {}),
        **(_properties(it) if is_place else {}),
    }


def _article(it: Record, portal: Portal, language: str) -> Data:
    return {
        "@type": "NewsArticle",
        "headline": it["title"],
        "datePublished": it["date_published"],
        "publisher": publisher(portal.site_id, language),
    }


def _notice(it: Record, portal: Portal, language: str) -> Data:
    issuer = organisation(it["issuer"], language) if it["issuer"] else None
    return {
        "@type": "SpecialAnnouncement",
        "datePosted": it["valid_from"],
        "expires": it["valid_through"],
        "publisher": _organisation(issuer, "GovernmentOrganization") or publisher(portal.site_id, language),
    }


def _home(it: Record, portal: Portal, language: str) -> Data:
    return {"@type": "WebSite", "publisher": publisher(portal.site_id, language)}


def _section(it: Record, portal: Portal, language: str) -> Data:
    return {"@type": "CollectionPage"}


def _plain(it: Record, portal: Portal, language: str) -> Data:
    return {"@type": "WebPage"}


def _gate(it: Record, portal: Portal, language: str) -> Data:
    return {
        "@type": "Airport" if it["kind"] == BorderGate.Kind.AIR else "CivicStructure",
        "alternateName": it["short_name"] if it["short_name"] != it["name"] else "",
        "geo": _coordinates(it),
        "containedInPlace": _places([it["province"]] if it["province"] else [], language),
    }


def _organisation(found: Data | None, kind: str) -> Data | None:
    if found is None:
        return None
    plain = {"telephone": found["telephone"], "email": found["email"], "url": found["url"]}
    address = found["address"].text if found["address"] else ""
    return stated({"@type": kind, "name": found["name"].text, "address": address, **plain})


@ingredient
def publisher(site_id: int, language: str) -> Data | None:
    """The office that answers for the portal, as its home says."""
    portal = addresses.portal(site_id)
    home = portal.home(language)
    issuer = HomePage.objects.filter(pk=home.page_id).values_list("issuer", flat=True).first() if home else ""
    return {"@type": "GovernmentOrganization", "name": issuer, "url": portal.root_url} if issuer else None


_DESCRIBERS: dict[type[Any], Callable[[Any, Portal, str], Data]] = {
    BorderGate: _gate,
    HomePage: _home,
    SectionPage: _section,
    PlainPage: _plain,
    DestinationPage: _destination,
    InvestmentProjectPage: _investment,
    HeritagePage: _heritage,
    ArticlePage: _article,
    NoticePage: _notice,
}
