"""A page described as JSON-LD in the words of schema.org (https://schema.org/)."""

from collections.abc import Callable
from typing import Any

from cms.culture.models import HeritagePage
from cms.home.models import HomePage, PlainPage, SectionPage
from cms.investment.models import InvestmentProjectPage
from cms.news.models import ArticlePage, NoticePage
from cms.pages.figures import Figure, FigureKind
from cms.pages.models import BasePage
from cms.tourism.models import DestinationPage, OpeningHours
from sites.publishing import addresses
from sites.publishing.addresses import Portal
from sites.publishing.facts import names_of, organisation
from sites.publishing.glue import slot
from sites.publishing.ingredients import ingredient
from sites.publishing.moments import iso
from sites.publishing.pictures import picture
from sites.publishing.structured_data import describes_pages, json_in_html
from translations import registry

Data = dict[str, Any]

UNIT_CODES = {"ha": "HAR", "km": "KMT", "km2": "KMK", "m": "MTR"}
"""Units that have a code in UN/CEFACT's list, which schema.org asks for."""

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
    return _stated(
        {
            "@context": "https://schema.org",
            **_shared(page, portal, language),
            **_DESCRIBERS[type(page)](page, portal, language),
        }
    )


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
    return _stated(
        {
            "@type": "ImageObject",
            "url": portal.root_url + shown["url"],
            "width": shown["width"],
            "height": shown["height"],
            "caption": (shown["caption"] or shown["alt"] or ("",))[0],
            "creditText": shown["author"],
        }
    )


def _places(page: BasePage, language: str) -> list[Data]:
    names = names_of("place", page.places.values_list("code", flat=True), language)
    return [{"@type": "Place", "name": name.text} for _code, name in names]


def _located(page: Any, language: str) -> Data:
    return {"geo": _coordinates(page), "containedInPlace": _places(page, language)}


def _coordinates(page: Any) -> Data | None:
    if page.point is None:
        return None
    latitude, longitude = page.point
    return {"@type": "GeoCoordinates", "latitude": float(latitude), "longitude": float(longitude)}


def _properties(page: Any) -> Data:
    return {"additionalProperty": [_property(row) for row in page.figures.all()]}


def _property(row: Figure) -> Data:
    unit = FigureKind(row.kind).unit
    measured = {"unitCode": UNIT_CODES[unit]} if unit in UNIT_CODES else {"unitText": unit}
    return {"@type": "PropertyValue", "propertyID": row.kind, "value": float(row.value), **measured}


def _stated(data: Data) -> Data:
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}


# --- page types ---------------------------------------------------------------------------------------


def _destination(page: DestinationPage, portal: Portal, language: str) -> Data:
    return {
        "@type": page.kind,
        **_located(page, language),
        **_properties(page),
        "openingHoursSpecification": [
            _stated(
                {
                    "@type": "OpeningHoursSpecification",
                    "dayOfWeek": list(DAYS_OF.get(row.days, ())),
                    "opens": f"{row.opens:%H:%M}",
                    "closes": f"{row.closes:%H:%M}",
                }
            )
            for row in page.opening_hours.all()
        ],
    }


def _investment(page: InvestmentProjectPage, portal: Portal, language: str) -> Data:
    contact = organisation(page.contact.code, language) if page.contact else None
    return {
        "@type": "Project",
        **_properties(page),
        "location": _places(page, language),
        "contactPoint": _organisation(contact, "ContactPoint"),
    }


def _heritage(page: HeritagePage, portal: Portal, language: str) -> Data:
    is_place = page.kind == HeritagePage.Kind.TANGIBLE and page.point is not None
    return {
        "@type": "LandmarksOrHistoricalBuildings" if is_place else "Thing",
        **(_located(page, language) if is_place else {}),
        **(_properties(page) if is_place else {}),
    }


def _article(page: ArticlePage, portal: Portal, language: str) -> Data:
    return {
        "@type": "NewsArticle",
        "headline": page.title,
        "datePublished": page.date_published.isoformat(),
        "publisher": _publisher(portal.site_id, language),
    }


def _notice(page: NoticePage, portal: Portal, language: str) -> Data:
    issuer = organisation(page.issuer.code, language) if page.issuer else None
    return {
        "@type": "SpecialAnnouncement",
        "datePosted": iso(page.valid_from),
        "expires": iso(page.valid_through) if page.valid_through else "",
        "publisher": _organisation(issuer, "GovernmentOrganization") or _publisher(portal.site_id, language),
    }


def _home(page: HomePage, portal: Portal, language: str) -> Data:
    return {"@type": "WebSite", "publisher": _publisher(portal.site_id, language)}


def _section(page: SectionPage, portal: Portal, language: str) -> Data:
    return {"@type": "CollectionPage"}


def _plain(page: PlainPage, portal: Portal, language: str) -> Data:
    return {"@type": "WebPage"}


def _organisation(found: Data | None, kind: str) -> Data | None:
    if found is None:
        return None
    plain = {"telephone": found["telephone"], "email": found["email"], "url": found["url"]}
    address = found["address"].text if found["address"] else ""
    return _stated({"@type": kind, "name": found["name"].text, "address": address, **plain})


@ingredient
def _publisher(site_id: int, language: str) -> Data | None:
    """The office that answers for the portal, as its home says."""
    portal = addresses.portal(site_id)
    home = portal.home(language)
    issuer = HomePage.objects.filter(pk=home.page_id).values_list("issuer", flat=True).first() if home else ""
    return {"@type": "GovernmentOrganization", "name": issuer, "url": portal.root_url} if issuer else None


_DESCRIBERS: dict[type[BasePage], Callable[[Any, Portal, str], Data]] = {
    HomePage: _home,
    SectionPage: _section,
    PlainPage: _plain,
    DestinationPage: _destination,
    InvestmentProjectPage: _investment,
    HeritagePage: _heritage,
    ArticlePage: _article,
    NoticePage: _notice,
}
