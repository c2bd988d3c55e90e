"""People with exactly one role."""

from wagtail.models import Locale, Site

from cms.accounts.models import Team, User


def member(site: Site, language: str, role: str, username: str = "") -> User:
    """Return a person of the team with `role` for `language` on `site`; the same person when asked again."""
    name = username or f"{role}-{language}-{site.hostname.partition('.')[0]}"
    user = User.objects.filter(username=name).first() or User.objects.create_user(
        name, password="mot mat khau dai du"
    )
    team = Team.objects.get(site=site, locale=Locale.objects.get(language_code=language), role=role)
    user.groups.add(team.group)
    return User.objects.get(pk=user.pk)


def administrator() -> User:
    """Return somebody who may do everything."""
    return User.objects.filter(username="admin").first() or User.objects.create_superuser(
        "admin", password="mot mat khau dai du"
    )
