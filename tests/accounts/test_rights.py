"""People who try to cross the borders between languages, portals and roles, through the real screens."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import reverse
from PIL import Image
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from cms.facts.models import Place, Topic
from media_assets.models import Picture
from tests.accounts.newsroom import Newsroom, everything, is_denied, newsroom, secrets_in, signed_in, undone
from tests.factories.facts import place
from tests.factories.pages import destination, translated
from tests.forms import press, sent

pytestmark = pytest.mark.django_db

Act = Callable[[Client], HttpResponse]


@pytest.fixture
def room() -> Newsroom:
    return newsroom()


@pytest.fixture
def translator(room: Newsroom) -> Client:
    return signed_in(room.person("translator", "lo"))


@pytest.fixture
def editor(room: Newsroom) -> Client:
    return signed_in(room.person("editor", "vi"))


@pytest.fixture
def approver(room: Newsroom) -> Client:
    return signed_in(room.person("approver", "lo"))


def changing(client: Client, acts: dict[str, Act]) -> list[str]:
    """Return those of `acts` that changed something."""
    before, found = everything(), []
    for name, act in acts.items():
        with undone():
            act(client)
            if everything() != before:
                found.append(name)
    return found


def let_through(client: Client, acts: dict[str, Act]) -> list[tuple[str, int]]:
    """Return those of `acts` that were not denied, or changed something, or told a secret of others."""
    before, found = everything(), []
    for name, act in acts.items():
        with undone():
            answer = act(client)
            if not is_denied(answer) or everything() != before or secrets_in(answer) - {"bimat-here-lo"}:
                found.append((name, answer.status_code))
    return found


def address(name: str, *arguments: Any) -> str:
    return reverse(
        name if ":" in name or name.startswith("wagtail") else f"wagtailadmin_pages:{name}", args=arguments
    )


def strings(room: Newsroom, name: str) -> tuple[Any, Any]:
    """The work on a translated page and its first passage."""
    translation = room.translation(name)
    return translation, translation.source.stringsegment_set.order_by("pk").first()


def put(room: Newsroom, name: str, words: str = "ຄຳ") -> Act:
    """Write the first passage of a translated page, as the translation editor does."""
    translation, segment = strings(room, name)
    where = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    return lambda client: client.put(
        where, f"value={words}", content_type="application/x-www-form-urlencoded"
    )


def upload(room: Newsroom, name: str, words: str = "ຄຳ") -> Act:
    """Send a PO file in which every passage of a translated page is translated."""
    translation = room.translation(name)
    catalogue = translation.export_po()
    for message in catalogue:
        message.msgstr = words
    file = SimpleUploadedFile("lao.po", str(catalogue).encode(), "text/x-gettext-translation")
    where = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    return lambda client: client.post(where, {"file": file, "next": "/admin/"})


def written(room: Newsroom, name: str) -> set[str]:
    """What stands in the translation of a page, saved or not."""
    locale = room.pages[name].locale
    context = room.translation(name).source.stringsegment_set.values("context")
    return set(
        StringTranslation.objects.filter(locale=locale, context__in=context).values_list("data", flat=True)
    )


# --- what a translator of Lao does -----------------------------------------------------------------------


def test_translator_writes_a_passage_of_a_lao_page(room: Newsroom, translator: Client):
    assert put(room, "here lo")(translator).status_code == 200
    assert "ຄຳ" in written(room, "here lo")


def test_translator_brings_a_lao_page_from_a_file(room: Newsroom, translator: Client):
    upload(room, "here lo")(translator)
    assert written(room, "here lo") == {"ຄຳ"}


def test_translator_sends_a_lao_page_for_approval_and_publishes_nothing(room: Newsroom, translator: Client):
    page = room.pages["here lo"]
    put(room, "here lo")(translator)
    translator.post(address("edit", page.pk), {"action": "send-for-approval"})
    page = type(page).objects.get(pk=page.pk)
    assert page.workflow_in_progress
    assert page.title == "lo Thác here"


def test_translator_sees_the_lao_words_of_a_fact_and_nothing_else(room: Newsroom, translator: Client):
    where = place("cao-bang", name_lo="ກາວບັງ", latitude="22.6", longitude="106.2")
    edit = address("wagtailsnippets_facts_place:edit", where.pk)
    assert set(translator.get(edit).context["form"].fields) == {"name_lo", "former_name_lo"}


def test_translator_changes_the_lao_words_of_a_fact_and_nothing_else(room: Newsroom, translator: Client):
    where = place("cao-bang", name_lo="ກາວບັງ", latitude="22.6", longitude="106.2")
    before = where.get_latest_revision_as_object()
    foreign = {"name_vi": "Khác", "name_en": "Other", "former_name_vi": "Khác", "code": "khac", "kind": "site",
               "latitude": "1", "longitude": "2", "within": ""}  # fmt: skip
    press(translator, address("wagtailsnippets_facts_place:edit", where.pk), **foreign, name_lo="ແຂວງ")
    after = Place.objects.get(pk=where.pk).get_latest_revision_as_object()
    changed = {name for name in Place.columns() if getattr(after, name) != getattr(before, name)}
    assert (changed, after.name_lo) == ({"name_lo"}, "ແຂວງ")
    assert Place.objects.get(pk=where.pk).name_lo == "ກາວບັງ"


def test_translator_cannot_bring_back_old_vietnamese_words_with_an_old_version(
    room: Newsroom, translator: Client
):
    old = room.topic.latest_revision
    draft = room.topic.get_latest_revision_as_object()
    draft.name_vi, draft.code = "Rừng già", "rung-gia"
    draft.save_revision(user=room.person("editor", "vi"))
    press(
        translator,
        address("wagtailsnippets_facts_topic:revisions_revert", room.topic.pk, old.pk),
        name_lo="ປ່າໄມ້",
    )
    newest = Topic.objects.get(pk=room.topic.pk).latest_revision.content
    assert (newest["name_vi"], newest["code"]) == ("Rừng già", "rung-gia")


def test_translator_changes_the_lao_words_of_a_picture_and_nothing_else(room: Newsroom, translator: Client):
    picture = room.pictures["here"]
    edit = address("wagtailsnippets_media_assets_picturewords:edit", picture.words.pk)
    assert set(translator.get(edit).context["form"].fields) == {"alt_text_lo", "caption_lo"}
    press(
        translator,
        edit,
        alt_text_lo="ນ້ຳຕົກໃຫຍ່",
        alt_text_vi="Khác",
        author="Khác",
        title="Khác",
        licence="cc0",
    )
    shown = Picture.objects.get(pk=picture.pk)
    drafted = shown.words.newest()
    assert (drafted["alt_text_lo"], drafted["alt_text_vi"]) == ("ນ້ຳຕົກໃຫຍ່", "Thác")
    assert (shown.words.alt_text_lo, shown.author, shown.title, shown.licence) == (
        "ນ້ຳຕົກ",
        "",
        "anh here",
        "own",
    )


def test_translator_sees_the_lao_pages_and_those_above_them_alone(room: Newsroom, translator: Client):
    listed = translator.get("/admin/api/main/pages/").json()["items"]
    own = {page.pk for page in Page.objects.descendant_of(room.pages["here lo home"], inclusive=True)}
    assert {item["id"] for item in listed} == own


def test_translator_links_to_what_is_public_and_does_not_see_what_is_not(room: Newsroom, translator: Client):
    where = address("wagtailadmin_choose_page_child", room.pages["here vi section"].pk)
    offered = translator.get(where)
    assert "Thác here" in offered.json()["html"]
    assert secrets_in(offered) == set()


# --- what a translator of Lao tries ----------------------------------------------------------------------


def test_translator_writes_into_no_other_language_or_portal(room: Newsroom, translator: Client):
    acts = {
        f"{how.__name__} {name}": how(room, name) for how in (put, upload) for name in ("here en", "there lo")
    }
    assert let_through(translator, acts) == []


def acts_on(room: Newsroom, page: Any) -> dict[str, Act]:
    """What can be done with a page of others, and with the own Lao pages by way of it."""
    own = room.pages["here lo home"]
    shown = signed_in(room.person("editor", "vi")).get(address("edit", room.pages["here vi"].pk))
    whole = sent(shown.context["form"])
    copied = {
        "new_title": "Sao",
        "new_slug": "sao",
        "new_parent_page": own.pk,
        "publish_copies": "on",
        "alias": "on",
    }
    return {
        "edit": lambda client: client.post(address("edit", page.pk), {**whole, "title": "Khác"}),
        "publish": lambda client: client.post(address("edit", page.pk), {**whole, "action-publish": "1"}),
        "submit": lambda client: client.post(address("edit", page.pk), {**whole, "action-submit": "1"}),
        "send": lambda client: client.post(address("edit", page.pk), {"action": "send-for-approval"}),
        "restart": lambda client: client.post(
            address("edit", page.pk), {"localize-restart-translation": "1"}
        ),
        "alias": lambda client: client.post(address("edit", page.pk), {"localize-convert-to-alias": "1"}),
        "copy": lambda client: client.post(address("copy", page.pk), copied),
        "move": lambda client: client.post(address("move_confirm", page.pk, own.pk)),
        "move here": lambda client: client.post(address("move_confirm", room.pages["here lo"].pk, page.pk)),
        "delete": lambda client: client.post(address("delete", page.pk)),
        "unpublish": lambda client: client.post(address("unpublish", page.pk)),
        "add": lambda client: client.post(address("add", "home", "plainpage", page.pk), whole),
        "privacy": lambda client: client.post(address("set_privacy", page.pk), {"restriction_type": "login"}),
        "lock": lambda client: client.post(address("lock", page.pk)),
        "history": lambda client: client.get(address("history", page.pk)),
        "draft": lambda client: client.get(address("view_draft", page.pk)),
        "version": lambda client: client.get(address("revisions_view", page.pk, page.latest_revision_id)),
        "translations": lambda client: client.post(
            reverse("translations_of_page", args=[page.pk]), {"language": "lo"}
        ),
    }


def test_translator_does_nothing_with_pages_of_others(room: Newsroom, translator: Client):
    names = ("here vi", "here vi draft", "here en", "there vi", "there lo")
    found = {name: let_through(translator, acts_on(room, room.pages[name])) for name in names}
    assert [name for name in names if found[name]] == []


def test_translator_approves_nothing(room: Newsroom, translator: Client):
    page = room.pages["here vi waits"]
    task = page.current_workflow_task_state
    acts: dict[str, Act] = {
        decision: lambda client, decision=decision: client.post(
            address("workflow_action", page.pk, decision, task.pk)
        )
        for decision in ("approve", "reject")
    }
    assert let_through(translator, acts) == []


def test_translator_does_with_lao_pages_nothing_but_translate(room: Newsroom, translator: Client):
    page, home = room.pages["here lo"], room.pages["here lo home"]
    whole = sent(
        signed_in(room.person("editor", "vi")).get(address("edit", room.pages["here vi"].pk)).context["form"]
    )
    api = f"/admin/api/main/pages/{page.pk}/action/"
    translation = room.translation("here lo")
    acts: dict[str, Act] = {
        "publish": lambda client: client.post(address("edit", page.pk), {"action": "publish"}),
        "publish by the API": lambda client: client.post(f"{api}publish/"),
        "publish many": lambda client: client.post(
            f"/admin/bulk/wagtailcore/page/publish/?next=/admin/&id={page.pk}"
        ),
        "unpublish": lambda client: client.post(address("unpublish", page.pk)),
        "delete": lambda client: client.post(address("delete", page.pk)),
        "lock": lambda client: client.post(address("lock", page.pk)),
        "privacy": lambda client: client.post(address("set_privacy", page.pk), {"restriction_type": "login"}),
        "add": lambda client: client.post(address("add", "home", "plainpage", home.pk), whole),
        "copy": lambda client: client.post(
            address("copy", page.pk), {"new_title": "S", "new_slug": "s", "new_parent_page": home.pk}
        ),
        "copy by the API": lambda client: client.post(f"{api}copy/", {"slug": "sao"}),
        "alias": lambda client: client.post(f"{api}create_alias/", {"update_slug": "bong"}),
        "into English": lambda client: client.post(
            f"{api}copy_for_translation/", {"locale": "en", "recursive": True}
        ),
        "by the library": lambda client: client.post(
            reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        ),
        "stop": lambda client: client.post(
            reverse("wagtail_localize:stop_translation", args=[translation.pk])
        ),
        "sync": lambda client: client.post(
            reverse("wagtail_localize:update_translations", args=[translation.source_id])
        ),
    }
    assert changing(translator, acts) == []


def test_translator_sends_no_page_into_further_languages(room: Newsroom, translator: Client):
    page = translated(destination(room.pages["here vi section"], "Hồ"), "lo")
    with TestCase.captureOnCommitCallbacks(execute=True):
        translator.post(reverse("translations_of_page", args=[page.pk]), {"language": "en"})
    assert not page.get_translations().filter(locale__language_code="en").exists()


def test_editor_sends_a_page_into_further_languages(room: Newsroom, editor: Client):
    page = destination(room.pages["here vi section"], "Hồ")
    with TestCase.captureOnCommitCallbacks(execute=True):
        editor.post(reverse("translations_of_page", args=[page.pk]), {"language": "en"})
    assert page.get_translations().filter(locale__language_code="en").exists()


def test_a_translation_becomes_no_copy_of_its_source(room: Newsroom, translator: Client):
    page = room.pages["here lo"]
    before = everything()
    translator.post(reverse("wagtail_localize:convert_to_alias", args=[page.pk]))
    assert everything() == before


def test_words_that_wait_for_approval_stay_as_they_are(room: Newsroom, translator: Client):
    page = room.pages["here lo"]
    page.get_workflow().start(page, room.person("translator", "lo"))
    assert changing(translator, writing(room, "here lo")) == []


def test_words_of_a_locked_page_stay_as_they_are(room: Newsroom, translator: Client):
    Page.objects.filter(pk=room.pages["here lo"].pk).update(locked=True)
    assert changing(translator, writing(room, "here lo")) == []


def test_words_that_neither_wait_nor_are_locked_are_changed(room: Newsroom, translator: Client):
    acts = writing(room, "here lo")
    assert changing(translator, acts) == list(acts)


def writing(room: Newsroom, name: str) -> dict[str, Act]:
    """The ways in which a translator changes a page."""
    return {"a passage": put(room, name), "a file": upload(room, name)}


FOR_ADMINISTRATORS = (
    "/admin/sites/", "/admin/sites/new/", "/admin/users/", "/admin/users/new/", "/admin/groups/", "/admin/groups/new/",
    "/admin/redirects/", "/admin/redirects/add/", "/admin/redirects/import/", "/admin/site_languages/",
    "/admin/site_languages/new/", "/admin/locales/", "/admin/locales/new/", "/admin/collections/",
    "/admin/collections/add/", "/admin/workflows/list/", "/admin/workflows/add/", "/admin/workflows/tasks/index/",
    "/admin/workflows/task_chooser/", "/admin/reports/page-types-usage/", "/admin/localize/reports/translations/",
    "/admin/localize/reports/translations/results/", "/admin/api/main/images/", "/admin/api/main/documents/",
    "/admin/documents/", "/admin/snippets/border_gates/screen/", "/admin/snippets/border_gates/playlist/",
)  # fmt: skip


def test_the_screens_of_administrators_are_theirs_alone(room: Newsroom):
    acts: dict[str, Act] = {
        f"{method} {path}": lambda client, method=method, path=path: getattr(client, method)(path)
        for path in FOR_ADMINISTRATORS
        for method in ("get", "post")
    }
    for role, language in (("translator", "lo"), ("editor", "vi"), ("approver", "vi")):
        assert let_through(signed_in(room.person(role, language)), acts) == []


@pytest.mark.parametrize("role", ["editor", "translator", "approver"])
def test_every_report_that_the_menu_offers_answers(room: Newsroom, role: str):
    client = signed_in(room.person(role, "vi"))
    offered = re.findall(r'"(/admin/[^"]*reports/[^"]*)"', client.get("/admin/").content.decode())
    assert offered
    assert [path for path in offered if client.get(path).status_code != 200] == []


# --- pictures --------------------------------------------------------------------------------------------


def png(name: str = "moi.png") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (8, 8)).save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def of_pictures(room: Newsroom, place: str) -> dict[str, Act]:
    """What can be done with the pictures of a portal."""
    picture = room.pictures[place]
    new = {"title": "Mới", "licence": "own", "collection": picture.collection_id}
    return {
        "upload": lambda client: client.post(address("wagtailimages:add"), {**new, "file": png()}),
        "upload when choosing": lambda client: client.post(
            address("wagtailimages_chooser:create"),
            {f"image-chooser-upload-{k}": v for k, v in {**new, "file": png()}.items()},
        ),
        "edit": lambda client: client.post(
            address("wagtailimages:edit", picture.pk), {**new, "title": "Khác"}
        ),
        "delete": lambda client: client.post(address("wagtailimages:delete", picture.pk)),
        "delete many": lambda client: client.post(
            f"/admin/bulk/media_assets/picture/delete/?next=/admin/&id={picture.pk}"
        ),
    }


def test_translator_uploads_and_changes_no_picture(room: Newsroom, translator: Client):
    assert let_through(translator, of_pictures(room, "here")) == []


def test_editor_changes_pictures_of_the_own_portal(room: Newsroom, editor: Client):
    press(editor, address("wagtailimages:edit", room.pictures["here"].pk), title="Khác")
    assert Picture.objects.get(pk=room.pictures["here"].pk).title == "Khác"


def test_editor_changes_no_picture_of_another_portal(room: Newsroom, editor: Client):
    before = Picture.objects.filter(collection=room.pictures["there"].collection)
    count, titles = before.count(), [picture.title for picture in before]
    for act in of_pictures(room, "there").values():
        act(editor)
    after = Picture.objects.filter(collection=room.pictures["there"].collection)
    assert (after.count(), [picture.title for picture in after]) == (count, titles)


# --- editors and approvers -------------------------------------------------------------------------------


def ways_to_publish(page: Page, data: dict[str, Any]) -> dict[str, Act]:
    api = f"/admin/api/main/pages/{page.pk}/action/publish/"
    return {
        "the editor's button": lambda client: client.post(
            address("edit", page.pk), {**data, "action-publish": "1"}
        ),
        "an act on many": lambda client: client.post(
            f"/admin/bulk/wagtailcore/page/publish/?next=/admin/&id={page.pk}"
        ),
        "the API": lambda client: client.post(api),
    }


def published(client: Client, page: Page, acts: dict[str, Act]) -> list[str]:
    """Return those of `acts` by which the draft of a page became public."""
    found = []
    for name, act in acts.items():
        with undone():
            act(client)
            if Page.objects.get(pk=page.pk).live:
                found.append(name)
    return found


def test_editor_publishes_nothing(room: Newsroom, editor: Client):
    page = room.pages["here vi draft"]
    data = sent(editor.get(address("edit", page.pk)).context["form"])
    assert published(editor, page, ways_to_publish(page, data)) == []


def test_editor_does_not_approve(room: Newsroom, editor: Client):
    page = room.pages["here vi waits"]
    editor.post(address("workflow_action", page.pk, "approve", page.current_workflow_task_state.pk))
    assert not Page.objects.get(pk=page.pk).live


def test_editor_of_one_portal_edits_no_page_of_another(room: Newsroom, editor: Client):
    page = room.pages["there vi"]
    whole = sent(editor.get(address("edit", room.pages["here vi"].pk)).context["form"])
    acts: dict[str, Act] = {
        "edit": lambda client: client.post(address("edit", page.pk), {**whole, "title": "Khác"}),
        "delete": lambda client: client.post(address("delete", page.pk)),
        "add": lambda client: client.post(
            address("add", "tourism", "destinationpage", room.pages["there vi section"].pk), whole
        ),
        "move away": lambda client: client.post(
            address("move_confirm", page.pk, room.pages["here vi section"].pk)
        ),
        "move there": lambda client: client.post(
            address("move_confirm", room.pages["here vi draft"].pk, room.pages["there vi section"].pk)
        ),
        "history": lambda client: client.get(address("history", page.pk)),
        "draft": lambda client: client.get(address("view_draft", page.pk)),
    }
    assert let_through(editor, acts) == []


def test_approver_of_vietnamese_publishes_in_each_of_these_ways(room: Newsroom):
    page = room.pages["here vi draft"]
    person = room.person("approver", "vi")
    client = signed_in(person)
    data = sent(client.get(address("edit", page.pk)).context["form"])
    acts = ways_to_publish(page, data)
    assert published(client, page, acts) == list(acts)


def test_approver_of_lao_publishes_nothing_in_vietnamese(room: Newsroom, editor: Client, approver: Client):
    page = room.pages["here vi draft"]
    data = sent(editor.get(address("edit", page.pk)).context["form"])
    assert published(approver, page, ways_to_publish(page, data)) == []


def test_approver_of_lao_does_not_approve_in_vietnamese(room: Newsroom, approver: Client):
    page = room.pages["here vi waits"]
    approver.post(address("workflow_action", page.pk, "approve", page.current_workflow_task_state.pk))
    assert not Page.objects.get(pk=page.pk).live


def test_approver_of_another_portal_does_not_approve_here(room: Newsroom):
    page = room.pages["here vi waits"]
    client = signed_in(room.person("approver", "vi", "there"))
    client.post(address("workflow_action", page.pk, "approve", page.current_workflow_task_state.pk))
    assert not Page.objects.get(pk=page.pk).live


def test_approver_of_lao_takes_no_fact_down(room: Newsroom, approver: Client):
    approver.post(address("wagtailsnippets_facts_topic:unpublish", room.topic.pk))
    assert Topic.objects.get(pk=room.topic.pk).live


def test_approver_of_vietnamese_takes_a_fact_down(room: Newsroom):
    client = signed_in(room.person("approver", "vi"))
    client.post(address("wagtailsnippets_facts_topic:unpublish", room.topic.pk))
    assert not Topic.objects.get(pk=room.topic.pk).live


def test_approver_of_lao_publishes_the_lao_words_of_a_fact_from_its_editor(room: Newsroom, approver: Client):
    draft = room.topic.get_latest_revision_as_object()
    draft.name_vi = "Rừng già"
    draft.save_revision(user=room.person("editor", "vi"))
    press(
        approver, address("wagtailsnippets_facts_topic:edit", room.topic.pk), "action-publish", name_lo="ປ່າໄມ້"
    )
    public = Topic.objects.get(pk=room.topic.pk)
    assert (public.name_lo, public.name_vi) == ("ປ່າໄມ້", "Rừng")
