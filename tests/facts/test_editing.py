"""How facts are written: everybody sees the languages that are on and that he or she may write."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale, Site
from wagtail.users.models import UserProfile

from cms.accounts.models import User
from cms.facts.models import Organisation, Place, Topic
from tests.factories.accounts import administrator, member
from tests.factories.facts import place, topic
from tests.factories.portals import portal
from tests.forms import press
from translations import registry
from translations.models import SiteLanguage

pytestmark = pytest.mark.django_db

EDIT = "wagtailsnippets_facts_topic:edit"


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "en", "lo"))


def browser(user: User, interface: str = "vi") -> Client:
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = interface
    profile.save()
    client = Client()
    client.force_login(user)
    return client


def shown(client: Client, fact: Topic | Place) -> list[str]:
    """The names of the fields in the form of a fact."""
    address = reverse(f"wagtailsnippets_facts_{fact._meta.model_name}:edit", args=[fact.pk])
    return list(client.get(address).context["form"].fields)


def newest(fact: Topic) -> Topic:
    return Topic.objects.get(pk=fact.pk).get_latest_revision_as_object()


def test_an_editor_sees_the_values_and_the_words_of_the_own_language(site: Site):
    assert shown(browser(member(site, "vi", "editor")), topic()) == ["code", "name_vi"]


def test_somebody_with_several_languages_sees_them_all(site: Site):
    member(site, "vi", "editor", "mai")
    assert shown(browser(member(site, "lo", "editor", "mai")), topic()) == ["code", "name_vi", "name_lo"]


def test_an_administrator_sees_the_languages_that_a_portal_shows(site: Site):
    assert shown(browser(administrator()), topic()) == ["code", "name_vi", "name_en", "name_lo"]


def test_a_language_that_is_off_is_not_shown(site: Site):
    SiteLanguage.objects.filter(locale__language_code="lo").update(is_on=False)
    assert shown(browser(administrator()), topic()) == ["code", "name_vi", "name_en"]


def test_a_language_that_is_off_is_not_written_by_those_who_had_it(site: Site):
    SiteLanguage.objects.filter(locale__language_code="lo").update(is_on=False)
    assert shown(browser(member(site, "lo", "translator")), topic()) == []


def test_a_language_that_is_turned_on_is_shown_without_a_restart(site: Site):
    client, fact = browser(administrator()), topic()
    assert "name_ja" not in shown(client, fact)
    SiteLanguage.objects.create(site=site, locale=Locale.objects.create(language_code="ja"))
    assert "name_ja" in shown(client, fact)


def test_a_list_calls_languages_by_their_names(site: Site):
    topic()
    shown = browser(administrator()).get(reverse("wagtailsnippets_facts_topic:list")).content.decode()
    assert "Tên (Tiếng Việt)" in shown
    assert "[vi]" not in shown


def test_words_in_languages_that_the_form_does_not_show_survive_every_save(site: Site):
    words = {f"name_{language.column}": f"tên {language.code}" for language in registry.LANGUAGES}
    fact = topic(**words)
    for user in (member(site, "vi", "editor"), member(site, "lo", "translator"), administrator()):
        column = "name_lo" if user.username.startswith("translator") else "name_vi"
        press(browser(user), reverse(EDIT, args=[fact.pk]), **{column: "khác"})
    draft = newest(fact)
    assert {name: getattr(draft, name) for name in words} == {**words, "name_vi": "khác", "name_lo": "khác"}


@pytest.mark.parametrize("interface", ["vi", "en"])
def test_words_go_into_the_language_of_their_field_whatever_the_interface_speaks(site: Site, interface: str):
    fact = topic(name_vi="Rừng", name_en="Forest")
    press(browser(member(site, "vi", "editor"), interface), reverse(EDIT, args=[fact.pk]), name_vi="Rừng già")
    assert (newest(fact).name_vi, newest(fact).name_en) == ("Rừng già", "Forest")


def test_a_translator_reads_the_vietnamese_words_beside_the_own_ones(site: Site):
    fact = topic(name_vi="Rừng")
    client = browser(member(site, "lo", "translator"))
    field = client.get(reverse(EDIT, args=[fact.pk])).context["form"].fields["name_lo"]
    assert "Rừng" in field.help_text
    assert field.widget.attrs["lang"] == "lo"


def test_vietnamese_words_may_not_be_missing(site: Site):
    client = browser(member(site, "vi", "editor"))
    address = reverse("wagtailsnippets_facts_topic:add")
    answer = client.post(address, {"code": "rung", "name_vi": "", "action-submit": "1"})
    assert "name_vi" in answer.context["form"].errors


def test_a_new_fact_is_a_draft(site: Site):
    client = browser(member(site, "vi", "editor"))
    client.post(reverse("wagtailsnippets_facts_topic:add"), {"code": "rung", "name_vi": "Rừng"})
    assert Topic.objects.filter(code="rung", live=False).exists()


# --- values ----------------------------------------------------------------------------------------------


def test_a_code_that_is_taken_is_refused_at_its_field(site: Site):
    topic("rung")
    client = browser(member(site, "vi", "editor"))
    answer = client.post(reverse("wagtailsnippets_facts_topic:add"), {"code": "rung", "name_vi": "Rừng"})
    assert list(answer.context["form"].errors) == ["code"]


def test_a_place_and_a_topic_may_have_one_code():
    topic("cao-bang")
    place("cao-bang")
    assert Place.objects.filter(code="cao-bang").exists()


@pytest.mark.parametrize("code", ["Cao Bằng", "cao_bằng", "thác/1"])
def test_a_code_can_stand_in_an_address(code: str):
    with pytest.raises(ValidationError) as caught:
        Topic(code=code, name_vi="Rừng").full_clean()
    assert list(caught.value.message_dict) == ["code"]


def a_place(**values: str) -> Place:
    return Place(code="cao-bang", kind="province", name_vi="Cao Bằng", **values)


@pytest.mark.parametrize("point", [{}, {"latitude": "22.6657", "longitude": "106.2579"}])
def test_a_place_has_both_coordinates_or_none(point: dict[str, str]):
    a_place(**point).full_clean()


@pytest.mark.parametrize("point", [{"latitude": "22.6657"}, {"longitude": "106.2579"}])
def test_one_coordinate_alone_is_refused(point: dict[str, str]):
    with pytest.raises(ValidationError):
        a_place(**point).full_clean()


@pytest.mark.parametrize(
    ("point", "field"),
    [
        ({"latitude": "91", "longitude": "0"}, "latitude"),
        ({"latitude": "0", "longitude": "-181"}, "longitude"),
    ],
)
def test_coordinates_lie_on_the_earth(point: dict[str, str], field: str):
    with pytest.raises(ValidationError) as caught:
        a_place(**point).full_clean()
    assert list(caught.value.message_dict) == [field]


def test_an_organisation_is_named_in_the_language_of_the_reader():
    office = Organisation(code="so-du-lich", name_vi="Sở Du lịch", name_lo="ພະແນກ")
    with override("lo"):
        assert str(office) == "ພະແນກ"
    with override("km"):
        assert str(office) == "Sở Du lịch"
