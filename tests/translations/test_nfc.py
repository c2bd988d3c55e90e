"""The same letter is the same bytes, whatever keyboard it came from: texts are kept composed (NFC)."""

import unicodedata

import pytest
from wagtail.models import Site
from wagtail_localize.models import StringTranslation, Translation

from cms.home.models import PlainPage
from cms.tourism.models import DestinationPage
from media_assets.models import Picture
from tests.factories.pages import destination, fill, translated
from tests.factories.pictures import picture
from tests.factories.portals import home_of, portal, section

pytestmark = pytest.mark.django_db

COMPOSED = "Thác Bản Giốc ở Đàm Thủy"
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "lo"))


def decomposed_in(text: str) -> bool:
    return text != unicodedata.normalize("NFC", text)


def body() -> list[dict[str, object]]:
    rows = [{"type": "item", "id": "r1", "value": {"name": DECOMPOSED, "value": "1"}}]
    table = {"caption": DECOMPOSED, "rows": rows, "unit": "ha", "source": DECOMPOSED, "as_of": "2014"}
    return [
        {"type": "heading", "id": "b1", "value": DECOMPOSED},
        {"type": "paragraph", "id": "b2", "value": f"<p>{DECOMPOSED}</p>"},
        {"type": "facts_table", "id": "b3", "value": table},
    ]


def test_decomposed_text_is_what_this_file_thinks():
    assert decomposed_in(DECOMPOSED)
    assert not decomposed_in(COMPOSED)


def test_words_of_a_page_are_kept_composed(site: Site):
    page = destination(section(site), DECOMPOSED, summary=DECOMPOSED, how_to_get_there=f"<p>{DECOMPOSED}</p>")
    public = DestinationPage.objects.get(pk=page.pk)
    assert (public.title, public.summary, public.draft_title) == (COMPOSED, COMPOSED, COMPOSED)
    assert public.how_to_get_there == f"<p>{COMPOSED}</p>"


def test_words_inside_a_stream_are_kept_composed_however_deep(site: Site):
    page = PlainPage(title="Giới thiệu", locale=home_of(site).locale, body=body())
    home_of(site).add_child(instance=page)
    stored = str(PlainPage.objects.get(pk=page.pk).body.get_prep_value())
    assert stored.count(COMPOSED) == 5
    assert not decomposed_in(stored)


def test_a_draft_is_kept_composed(site: Site):
    page = destination(section(site), "Thác")
    draft = page.get_latest_revision_as_object()
    draft.title = DECOMPOSED
    draft.body = DestinationPage._meta.get_field("body").stream_block.to_python(body())
    revision = draft.save_revision()
    revision.refresh_from_db()
    assert COMPOSED in revision.content["title"]
    assert not decomposed_in(str(revision.content))


def test_what_a_translator_writes_is_kept_composed(site: Site):
    own = translated(destination(section(site), "Thác"), "lo", live=False)
    fill(Translation.objects.get(target_locale=own.locale), mark=DECOMPOSED)
    assert not any(decomposed_in(row.data) for row in StringTranslation.objects.all())


def test_words_of_a_picture_are_kept_composed():
    shown = picture(DECOMPOSED, alt_text_vi=DECOMPOSED, author=DECOMPOSED)
    public = Picture.objects.get(pk=shown.pk)
    assert (public.title, public.words.alt_text_vi, public.author) == (COMPOSED, COMPOSED, COMPOSED)


def test_an_unchanged_stream_is_left_as_it_is(site: Site):
    heading = {"type": "heading", "id": "b1", "value": COMPOSED}
    page = DestinationPage.objects.get(pk=destination(section(site), "Thác", body=[heading]).pk)
    before = page.body
    page.save()
    assert page.body is before
