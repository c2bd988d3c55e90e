import logging

import pytest
from django.core.signals import request_started
from django.db import close_old_connections
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from cms.accounts.models import User
from cms.wsgi import application
from tests.factories.accounts import administrator

pytestmark = pytest.mark.django_db

RIGHT = "mot mat khau dai du"
WRONG = "sai mat khau roi nhe"


def sign_in(password: str, client: Client | None = None, username: str = "admin") -> HttpResponse:
    data = {"login": username, "password": password}
    return (client or Client()).post(reverse("account_login"), data)


def fail(times: int, client: Client) -> HttpResponse:
    """The answer to the last of several attempts with a wrong password."""
    return [sign_in(WRONG, client) for _ in range(times)][-1]


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_leads_to_the_newsroom():
    administrator()
    client = Client()
    assert sign_in(RIGHT, client)["location"] == reverse("wagtailadmin_home")
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_a_wrong_password_leads_nowhere():
    administrator()
    client = Client()
    assert sign_in(WRONG, client).status_code == 200
    assert not is_signed_in(client)
    assert client.get(reverse("wagtailadmin_home"))["location"].startswith(reverse("account_login"))


def test_a_wrong_name_and_a_wrong_password_are_answered_alike():
    administrator()
    answers = [sign_in(WRONG, username=name).context["form"].errors for name in ("admin", "khong-co")]
    assert answers[0] == answers[1]


def test_after_signing_in_nobody_is_sent_out_of_the_house():
    administrator()
    address = f"{reverse('account_login')}?next=https://evil.example/"
    answer = Client().post(address, {"login": "admin", "password": RIGHT, "next": "https://evil.example/"})
    assert "evil" not in answer["location"]


def test_the_page_for_signing_in_is_in_vietnamese():
    page = Client().get(reverse("account_login")).content.decode()
    assert '<html lang="vi">' in page
    assert "<h1>Đăng nhập</h1>" in page
    assert "Mật khẩu" in page


def test_signing_out_of_the_newsroom_leads_to_the_page_for_signing_in():
    client = Client()
    client.force_login(administrator())
    answer = client.post(reverse("wagtailadmin_logout"), follow=True)
    assert answer.redirect_chain[-1] == (reverse("account_login"), 302)
    assert answer.status_code == 200


def test_wagtails_own_page_for_signing_in_is_ours():
    answer = Client().get(reverse("wagtailadmin_login"), {"next": "/admin/pages/"})
    assert answer["location"] == f"{reverse('account_login')}?next=%2Fadmin%2Fpages%2F"


def test_nobody_can_sign_up():
    page = Client().get(reverse("account_signup"))
    assert "<form" not in page.content.decode()
    Client().post(reverse("account_signup"), {"username": "moi", "password1": RIGHT, "password2": RIGHT})
    assert not User.objects.exists()


def test_the_fifth_failure_locks_with_our_page():
    administrator()
    client = Client()
    assert fail(4, client).status_code == 200
    answer = fail(1, client)
    assert answer.status_code == 429
    assert '<html lang="vi">' in answer.content.decode()
    assert "<h1>Tạm khóa</h1>" in answer.content.decode()


def test_while_it_is_locked_even_the_right_password_is_answered_with_our_page():
    administrator()
    client = Client()
    fail(5, client)
    answer = sign_in(RIGHT, client)
    assert answer.status_code == 429
    assert "account/locked_out.html" in [template.name for template in answer.templates]
    assert not is_signed_in(client)


def test_others_sign_in_while_somebody_is_locked_out():
    administrator()
    User.objects.create_user("bien-tap", password=RIGHT)
    fail(5, Client())
    client = Client()
    sign_in(RIGHT, client, "bien-tap")
    assert is_signed_in(client)


def test_failures_elsewhere_do_not_lock_the_owner_of_a_name_out():
    administrator()
    fail(6, Client(REMOTE_ADDR="203.0.113.9"))
    client = Client(REMOTE_ADDR="192.0.2.1")
    sign_in(RIGHT, client)
    assert is_signed_in(client)


def sign_in_through_the_front_server(visitor: str, password: str) -> str:
    """Return the status of an attempt that a front server on this machine passes on for somebody."""
    token = "a" * 32
    asked = RequestFactory().post(
        reverse("account_login"),
        {"login": "admin", "password": password, "csrfmiddlewaretoken": token},
        headers={"x-forwarded-for": visitor, "cookie": f"csrftoken={token}"},
    )
    answers: list[str] = []
    request_started.disconnect(close_old_connections)  # as Django's own client does
    try:
        application(asked.environ, lambda status, headers: answers.append(status))
    finally:
        request_started.connect(close_old_connections)
    return answers[0][:3]


def test_front_server_tells_who_failed():
    administrator()
    attempts = [sign_in_through_the_front_server("203.0.113.9", WRONG) for _ in range(5)]
    assert attempts == ["200", "200", "200", "200", "429"]
    assert sign_in_through_the_front_server("192.0.2.1", RIGHT) == "302"


def test_signing_in_well_forgets_earlier_failures():
    administrator()
    client = Client()
    fail(4, client)
    sign_in(RIGHT, client)
    assert fail(4, Client()).status_code == 200


def test_neither_name_nor_password_reaches_a_log(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    User.objects.create_user("lan-anh", password=RIGHT)
    client = Client()
    for password in (WRONG, RIGHT, *[WRONG] * 6):
        sign_in(password, client, "lan-anh")
    assert "axes" in caplog.text
    logged = [record for record in caplog.records if record.name != "django.db.backends"]
    everything = caplog.text + "".join(str(record.__dict__) for record in logged)
    for secret in (WRONG, RIGHT, "lan-anh"):
        assert secret not in everything
