from collections.abc import Callable

import pytest
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms.home.models import SectionPage
from cms.tourism.models import DestinationPage
from sites.publishing import addresses
from sites.publishing.addresses import Link
from sites.publishing.models import ShortHost
from tests.factories.pages import destination, own_version, plain_page, translated
from tests.factories.portals import home_of, portal, section
from translations.models import SiteLanguage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _portals(kept_for_the_module: None) -> None:
    """Two portals; on the first one a destination is public in Vietnamese and Lao."""
    site = portal(languages=("vi", "en", "zh-hans", "lo", "km"))
    own_version(destination(section(site), "Thác", slug="thac"), "lo")
    portal("quang-tri", languages=("vi", "lo"))


@pytest.fixture
def site(_portals: None) -> Site:
    return Site.objects.get(hostname="cao-bang.localhost")


@pytest.fixture
def other(_portals: None) -> Site:
    return Site.objects.get(hostname="quang-tri.localhost")


@pytest.fixture
def page(_portals: None) -> DestinationPage:
    return DestinationPage.objects.get(slug="thac", locale__language_code="vi")


def parent_of_destinations() -> SectionPage:
    return SectionPage.objects.get(slug="diem-den", locale__language_code="vi")


def lao(page: Page) -> Page:
    return page.get_translation(Locale.objects.get(language_code="lo"))


def shown(site: Site, language: str) -> SiteLanguage:
    return SiteLanguage.objects.get(site=site, locale__language_code=language)


def restrict(page: Page, restriction: str = PageViewRestriction.LOGIN) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=restriction, password="mat khau")


# --- what is public -----------------------------------------------------------------------------------


def test_a_public_page_has_its_portal_language_and_path(site: Site, page: Page):
    assert addresses.address(page.pk) == (site.pk, "vi", "/vi/diem-den/thac/")
    assert addresses.address(lao(page).pk) == (site.pk, "lo", "/lo/diem-den/thac/")


def test_a_home_stands_at_its_language(site: Site):
    assert addresses.address(home_of(site, "lo").pk) == (site.pk, "lo", "/lo/")


def test_a_page_that_does_not_exist_has_no_address():
    assert addresses.address(987654) is None


