"""Addresses of the demo that lead on: of a page that moved or is called otherwise elsewhere, and those of editors."""

from sites.publishing.stores import Redirects
from tests.servers.front import FrontServer

MOVES = """
from django.contrib.auth import get_user_model
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

administrator = get_user_model().objects.get(username="quan-tri")
page = Page.objects.get(slug="khoi-cong-cao-toc", locale__language_code="vi").specific
page.slug = "khoi-cong"
page.save_revision(user=administrator).publish(user=administrator)
village = Page.objects.get(slug="khuoi-ky", locale__language_code="vi").specific
own = village.copy_for_translation(Locale.objects.get(language_code="fr"), copy_parents=True)
own.slug = "village-de-pierre"
own.save_revision(user=administrator).publish(user=administrator)
site = Site.objects.get(hostname="cao-bang.localhost")
culture = Page.objects.get(slug="van-hoa", locale__language_code="vi")
Redirect.objects.create(site=site, old_path="/le-hoi", redirect_page=culture)
Redirect.objects.create(site=site, old_path="/hom-nay", redirect_link="https://baocaobang.vn/", is_permanent=False)
Redirect.objects.create(site=site, old_path="/ban-do.html", redirect_link="https://baocaobang.vn/ban-do")
"""
"""What is run in the demo."""

LEADS_ON: Redirects = {
    "/vi/tin-tuc/khoi-cong-cao-toc/": ("/vi/tin-tuc/khoi-cong/", 301),
    "/fr/diem-den/khuoi-ky/": ("/fr/diem-den/village-de-pierre/", 301),
    "/le-hoi/": ("/vi/van-hoa/", 301),
    "/hom-nay/": ("https://baocaobang.vn/", 302),
    "/ban-do.html": ("https://baocaobang.vn/ban-do", 301),
}
"""Where it leads: {address: (target, status)}."""


def asked(server: FrontServer, path: str) -> list[tuple[str, int]]:
    """Return where a server leads from an address with its last slash, and without."""
    stem = path.removesuffix("/")
    answers = [server.get(spelling) for spelling in (f"{stem}/", stem)]
    return [(answer.headers.get("location", ""), answer.status) for answer in answers]
