"""The contract with wagtail-localize: what its functions do here."""

import datetime

import pytest
from django.test import TestCase
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from cms.facts.models import Topic
from cms.news.models import ArticlePage
from cms.pages.models import Figure
from cms.tourism.models import DestinationPage
from tests.factories.accounts import administrator, member
from tests.factories.facts import topic
from tests.factories.pages import article, destination, fill, translated
from tests.factories.pictures import picture
from tests.factories.portals import portal, section
from translations import localize
from translations.refusals import Refusal
from translations.submissions import State, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "en", "lo"))


def lao() -> Locale:
    return Locale.objects.get(language_code="lo")


def republished(page: Page, **values: object):
    """The page with some fields changed, published again; the task worker has done what followed."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(page, name, value)
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.save_revision().publish(user=administrator())
    return type(page).objects.get(pk=page.pk)


def test_a_page_sent_for_translation_is_a_draft_with_its_slug(site: Site):
    page = destination(section(site), "Thác Bản Giốc", slug="thac-ban-gioc")
    localize.send_for_translation(page, lao(), administrator())
    own = page.get_translation(lao())
    assert (own.live, own.slug) == (False, "thac-ban-gioc")


def test_a_section_can_be_sent_for_translation_after_a_page_below_it(site: Site):
    places = section(site, "diem-den")
    localize.send_for_translation(destination(places, "Thác"), lao(), administrator())
    localize.send_for_translation(places, lao(), administrator())
    own = places.get_translation(lao())
    assert (own.alias_of, own.live, own.latest_revision is not None) == (None, False, True)


def test_the_library_publishes_nothing_that_is_not_translated(site: Site):
    page = destination(section(site), "Thác")
    translate_object(page, [lao()], user=administrator())
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=lao())
    with pytest.raises(Refusal):
        translation.save_target(user=administrator(), publish=True)
    assert not page.get_translation(lao()).live


def test_saving_a_translation_draft_leaves_the_public_page_as_it_is(site: Site):
    page = destination(section(site), "Thác")
    own = translated(page, "lo")
    translation = localize.translation_of(own)
    StringTranslation.objects.filter(locale=lao()).update(data="ບໍ່ໄດ້ອະນຸມັດ")
    translation.save_target(user=administrator(), publish=False)
    public = DestinationPage.objects.get(pk=own.pk)
    assert public.title == "lo Thác"
    assert public.get_latest_revision_as_object().title == "ບໍ່ໄດ້ອະນຸມັດ"


def test_publishing_the_source_carries_its_facts_into_the_live_translation(site: Site):
    page = destination(section(site), "Thác")
    own = translated(page, "lo")
    page.figures = [Figure(kind="height-m", value=30, source="VOV4", as_of=datetime.date(2024, 1, 1))]
    page.topics = [topic("rung")]
    republished(
        page,
        latitude="22.85",
        longitude="106.72",
        picture=picture(),
        figures=page.figures.all(),
        topics=page.topics.all(),
    )
    public = DestinationPage.objects.get(pk=own.pk)
    assert str(public.latitude) == "22.8500"
    assert public.picture_id is not None
    assert [row.value for row in public.figures.all()] == [30]
    assert [row.code for row in public.topics.all()] == ["rung"]
    assert public.title == "lo Thác"


def test_facts_taken_from_the_source_leave_the_translation_too(site: Site):
    page = destination(section(site), "Thác", topics=[topic("rung")])
    own = translated(page, "lo")
    assert own.topics.count() == 1
    republished(page, topics=[])
    assert Topic.objects.count() == 1
    assert DestinationPage.objects.get(pk=own.pk).topics.count() == 0


def test_draft_of_the_source_carries_nothing(site: Site):
    page = destination(section(site), "Thác")
    own = translated(page, "lo")
    draft = DestinationPage.objects.get(pk=page.pk)
    draft.latitude, draft.longitude = "22.85", "106.72"
    draft.save_revision()
    assert DestinationPage.objects.get(pk=own.pk).latitude is None


def test_new_slug_of_the_source_is_the_slug_of_its_translation(site: Site):
    page = destination(section(site), "Thác", slug="thac")
    own = translated(page, "lo")
    republished(page, slug="thac-ban-gioc")
    public = Page.objects.get(pk=own.pk)
    assert public.slug == "thac-ban-gioc"
    assert public.url_path.endswith("/thac-ban-gioc/")


def test_translation_of_a_changed_source_stays_public_and_is_outdated(site: Site):
    page = destination(section(site), "Thác")
    own = translated(page, "lo")
    assert state_of(own) is State.PUBLIC
    republished(page, title="Thác lớn")
    assert Page.objects.get(pk=own.pk).title == "lo Thác"
    assert state_of(DestinationPage.objects.get(pk=own.pk)) is State.OUTDATED


def test_a_change_of_facts_alone_outdates_nothing(site: Site):
    page = destination(section(site), "Thác")
    own = translated(page, "lo")
    republished(page, latitude="22.85", longitude="106.72")
    assert state_of(DestinationPage.objects.get(pk=own.pk)) is State.PUBLIC


def test_translators_see_the_newest_public_words_of_the_source(site: Site):
    page = destination(section(site), "Thác")
    own = translated(page, "lo")
    republished(page, title="Thác lớn")
    translation = localize.translation_of(own)
    missing = localize.untranslated(translation.source, lao())
    assert [segment.string.data for segment in missing] == ["Thác lớn"]


def test_translation_made_anew_from_the_changed_source_is_up_to_date(site: Site):
    page = destination(section(site), "Thác")
    own = translated(page, "lo")
    republished(page, title="Thác lớn")
    translation = localize.translation_of(own)
    fill(translation)
    localize.save_translation_draft(translation, administrator()).publish(user=administrator())
    public = DestinationPage.objects.get(pk=own.pk)
    assert public.title == "lo Thác lớn"
    assert state_of(public) is State.PUBLIC


def test_facts_in_blocks_follow_the_source_and_words_in_blocks_do_not(site: Site):
    table = {
        "caption": "Diện tích",
        "rows": [{"type": "item", "id": "r1", "value": {"name": "Tà Lùng", "value": "14632"}}],
        "unit": "ha",
        "source": "dantri.com.vn",
        "as_of": "2014-03-11",
    }
    page = article(
        section(site, layout="dated"), "Tin", body=[{"type": "facts_table", "id": "b1", "value": table}]
    )
    own = translated(page, "lo")
    table["rows"][0]["value"]["value"] = "14700"
    stream = ArticlePage._meta.get_field("body").stream_block.to_python(
        [{"type": "facts_table", "id": "b1", "value": table}]
    )
    republished(page, body=stream)
    [block] = ArticlePage.objects.get(pk=own.pk).body.get_prep_value()
    assert block["value"]["rows"][0]["value"] == {"name": "lo Tà Lùng", "value": "14700"}


def test_translation_cannot_be_public_before_its_source(site: Site):
    page = destination(section(site), "Thác", live=False)
    own = translated(page, "lo", live=False)
    with pytest.raises(Refusal):
        own.latest_revision.publish(user=administrator())


def test_taking_the_source_down_takes_its_translations_down(site: Site):
    page = destination(section(site), "Thác")
    own = translated(page, "lo")
    DestinationPage.objects.get(pk=page.pk).unpublish(user=administrator())
    assert not Page.objects.get(pk=own.pk).live


def test_deleting_the_source_takes_its_translations_down(site: Site):
    page = destination(section(site), "Thác")
    own = translated(page, "lo")
    Page.objects.get(pk=page.pk).specific.delete()
    assert not Page.objects.get(pk=own.pk).live


def test_a_draft_that_still_speaks_the_source_language_is_not_published(site: Site):
    page = destination(section(site), "Thác")
    localize.send_for_translation(page, lao(), administrator())
    draft = page.get_translation(lao())
    with pytest.raises(Refusal, match="1"):
        draft.save_revision().publish(user=member(site, "lo", "approver"))
    assert not page.get_translation(lao()).live


def test_a_name_that_is_the_same_in_both_languages_is_translated(site: Site):
    page = destination(section(site), "Pác Bó")
    localize.send_for_translation(page, lao(), administrator())
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=lao())
    for segment in translation.source.stringsegment_set.select_related("string"):
        StringTranslation.objects.create(
            translation_of=segment.string, context=segment.context, locale=lao(), data=segment.string.data
        )
    localize.save_translation_draft(translation, administrator()).publish(user=member(site, "lo", "approver"))
    assert page.get_translation(lao()).live


def test_every_page_type_says_which_of_its_text_is_words():
    from django.apps import apps
    from django.db import models
    from wagtail.fields import StreamField

    from cms.facts.known_dates import KnownDateField
    from cms.pages.models import BasePage

    codes = {"slug", "source", "hours_source", "made_from"}
    for model in apps.get_models():
        if issubclass(model, BasePage):
            text = {
                field.name
                for field in model._meta.local_concrete_fields
                if isinstance(field, (models.CharField, models.TextField, StreamField))
                and not field.choices
                and not isinstance(field, KnownDateField)
            }
            assert text <= set(model.words) | codes, model


def test_approver_of_lao_may_not_publish_vietnamese(site: Site):
    page = destination(section(site), "Thác", live=False)
    with pytest.raises(Exception, match="permission"):
        page.latest_revision.publish(user=member(site, "lo", "approver"))
    assert not TranslationSource.objects.exists()


def test_a_translation_whose_slug_is_taken_gets_another(site: Site):
    page = destination(section(site), "Thác", slug="thac")
    own = translated(page, "lo")
    newer = destination(own.get_parent().specific, "ນ້ຳຕົກ", slug="thac-moi")
    Page.objects.filter(pk=own.pk).update(slug="cu")
    Page.objects.filter(pk=newer.pk).update(slug="thac")
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=lao())
    localize.save_translation_draft(translation, administrator()).publish(user=administrator())
    assert Page.objects.get(pk=own.pk).slug == "thac-1"


def test_a_draft_whose_slug_was_taken_meanwhile_is_refused_with_the_reason(site: Site):
    parent = section(site)
    page = destination(parent, "Thác", slug="thac", live=False)
    page.slug = "suoi"
    revision = page.save_revision()
    destination(parent, "Suối", slug="suoi")
    with pytest.raises(Refusal, match="suoi"):
        revision.publish(user=administrator())