def is_taken_down(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(live=False)


def has_a_home_that_is_a_draft(page: Page) -> None:
    home_of(page.get_site(), "lo").unpublish()


def has_a_home_that_is_an_alias(page: Page) -> None:
    site = page.get_site()
    Page.objects.filter(pk=home_of(site, "lo").pk).update(alias_of=home_of(site, "en").pk)


def speaks_a_language_that_is_off(page: Page) -> None:
    SiteLanguage.objects.filter(locale__language_code="lo").update(is_on=False)


def speaks_a_language_that_the_portal_does_not_list(page: Page) -> None:
    shown(page.get_site(), "lo").delete()


def is_an_alias(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(alias_of=page.get_translations().first().pk)


def is_for_people_who_sign_in(page: Page) -> None:
    restrict(page)


def is_for_people_with_a_password(page: Page) -> None:
    restrict(page, PageViewRestriction.PASSWORD)


def is_for_people_of_a_group(page: Page) -> None:
    restrict(page, PageViewRestriction.GROUPS)


def lies_below_a_page_that_is_restricted(page: Page) -> None:
    restrict(page.get_parent())


def has_a_home_that_is_restricted(page: Page) -> None:
    restrict(home_of(page.get_site(), "lo"))


def lies_in_a_tree_that_is_restricted(page: Page) -> None:
    restrict(Page.get_first_root_node())


def lies_outside_every_portal(page: Page) -> None:
    page.get_site().delete()


REASONS = (
    is_taken_down,
    has_a_home_that_is_a_draft,
    has_a_home_that_is_an_alias,
    speaks_a_language_that_is_off,
    speaks_a_language_that_the_portal_does_not_list,
    is_an_alias,
    is_for_people_who_sign_in,
    is_for_people_with_a_password,
    is_for_people_of_a_group,
    lies_below_a_page_that_is_restricted,
    has_a_home_that_is_restricted,
    lies_in_a_tree_that_is_restricted,
    lies_outside_every_portal,
)


@pytest.mark.parametrize("it", REASONS, ids=lambda it: it.__name__)
def test_a_page_is_not_public_that(it: Callable[[Page], None], page: Page):
    assert addresses.address(lao(page).pk)
    it(lao(page))
    assert addresses.address(lao(page).pk) is None


def test_a_restricted_page_leaves_its_sisters_public(site: Site, page: Page):
    other = destination(page.get_parent().specific, "Động")
    restrict(other)
    assert addresses.address(page.pk)


def test_a_draft_of_a_public_page_changes_no_address(page: Page):
    draft = page.specific
    draft.slug = "thac-moi"
    draft.save_revision()
    assert addresses.address(page.pk).path == "/vi/diem-den/thac/"


def test_a_portal_lists_its_live_homes_in_the_order_of_the_registry(site: Site):
    home_of(site, "en").unpublish()
    shown(site, "km").delete()
    assert addresses.portal(site.pk).languages == ("vi", "zh-hans", "lo")


def test_a_portal_that_nobody_may_read_has_no_languages(site: Site):
    restrict(Page.get_first_root_node())
    assert addresses.portal(site.pk).languages == ()


def test_an_unknown_portal_is_said_to_be_unknown():
    with pytest.raises(LookupError, match="987654"):
        addresses.portal(987654)


# --- other languages ----------------------------------------------------------------------------------


def test_versions_are_the_public_ones_in_the_order_of_the_registry(site: Site, page: Page):
    english, draft = own_version(page, "en"), own_version(page, "km", live=False)
    assert not draft.live
    assert addresses.versions(page.translation_key.hex, site.pk) == (
        ("vi", page.pk, "/vi/diem-den/thac/"),
        ("en", english.pk, "/en/diem-den/thac/"),
        ("lo", lao(page).pk, "/lo/diem-den/thac/"),
    )


def test_versions_of_a_page_are_those_of_its_own_portal(other: Site, page: Page):
    assert addresses.versions(page.translation_key.hex, other.pk) == ()


@pytest.mark.parametrize(
    ("exists_in", "reader", "gets"),
    [
        (("vi", "en"), "lo", "en"),
        (("vi",), "lo", "vi"),
        (("vi", "en"), "km", "vi"),
        (("en", "lo"), "km", None),
        (("lo",), "en", None),
        (("vi", "lo"), "lo", None),
        (("vi",), "fr", None),
    ],
)
def test_a_missing_page_is_stood_in_for_along_the_chain_of_the_registry(
    site: Site, exists_in: tuple[str, ...], reader: str, gets: str | None
):
    page = destination(parent_of_destinations(), "Hang", slug="hang")
    own = {code: own_version(page, code) for code in exists_in if code != "vi"} | {"vi": page}
    if "vi" not in exists_in:
        page.unpublish()
    expected = (gets, own[gets].pk, f"/{reader}/diem-den/hang/") if gets else None
    assert addresses.fallback(page.translation_key.hex, site.pk, reader) == expected


@pytest.mark.parametrize(
    ("chain", "gets"), [("vi,en", "vi"), ("zh-hans, en", "en"), ("km", None), ("lo,vi", "vi")]
)
def test_a_portal_has_its_own_chain(site: Site, chain: str, gets: str | None):
    page = destination(parent_of_destinations(), "Hang", slug="hang")
    own_version(page, "en")
    SiteLanguage.objects.filter(site=site, locale__language_code="lo").update(fallback=chain)
    found = addresses.fallback(page.translation_key.hex, site.pk, "lo")
    assert (found and found[0]) == gets


def test_a_language_that_is_off_stands_in_for_none(site: Site, page: Page):
    own_version(page, "en")
    SiteLanguage.objects.filter(locale__language_code="en").update(is_on=False)
    found = addresses.fallback(page.translation_key.hex, site.pk, "zh-hans")
    assert found == ("vi", page.pk, "/zh-hans/diem-den/thac/")


# --- links --------------------------------------------------------------------------------------------


def test_a_link_leads_to_the_readers_own_version(site: Site, page: Page):
    own = lao(page)
    expected = Link(own.pk, "/lo/diem-den/thac/", "lo Thác", "lo")
    assert addresses.link(page.translation_key.hex, site.pk, "lo") == expected


def test_a_link_to_a_missing_version_names_the_language_of_its_title(site: Site, page: Page):
    expected = Link(page.pk, "/km/diem-den/thac/", "Thác", "vi")
    assert addresses.link(page.translation_key.hex, site.pk, "km") == expected


def test_there_is_no_link_where_nothing_stands_in(site: Site, page: Page):
    page.unpublish()
    assert addresses.link(page.translation_key.hex, site.pk, "km") is None


def test_a_chosen_page_is_linked_in_the_readers_language(site: Site, page: Page):
    assert addresses.link_to(page.pk, site.pk, "lo") == addresses.link(
        page.translation_key.hex, site.pk, "lo"
    )
    assert addresses.link_to(lao(page).pk, site.pk, "vi").path == "/vi/diem-den/thac/"


def test_a_chosen_page_of_another_portal_is_linked_by_its_full_address(other: Site, page: Page):
    found = addresses.link_to(page.pk, other.pk, "lo")
    assert (found.path, found.title) == ("http://cao-bang.localhost/lo/diem-den/thac/", "lo Thác")


def test_a_chosen_page_that_is_gone_or_not_public_is_not_linked(site: Site, page: Page):
    page.unpublish()
    lao(page).unpublish()
    assert addresses.link_to(page.pk, site.pk, "lo") is None
    assert addresses.link_to(987654, site.pk, "lo") is None


# --- crumbs -------------------------------------------------------------------------------------------


def paths(links: tuple[Link, ...]) -> list[str]:
    return [link.path for link in links]


def test_crumbs_lead_from_the_home_down_to_the_page_above(site: Site):
    above = plain_page(home_of(site), "Giới thiệu", slug="gioi-thieu")
    page = plain_page(above, "Liên hệ", slug="lien-he")
    found = addresses.crumbs(page.pk, site.pk, "vi")
    assert paths(found) == ["/vi/", "/vi/gioi-thieu/"]
    assert [link.title for link in found] == ["cao-bang", "Giới thiệu"]


def test_a_home_has_no_crumbs(site: Site):
    assert addresses.crumbs(home_of(site).pk, site.pk, "vi") == ()


def test_crumbs_of_what_stands_in_are_the_readers_own(site: Site, page: Page):
    translated(page.get_parent().specific, "km")
    found = addresses.crumbs(page.pk, site.pk, "km")
    assert paths(found) == ["/km/", "/km/diem-den/"]
    assert [link.language for link in found] == ["km", "km"]


def test_crumbs_leave_out_what_is_not_public(site: Site, page: Page):
    Page.objects.filter(pk=page.get_parent().pk).update(live=False)
    assert paths(addresses.crumbs(page.pk, site.pk, "vi")) == ["/vi/"]


# --- portals beside each other ------------------------------------------------------------------------


def test_portals_with_the_same_slugs_do_not_see_each_other(site: Site, other: Site, page: Page):
    twin = destination(section(other), "Thác khác", slug="thac")
    assert addresses.address(page.pk) == (site.pk, "vi", "/vi/diem-den/thac/")
    assert addresses.address(twin.pk) == (other.pk, "vi", "/vi/diem-den/thac/")
    assert addresses.link(twin.translation_key.hex, site.pk, "vi") is None
    assert [link.page_id for link in addresses.crumbs(twin.pk, other.pk, "vi")] == [
        home_of(other).pk,
        twin.get_parent().pk,
    ]


def test_a_portal_is_found_by_its_own_host_and_by_its_short_one(site: Site):
    ShortHost.objects.create(site=site, host="cb.localhost:8000")
    for hostname in ("cao-bang.localhost", "cb.localhost"):
        assert addresses.portal_at(hostname).site_id == site.pk
    assert addresses.portal_at("khac.localhost") is None
