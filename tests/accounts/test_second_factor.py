import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import Group, Permission
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse
from wagtail.models import GroupPagePermission, Site

from cms.accounts.models import User
from tests.factories.accounts import administrator, member
from tests.factories.portals import portal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_second_factor_is_demanded")]

PASSWORD = "mot mat khau dai du"
NEWSROOM = (
    "wagtailadmin_home",
    "wagtailadmin_explore_root",
    "wagtailimages:index",
    "wagtailadmin_account",
    "wagtailadmin_api:pages:listing",
)


@pytest.fixture
def _second_factor_is_demanded():
    with override_settings(REQUIRE_SECOND_FACTOR=True):
        yield


@pytest.fixture
def site() -> Site:
    return portal(languages=("vi", "lo"))


def sign_in(user: User, client: Client | None = None) -> Client:
    """Through the real page, as the second factor looks at how somebody signed in."""
    client = client or Client()
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    return client


def code(secret: str) -> str:
    """What the authenticator shows at this moment."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def wrong(secret: str) -> str:
    return f"{(int(code(secret)) + 1) % 10**6:06}"


def set_up(client: Client) -> str:
    """Go through the pages that set the second factor up; return the secret in the authenticator."""
    secret = setting_up(client).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    return str(secret)


def setting_up(client: Client) -> HttpResponse:
    """The page that sets the second factor up; before it stands one that asks for the password again."""
    address = reverse("mfa_activate_totp")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": address})
    return client.get(address)


def is_let_in(client: Client) -> bool:
    return client.get(reverse("wagtailadmin_home")).status_code == 200


@pytest.mark.parametrize("name", NEWSROOM)
def test_approver_without_second_factor_is_sent_to_set_it_up_before_any_screen(site: Site, name: str):
    client = sign_in(member(site, "lo", "approver"))
    assert client.get(reverse(name))["location"] == reverse("mfa_activate_totp")


def test_administrator_without_second_factor_is_sent_to_set_it_up():
    client = sign_in(administrator())
    assert client.get(reverse("wagtailadmin_home"))["location"] == reverse("mfa_activate_totp")


def test_who_publishes_by_a_right_of_another_group_is_sent_to_set_it_up(site: Site):
    user = member(site, "lo", "translator")
    group = Group.objects.create(name="Tổng biên tập")
    publish = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(group=group, page=site.root_page, permission=publish)
    user.groups.add(group)
    assert not is_let_in(sign_in(user))


def test_who_approves_words_by_a_right_of_his_own_is_sent_to_set_it_up(site: Site):
    user = member(site, "lo", "translator")
    user.user_permissions.add(Permission.objects.get(codename="approve_words_lo"))
    assert not is_let_in(sign_in(user))


@pytest.mark.parametrize("role", ["editor", "translator"])
def test_who_publishes_nothing_needs_no_second_factor(site: Site, role: str):
    assert is_let_in(sign_in(member(site, "lo", role)))


def test_approver_sets_the_second_factor_up_and_is_let_in(site: Site):
    approver = member(site, "lo", "approver")
    client = sign_in(approver)
    set_up(client)
    assert Authenticator.objects.filter(user=approver, type="totp").exists()
    assert is_let_in(client)


def test_a_wrong_code_sets_nothing_up(site: Site):
    approver = member(site, "lo", "approver")
    client = sign_in(approver)
    secret = setting_up(client).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": wrong(secret)})
    assert not Authenticator.objects.exists()
    assert not is_let_in(client)


def test_next_time_the_password_alone_lets_nobody_in(site: Site):
    approver = member(site, "lo", "approver")
    secret = set_up(sign_in(approver))
    client = sign_in(approver)
    assert not is_let_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert is_let_in(client)


def test_a_wrong_code_lets_nobody_in(site: Site):
    approver = member(site, "lo", "approver")
    secret = set_up(sign_in(approver))
    client = sign_in(approver)
    client.post(reverse("mfa_authenticate"), {"code": wrong(secret)})
    assert not is_let_in(client)


def test_wagtails_own_way_in_does_not_go_round_the_second_factor(site: Site):
    approver = member(site, "lo", "approver")
    set_up(sign_in(approver))
    client = Client()
    client.post(reverse("wagtailadmin_login"), {"username": approver.username, "password": PASSWORD})
    assert not is_let_in(client)


def test_whoever_becomes_an_approver_is_asked_at_the_next_screen(site: Site):
    client = sign_in(member(site, "lo", "translator", username="lan"))
    assert is_let_in(client)
    member(site, "lo", "approver", username="lan")
    assert not is_let_in(client)


def test_the_page_that_sets_it_up_speaks_vietnamese(site: Site):
    page = setting_up(sign_in(member(site, "lo", "approver"))).content.decode()
    assert '<html lang="vi">' in page
    assert "Mã xác thực" in page


@override_settings(REQUIRE_SECOND_FACTOR=False)
def test_where_the_settings_do_not_ask_for_it_nobody_is_asked(site: Site):
    assert is_let_in(sign_in(member(site, "lo", "approver")))
