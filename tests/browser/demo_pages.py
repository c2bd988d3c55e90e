"""One address of every kind of public page of the demo, in every language of its portal."""

from dataclasses import dataclass

LANGUAGES = ("vi", "en", "zh-hans", "lo", "fr", "ko", "tyz", "hmn")
"""What the portal of Cao Bằng shows."""

PATHS = {
    "home": "",
    "section with cards": "diem-den/",
    "section by topic": "diem-den/chu-de/thien-nhien/",
    "section as a table": "dau-tu/",
    "section as an index": "van-hoa/",
    "section by date": "tin-tuc/",
    "destination": "diem-den/thac-ban-gioc/",
    "investment project": "dau-tu/khu-kinh-te-cua-khau/",
    "heritage": "van-hoa/huong-phja-thap/",
    "article": "tin-tuc/cong-bo-nang-cap-ta-lung/",
    "notice": "tin-tuc/gio-tham-quan-ban-gioc/",
    "plain page": "gioi-thieu/",
    "nothing": "khong-co-trang-nay/",
}
"""Kinds of page with their path below a language; where a page is missing, what stands in for it is shown."""

DETAIL_PAGES = ("destination", "investment project", "heritage", "article", "notice")


@dataclass(frozen=True)
class PublicPage:
    """A kind of page in a language."""

    kind: str
    language: str

    @property
    def path(self) -> str:
        return f"/{self.language}/{PATHS[self.kind]}"

    def __str__(self) -> str:
        return f"{self.language}: {self.kind}"


EVERY_PAGE = tuple(PublicPage(kind, language) for kind in PATHS for language in LANGUAGES)
