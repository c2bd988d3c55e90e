import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Site,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from cms.accounts.models import Team
from cms.accounts.teams import portal_collection, set_up_teams
from cms.facts.models import Topic
from media_assets.models import PictureWords
from tests.factories.portals import home_of, portal
from translations.models import SiteLanguage, WordsApprovalTask

pytestmark = pytest.mark.django_db

FACTS = ("place", "bordergate", "topic", "people", "organisation")


def of_facts(act: str) -> set[str]:
    return {f"facts.{act}_{kind}" for kind in FACTS}


EXPECTED = {
    ("vi", "editor"): {
        "wagtailadmin.access_admin",
        "translations.write_words_vi",
        "media_assets.change_picturewords",
        *of_facts("add"),
        *of_facts("change"),
    },
    ("lo", "editor"): {
        "wagtailadmin.access_admin",
        "translations.write_words_lo",
        "media_assets.change_picturewords",
        *of_facts("change"),
    },
    ("lo", "translator"): {
        "wagtailadmin.access_admin",
        "translations.write_words_lo",
        "media_assets.change_picturewords",
        *of_facts("change"),
    },
    ("lo", "approver"): {
        "wagtailadmin.access_admin",
        "translations.write_words_lo",
        "translations.approve_words_lo",
        "media_assets.change_picturewords",
        "media_assets.publish_picturewords",
        *of_facts("change"),
        *of_facts("publish"),
    },
}
ON_PAGES = {
    "editor": {"add_page", "change_page"},
    "translator": {"change_page"},
    "approver": {"change_page", "publish_page", "lock_page", "unlock_page"},
}


def team(site: Site, language: str, role: str) -> Team:
    return Team.objects.get(site=site, locale__language_code=language, role=role)


def rights(one: Team) -> tuple[set[str], set[tuple[int, str]], set[tuple[str, str]]]:
    """A team's permissions over models, on pages and on collections."""
    models = {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in one.group.permissions.select_related("content_type")
    }
    pages = set(one.group.page_permissions.values_list("page", "permission__codename"))
    pictures = set(one.group.collection_permissions.values_list("collection__name", "permission__codename"))
    return models, pages, pictures


def everything() -> dict[str, object]:
    """What teams, workflows and collections are there, without the numbers of rows that are made anew."""
    found: dict[str, object] = {str(one.group): (one.pk, rights(one)) for one in Team.objects.all()}
    found["workflows"] = set(WorkflowPage.objects.values_list("page", "workflow__name"))
    found["approvers"] = set(GroupApprovalTask.objects.values_list("name", "active", "groups__name"))
    found["steps"] = set(WorkflowTask.objects.values_list("workflow__name", "workflow__active", "task__name"))
    found["words"] = set(WorkflowContentType.objects.values_list("content_type__model", "workflow__name"))
    found["collections"] = set(Collection.objects.values_list("path", "name"))
    return found


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "lo"))


@pytest.mark.parametrize(("language", "role"), list(EXPECTED))
def test_a_role_has_its_rights_over_words_and_facts_and_no_others(site: Site, language: str, role: str):
    models, _pages, _pictures = rights(team(site, language, role))
    assert models == EXPECTED[language, role]


@pytest.mark.parametrize("role", ["editor", "translator", "approver"])
def test_a_role_has_its_rights_on_the_home_of_its_language_and_nowhere_else(site: Site, role: str):
    portal("quang-tri", languages=("vi", "lo"))
    _models, pages, _pictures = rights(team(site, "lo", role))
    home = home_of(site, "lo")
    assert pages == {(home.pk, codename) for codename in ON_PAGES[role]}


@pytest.mark.parametrize("role", ["editor", "translator", "approver"])
def test_editors_alone_have_rights_over_the_files_of_their_portals_pictures(site: Site, role: str):
    _models, _pages, pictures = rights(team(site, "vi", role))
    own = {("cao-bang", "add_image"), ("cao-bang", "change_image"), ("cao-bang", "choose_image")}
    assert pictures == (own if role == "editor" else set())


def test_each_portal_and_language_has_one_team_per_role():
    portal("cao-bang", languages=("vi", "lo"))
    portal("quang-tri", languages=("vi", "en"))
    teams = Team.objects.values_list("site__hostname", "locale__language_code", "role")
    roles = ("editor", "translator", "approver")
    assert sorted(teams) == sorted(
        (f"{name}.localhost", language, role)
        for name, languages in (("cao-bang", ("vi", "lo")), ("quang-tri", ("vi", "en")))
        for language in languages
        for role in roles
    )


def test_pages_of_a_language_wait_for_its_approvers(site: Site):
    workflow = WorkflowPage.objects.get(page=home_of(site, "lo")).workflow
    [task] = workflow.tasks.all()
    assert list(task.specific.groups.all()) == [team(site, "lo", "approver").group]


