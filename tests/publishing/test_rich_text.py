import re
import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from cms.tourism.models import DestinationPage
from sites.publishing.rich_text import html
from tests.factories.pages import destination, own_version
from tests.factories.portals import portal, section

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _portals(kept_for_the_module: None) -> None:
    """A waterfall in Vietnamese and Lao, a cave in Vietnamese only, a draft, and a gate on another portal."""
    site = portal(languages=("vi", "en", "lo"))
    places = section(site)
    own_version(destination(places, "Thác", slug="thac"), "lo")
    destination(places, "Động", slug="dong")
    destination(places, "Bản thảo", slug="ban-thao", live=False)
    destination(section(portal("quang-tri", languages=("vi", "lo"))), "Cửa khẩu", slug="cua-khau")


@pytest.fixture
def site(_portals: None) -> Site:
    return Site.objects.get(hostname="cao-bang.localhost")


def page(slug: str) -> Page:
    return DestinationPage.objects.get(slug=slug, locale__language_code="vi")


def link(to: int | str, words: str = "ở đây") -> str:
    return f'<a linktype="page" id="{to}">{words}</a>'


def hrefs(made: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', made)


def shown(source: str, site: Site, language: str = "vi") -> str:
    return html(source, site.pk, language)


# --- links --------------------------------------------------------------------------------------------


def test_a_link_gets_the_address_of_its_page(site: Site):
    assert hrefs(shown(link(page("thac").pk), site)) == ["/vi/diem-den/thac/"]


def test_a_link_leads_to_the_version_in_the_readers_language(site: Site):
    assert hrefs(shown(link(page("thac").pk), site, "lo")) == ["/lo/diem-den/thac/"]


def test_a_link_from_a_translated_text_leads_back_into_the_readers_language(site: Site):
    lao = DestinationPage.objects.get(slug="thac", locale__language_code="lo")
    assert hrefs(shown(link(lao.pk), site, "vi")) == ["/vi/diem-den/thac/"]


def test_a_link_to_a_missing_version_leads_to_what_stands_in_for_it(site: Site):
    assert hrefs(shown(link(page("dong").pk), site, "lo")) == ["/lo/diem-den/dong/"]


def test_a_link_to_another_portal_has_its_full_address(site: Site):
    made = shown(link(page("cua-khau").pk), site, "lo")
    assert hrefs(made) == ["http://quang-tri.localhost/lo/diem-den/cua-khau/"]


@pytest.mark.parametrize("to", ["draft", "987654", "", "x", "1.5", "-1", "9" * 30])
def test_a_link_to_what_is_not_public_leaves_its_words_only(site: Site, to: str):
    made = shown(f"<p>Xem {link(page('ban-thao').pk if to == 'draft' else to)}.</p>", site)
    assert "href" not in made
    assert re.sub(r"<[^>]*>", "", made) == "Xem ở đây."


def test_a_link_without_a_page_leaves_its_words_only(site: Site):
    assert "href" not in shown('<a linktype="page">ở đây</a>', site)


@pytest.mark.parametrize("kind", ["document", "file", "mystery"])
def test_a_link_of_another_kind_leaves_its_words_only(site: Site, kind: str):
    made = shown(f'<a linktype="{kind}" id="1" href="/bi-mat">ở đây</a>', site)
    assert "href" not in made
    assert "ở đây" in made


@pytest.mark.parametrize(
    "href", ["https://vov.vn/a?b=1&amp;c=2", "mailto:a@b.vn", "tel:+84206", "geo:22.8,106.7", "http://a.vn/"]
)
def test_links_out_of_the_house_stay(site: Site, href: str):
    assert hrefs(shown(f'<a href="{href}">ở đây</a>', site)) == [href]


def test_many_links_are_looked_up_together(site: Site):
    places = page("thac").get_parent().specific
    some = "".join(link(page(slug).pk) for slug in ("thac", "dong"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        shown(some, site, "lo")
    many = "".join(link(destination(places, f"Hang {count}").pk) for count in range(8))
    with CaptureQueriesContext(connection) as more:
        shown(some + many, site, "lo")
    assert len(more) == len(few)


# --- what is dangerous --------------------------------------------------------------------------------

DANGEROUS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    '<p onclick="alert(1)">a</p>',
    '<p style="position:fixed">a</p>',
    '<a href="javascript:alert(1)">a</a>',
    '<a href="JaVaScRiPt:alert(1)">a</a>',
    '<a href="java\tscript:alert(1)">a</a>',
    '<a href=" &#106;avascript:alert(1)">a</a>',
    '<a href="data:text/html,<script>alert(1)</script>">a</a>',
    '<a linktype="page" href="javascript:alert(1)">a</a>',
    "<a linktype='page' id='1' href='javascript:alert(1)'>a</a>",
    '<iframe src="https://evil.example"></iframe>',
    "<svg><script>alert(1)</script></svg>",
    "<style>body{display:none}</style>",
    "<form action='https://evil.example'><input name=a></form>",
    '<embed embedtype="media" url="https://evil.example"/>',
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<!-- <script>alert(1)</script> -->",
    "<base href='https://evil.example/'>",
    "<p><b>unclosed <i>tags",
    "<h1>ours alone</h1>",
)
ALLOWED = re.compile(
    r"</?(?:b|br|em|i|li|ol|p|span|strong|ul)>|</a>"
    r'|<a(?: (?:href="(?:geo|https?|mailto|tel):[^"]*"|href="/[^"]*"|rel="noopener noreferrer"))*>'
)


@pytest.mark.parametrize("source", DANGEROUS)
def test_only_harmless_tags_leave_the_house(site: Site, source: str):
    left = ALLOWED.sub("", shown(source, site))
    assert "<" not in left
    assert "alert" not in left.replace("&lt;", "<") or "<script" not in left.replace("&lt;", "<")


def test_what_is_cleaned_is_closed(site: Site):
    assert shown("<p><b>một <i>hai", site) == "<p><b>một <i>hai</i></b></p>"


def test_bold_italic_and_lists_stay(site: Site):
    source = "<p><b>đậm</b> <i>nghiêng</i><br></p><ul><li>một</li></ul><ol><li>hai</li></ol>"
    assert shown(source, site) == source


def test_a_word_of_another_language_keeps_its_tag(site: Site):
    source = '<p><span lang="zh-Hans">板约瀑布</span></p>'
    assert shown(source, site) == source


# --- letters ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "H'rê và M'Nông",
        "K’ho, T’ruih pa xul p’rá Cơ Tu",
        "“ngoặc kép” - gạch – gạch dài…",
        unicodedata.normalize("NFD", "Thác Bản Giốc"),
        "Ớ 2 Hang Kiên, Pa̒ Ko̒ thuô̭c wiḙ̂n Mai Châw",
        "ມະນຸດເກີດມາມີສິດເສລີພາບ",
        "ច្រកទ្វារ\u200bព្រំដែន",
        "ꪼꪕꪒꪾ ꨌꩌꨛꨩ",
        "板约瀑布\u3000龙邦",
    ],
)
def test_apostrophes_and_marks_survive(site: Site, text: str):
    assert shown(f"<p>{text}</p>", site) == f"<p>{text}</p>"


def test_letters_that_mean_something_in_html_stay_letters(site: Site):
    assert shown("<p>R&amp;D &lt;script&gt; 3 &lt; 4</p>", site) == "<p>R&amp;D &lt;script&gt; 3 &lt; 4</p>"
