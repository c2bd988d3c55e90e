import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.facts.models import BorderGate, Place, Topic
from sites.publishing.facts import (
    Run,
    fetch_facts,
    fetch_facts_by_id,
    gate,
    name_of,
    names_of,
    names_of_chosen,
    nearest_gate,
    organisation,
    run_of,
)
from sites.publishing.ingredients import making
from tests.factories import facts
from tests.factories.accounts import administrator

pytestmark = pytest.mark.django_db


# --- names --------------------------------------------------------------------------------------------


def test_a_fact_is_named_in_the_readers_language():
    facts.topic("rung", name_vi="Rừng", name_lo="ປ່າ")
    assert name_of("topic", "rung", "lo") == Run("ປ່າ", "lo")


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("vi", Run("Rừng", "vi")),
        ("lo", Run("Forest", "en")),
        ("km", Run("Rừng", "vi")),
        ("zh-hant", Run("森林", "zh-Hans")),
        ("nut", Run("Đông", "tyz")),
        ("blt", Run("Rừng", "vi")),
        ("cja", Run("Glai", "cjm-Cham")),
    ],
)
def test_a_name_that_is_missing_comes_from_the_nearest_language_and_says_so(language: str, name: Run):
    facts.topic(
        "rung", name_vi="Rừng", name_en="Forest", name_zh_hans="森林", name_tyz="Đông", name_cjm="Glai"
    )
    assert name_of("topic", "rung", language) == name


def test_a_name_is_never_taken_from_a_language_outside_the_chain():
    assert run_of({"name_lo": "ປ່າ"}, "name", "km") is None


@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_name_is_a_missing_one(empty: str | None):
    assert run_of({"name_lo": empty, "name_vi": "Rừng"}, "name", "lo") == Run("Rừng", "vi")


def test_names_come_in_the_order_in_which_they_were_asked_for():
    for code in ("a", "b", "c"):
        facts.place(code)
    found = names_of("place", ["c", "a", "nowhere", "b"], "vi")
    assert found == [("c", Run("c", "vi")), ("a", Run("a", "vi")), ("b", Run("b", "vi"))]


def test_many_names_are_fetched_with_one_query():
    codes = [facts.people(f"people-{count}").code for count in range(5)]
    with making(), CaptureQueriesContext(connection) as queries:
        assert len(names_of("people", codes, "lo")) == 5
    assert len(queries) == 1


def test_names_of_facts_that_are_loaded_need_no_query():
    chosen = [facts.place("b", name_lo="ບ"), facts.place("a")]
    draft = Place(code="c", name_vi="c", live=False)
    draft.save()
    with making(), CaptureQueriesContext(connection) as queries:
        assert names_of_chosen("place", [*chosen, draft], "lo") == [
            ("b", Run("ບ", "lo")),
            ("a", Run("a", "vi")),
        ]
        assert name_of("place", "a", "vi") == Run("a", "vi")
    assert len(queries) == 0


def test_facts_are_found_by_their_ids_as_blocks_hold_them():
    live, draft = facts.gate("tra-linh"), facts.gate("ta-lung")
    draft.unpublish(user=administrator())
    with making(), CaptureQueriesContext(connection) as queries:
        assert fetch_facts_by_id("bordergate", [draft.pk, live.pk, 987654]) == {live.pk: "tra-linh"}
        assert gate("tra-linh", "vi")["name"] == Run("tra-linh", "vi")
    assert len(queries) == 1
    assert fetch_facts_by_id("bordergate", []) == {}


def test_what_was_fetched_is_not_asked_for_again():
    facts.place("a")
    with making():
        fetch_facts("place", ["a", "nowhere"])
        with CaptureQueriesContext(connection) as queries:
            name_of("place", "a", "lo")
            name_of("place", "nowhere", "lo")
    assert len(queries) == 0


# --- what never shows ---------------------------------------------------------------------------------


def test_a_fact_that_was_never_approved_is_not_named():
    Topic(code="rung", name_vi="Rừng", live=False).save()
    assert name_of("topic", "rung", "vi") is None


def test_a_fact_that_was_taken_down_is_not_named():
    facts.topic("rung").unpublish(user=administrator())
    assert name_of("topic", "rung", "vi") is None