def test_words_of_every_kind_wait_for_approval_language_by_language(site: Site):
    for model in (Topic, PictureWords):
        [task] = model.get_default_workflow().tasks.all()
        assert isinstance(task.specific, WordsApprovalTask)
        assert task.name == model.get_default_workflow().name == "Nội dung dữ kiện và mô tả ảnh"


def test_setting_up_again_changes_nothing(site: Site):
    before = everything()
    set_up_teams(site)
    assert everything() == before


def test_a_language_without_home_has_no_team_yet(site: Site):
    japanese = Locale.objects.create(language_code="ja")
    SiteLanguage.objects.create(site=site, locale=japanese)
    set_up_teams(site)
    assert not Team.objects.filter(locale=japanese).exists()


def test_a_language_that_was_added_gets_its_teams(site: Site):
    english = Locale.objects.create(language_code="en")
    SiteLanguage.objects.create(site=site, locale=english)
    home_of(site).copy_for_translation(english)
    set_up_teams(site)
    assert rights(team(site, "en", "translator"))[1] == {(home_of(site, "en").pk, "change_page")}


def extra_permission(one: Team) -> None:
    one.group.permissions.add(Permission.objects.get(codename="approve_words_vi"))


def missing_permission(one: Team) -> None:
    one.group.permissions.remove(Permission.objects.get(codename="write_words_lo"))


def extra_right_on_a_page(one: Team) -> None:
    publish = Permission.objects.get(codename="publish_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=one.group, page=one.site.root_page, permission=publish)


def missing_right_on_a_page(one: Team) -> None:
    one.group.page_permissions.all().delete()


def extra_right_over_pictures(one: Team) -> None:
    add = Permission.objects.get(codename="add_image", content_type__app_label="wagtailimages")
    root = Collection.get_first_root_node()
    GroupCollectionPermission.objects.create(group=one.group, collection=root, permission=add)


def other_approvers(one: Team) -> None:
    task = GroupApprovalTask.objects.get(name=str(team(one.site, "lo", "approver").group))
    task.groups.set([one.group])


def missing_workflow(one: Team) -> None:
    WorkflowPage.objects.filter(workflow__name__contains=one.site.site_name).delete()


def closed_workflow(one: Team) -> None:
    for workflow in Workflow.objects.filter(name__contains=one.site.site_name):
        workflow.deactivate()


def closed_step(one: Team) -> None:
    for task in GroupApprovalTask.objects.filter(name__contains=one.site.site_name):
        task.deactivate()


def no_approval_of_words(one: Team) -> None:
    WorkflowContentType.objects.filter(content_type__model="topic").delete()


@pytest.mark.parametrize(
    "drift",
    [
        extra_permission,
        missing_permission,
        extra_right_on_a_page,
        missing_right_on_a_page,
        extra_right_over_pictures,
        other_approvers,
        missing_workflow,
        closed_workflow,
        closed_step,
        no_approval_of_words,
    ],
)
def test_setting_up_repairs_what_drifted(site: Site, drift):
    before = everything()
    drift(team(site, "lo", "translator"))
    assert everything() != before
    set_up_teams(site)
    assert everything() == before


def test_a_group_that_was_renamed_keeps_its_name_and_its_people(site: Site):
    group = team(site, "lo", "translator").group
    group.name = "Người dịch"
    group.save()
    count = Team.objects.count()
    set_up_teams(site)
    assert Team.objects.count() == count
    assert team(site, "lo", "translator").group.name == "Người dịch"


def test_editors_keep_the_pictures_of_a_portal_that_was_renamed(site: Site):
    before = portal_collection(site)
    site.site_name = "Cao Bằng"
    site.save()
    set_up_teams(site)
    assert portal_collection(site) == before
    held = GroupCollectionPermission.objects.filter(group=team(site, "vi", "editor").group)
    assert {right.collection for right in held} == {before}


def test_a_workflow_that_was_renamed_keeps_its_name(site: Site):
    Workflow.objects.filter(pk=Topic.get_default_workflow().pk).update(name="Duyệt nội dung")
    WordsApprovalTask.objects.update(name="Duyệt từng ngôn ngữ")
    set_up_teams(site)
    assert WordsApprovalTask.objects.get().name == "Duyệt từng ngôn ngữ"
    assert Topic.get_default_workflow().name == "Duyệt nội dung"


def test_the_command_sets_up_every_portal(site: Site):
    other = portal("quang-tri", languages=("vi", "lo"))
    for one in (site, other):
        missing_right_on_a_page(team(one, "lo", "translator"))
    said = io.StringIO()
    call_command("set_up_teams", stdout=said)
    for one in (site, other):
        assert rights(team(one, "lo", "translator"))[1] == {(home_of(one, "lo").pk, "change_page")}
    assert len(said.getvalue().splitlines()) == 12


def test_only_teams_have_rights():
    portal(languages=("vi",))
    assert not Group.objects.filter(team__isnull=True).exists()
