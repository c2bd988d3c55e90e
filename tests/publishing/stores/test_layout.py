"""Which files say the redirects of a host, and which redirects are left to the application."""

from sites.publishing.stores import Redirects
from sites.publishing.stores.layout import redirect_files, redirects_in

HOST = "cao-bang.localhost"


def found_map(redirects: Redirects) -> list[str]:
    return redirect_files(HOST, redirects)[f"{HOST}/.found.map"].decode().splitlines()


def test_of_addresses_that_differ_in_capitals_nginx_is_told_the_one_without():
    redirects = {"/Le-hoi/": ("/a/", 302), "/le-hoi/": ("/b/", 302), "/LE-HOI/": ("/c/", 302)}
    assert found_map(redirects) == [f'"{HOST}/le-hoi/" "/b/";']


def test_a_redirect_that_no_server_takes_stands_in_the_table_of_the_application():
    redirects = {"/" + "a" * 1000: ("/vi/", 302), "/dai/": ("/" + "a" * 2000, 302), "/$a/": ("/vi/", 302)}
    files = redirect_files(HOST, redirects)
    assert redirects_in(files.pop(f"{HOST}/.redirects.json")) == redirects
    assert set(files.values()) == {b""}