def test_words_that_wait_for_approval_are_not_shown():
    fact = facts.topic("rung", name_vi="Rừng")
    draft = fact.get_latest_revision_as_object()
    draft.name_lo, draft.name_vi = "ປ່າ", "Rừng già"
    draft.save_revision()
    assert name_of("topic", "rung", "lo") == name_of("topic", "rung", "vi") == Run("Rừng", "vi")


def test_a_gate_that_is_a_draft_is_neither_named_nor_near():
    BorderGate(
        code="tra-linh", name_vi="Trà Lĩnh", kind="road", latitude="22.8", longitude="106.3", live=False
    ).save()
    assert gate("tra-linh", "vi") is None
    assert nearest_gate("22.8", "106.3") is None


def test_an_organisation_that_is_a_draft_is_not_shown():
    facts.organisation("so", telephone="02063").unpublish(user=administrator())
    assert organisation("so", "vi") is None


def test_a_fact_that_does_not_exist_is_not_named():
    assert name_of("place", "nowhere", "vi") is None
    assert gate("nowhere", "vi") is None
    assert organisation("nowhere", "vi") is None


# --- gates --------------------------------------------------------------------------------------------


def test_a_gate_is_shown_with_its_counterpart_as_the_other_side_writes_it():
    facts.gate(
        "tra-linh",
        neighbour="CN",
        name_vi="Cửa khẩu quốc tế Trà Lĩnh",
        short_name_vi="Trà Lĩnh",
        counterpart_name_vi="Long Bang",
        counterpart_name_zh_hans="龙邦",
        international_since=datetime.date(2023, 12, 26),
        latitude="22.8300",
        longitude="106.3210",
        source="baocaobang.vn",
    )
    assert gate("tra-linh", "en") == {
        "code": "tra-linh",
        "name": Run("Trà Lĩnh", "vi"),
        "full_name": Run("Cửa khẩu quốc tế Trà Lĩnh", "vi"),
        "counterpart": Run("龙邦", "zh-Hans"),
        "counterpart_read": Run("Long Bang", "vi"),
        "since": "2023-12-26",
        "source": "baocaobang.vn",
    }


@pytest.mark.parametrize(("neighbour", "tag"), [("CN", "zh-Hans"), ("LA", "lo"), ("KH", "km")])
def test_each_neighbour_writes_in_its_own_language(neighbour: str, tag: str):
    written = {f"counterpart_name_{code}": code for code in ("vi", "zh_hans", "lo", "km")}
    facts.gate("cua-khau", neighbour=neighbour, **written)
    assert gate("cua-khau", "vi")["counterpart"].tag == tag


def test_the_nearest_gate_is_one_that_can_be_reached_by_land():
    facts.gate("tra-linh", latitude="22.83", longitude="106.32")
    facts.gate("ta-lung", latitude="22.49", longitude="106.58")
    facts.gate("san-bay", kind="air", latitude="22.85", longitude="106.72")
    facts.gate("khong-toa-do")
    code, distance = nearest_gate("22.85", "106.72")
    assert code == "tra-linh"
    assert distance == pytest.approx(41, abs=1)


def test_where_no_gate_is_none_is_near():
    assert nearest_gate("22.85", "106.72") is None


# --- organisations ------------------------------------------------------------------------------------


def test_an_organisation_has_its_words_by_language_and_its_telephone_once():
    facts.organisation(
        "so",
        name_vi="Sở Văn hóa",
        name_en="Department of Culture",
        address_vi="Phường Thục Phán",
        telephone="0206 3",
        email="a@b.vn",
        url="https://a.vn",
    )
    assert organisation("so", "lo") == {
        "name": Run("Department of Culture", "en"),
        "address": Run("Phường Thục Phán", "vi"),
        "telephone": "0206 3",
        "email": "a@b.vn",
        "url": "https://a.vn",
    }


def test_facts_of_different_kinds_with_one_code_do_not_meet():
    facts.topic("cao-bang", name_vi="Chủ đề")
    facts.place("cao-bang", name_vi="Nơi")
    with making():
        assert name_of("topic", "cao-bang", "vi").text == "Chủ đề"
        assert name_of("place", "cao-bang", "vi").text == "Nơi"
    assert Place.objects.get().name_vi == "Nơi"
