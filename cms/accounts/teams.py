"""One group per portal, language and role, with exactly the permissions of the role."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, Model
from django.utils.translation import gettext, override
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from cms.accounts.models import Team
from translations import registry
from translations.models import SiteLanguage, WordsApprovalTask
from translations.rights import APPROVE, WRITE, permission
from translations.words import WordsMixin

Role = Team.Role

PAGE_ACTS = {
    Role.EDITOR: ("add_page", "change_page"),
    Role.TRANSLATOR: ("change_page",),
    Role.APPROVER: ("change_page", "publish_page", "lock_page", "unlock_page"),
}
WORD_ACTS = {Role.EDITOR: (WRITE,), Role.TRANSLATOR: (WRITE,), Role.APPROVER: (WRITE, APPROVE)}
FACT_ACTS = {
    Role.EDITOR: ("add", "change"),
    Role.TRANSLATOR: ("change",),
    Role.APPROVER: ("change", "publish"),
}
PICTURE_ACTS = ("add_image", "change_image", "choose_image")
OPEN = {"active": True}
"""A workflow or step that somebody closed is opened again: without it nothing can be approved."""


@transaction.atomic
def set_up_teams(site: Site) -> list[Team]:
    """Make or repair the teams of every language of a portal, their workflows and its picture collection."""
    collection = portal_collection(site)
    teams = []
    for shown in SiteLanguage.objects.filter(site=site).select_related("locale"):
        home = Page.objects.filter(
            translation_key=site.root_page.translation_key, locale=shown.locale
        ).first()
        if home is not None:
            teams += [_set_up(site, shown.locale, role, home, collection) for role in Role.values]
            _give_workflow(home, shown.locale, site)
    _give_words_workflow()
    return teams


def portal_collection(site: Site) -> Collection:
    """Return the collection that holds the pictures of a portal, and make it when it is missing."""
    root = Collection.get_first_root_node()
    name = site.site_name or site.hostname
    return (
        _collection_of_editors(site)
        or root.get_children().filter(name=name).first()
        or root.add_child(instance=Collection(name=name))
    )


def _collection_of_editors(site: Site) -> Collection | None:
    """The collection on which the portal's editors have most rights: portals and collections are renamed."""
    editors = {
        "group_permissions__group__team__site": site,
        "group_permissions__group__team__role": Role.EDITOR,
    }
    found = Collection.objects.filter(**editors).annotate(rights=Count("group_permissions"))
    first: Collection | None = found.order_by("-rights", "path").first()
    return first


def _set_up(site: Site, locale: Locale, role: str, home: Page, collection: Collection) -> Team:
    team = Team.objects.filter(site=site, locale=locale, role=role).first()
    if team is None:
        group, _created = Group.objects.get_or_create(name=_group_name(site, locale, Role(role)))
        team = Team.objects.create(group=group, site=site, locale=locale, role=role)
    _grant(team, home, collection)
    return team


def _group_name(site: Site, locale: Locale, role: Role) -> str:
    language = registry.language_of(locale.language_code)
    with override(registry.SOURCE):
        return f"{site.site_name or site.hostname} · {language.name_vi} · {role.label}"


def _grant(team: Team, home: Page, collection: Collection) -> None:
    team.group.permissions.set([*_model_permissions(team)])
    team.group.page_permissions.all().delete()
    for codename in PAGE_ACTS[Role(team.role)]:
        GroupPagePermission.objects.create(
            group=team.group, page=home, permission=_permission("wagtailcore", codename)
        )
    team.group.collection_permissions.all().delete()
    if team.role == Role.EDITOR:
        for codename in PICTURE_ACTS:
            GroupCollectionPermission.objects.create(
                group=team.group, collection=collection, permission=_permission("wagtailimages", codename)
            )


def _model_permissions(team: Team) -> Iterator[Permission]:
    yield _permission("wagtailadmin", "access_admin")
    for act in WORD_ACTS[Role(team.role)]:
        app_label, codename = permission(act, team.language.code).split(".")
        yield _permission(app_label, codename)
    for model in models_with_words():
        for act in FACT_ACTS[Role(team.role)]:
            if _may_touch(model, act, team):
                yield _permission(model._meta.app_label, f"{act}_{model._meta.model_name}")


def _may_touch(model: type[Model], act: str, team: Team) -> bool:
    """Pictures are added through collections, and a new fact is written in the source language first."""
    if act == "add":
        return model._meta.app_label != "media_assets" and team.language.code == registry.SOURCE
    return True


def models_with_words() -> list[type[WordsMixin]]:
    """Return every model whose words have a column per language."""
    return [model for model in apps.get_models() if issubclass(model, WordsMixin)]


def _permission(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def _give_workflow(home: Page, locale: Locale, site: Site) -> None:
    """Pages below a home are approved by the approvers of its portal and language."""
    approvers = Team.objects.get(site=site, locale=locale, role=Role.APPROVER).group
    task, _created = GroupApprovalTask.objects.update_or_create(name=str(approvers), defaults=OPEN)
    task.groups.set([approvers])
    workflow, _created = Workflow.objects.update_or_create(name=str(approvers), defaults=OPEN)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})


def _give_words_workflow() -> None:
    """Words of facts and pictures are approved by whoever may approve their language."""
    with override(registry.SOURCE):
        name = gettext("Words of facts and pictures")
    task = WordsApprovalTask.objects.first() or WordsApprovalTask.objects.create(name=name)
    workflow = Workflow.objects.filter(workflow_tasks__task=task).first() or Workflow.objects.create(
        name=name
    )
    for closed in (task, workflow):
        closed.active = True
        closed.save()
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    for model in models_with_words():
        content_type = ContentType.objects.get_for_model(model)
        WorkflowContentType.objects.update_or_create(
            content_type=content_type, defaults={"workflow": workflow}
        )
