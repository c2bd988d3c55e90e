"""How many pages and lists a core makes in a second, each from nothing: the rows, the words, the HTML."""

import re
import sys
import time
from collections.abc import Iterable
from urllib.parse import urlsplit

ROUNDS = 5


def main() -> None:
    """Print the rates of the installation at hand: pages of content, then lists and homes."""
    from wagtail.models import Page

    from cms.home.models import HomePage, SectionPage
    from sites.publishing.subjects import page_paths

    kinds: dict[str, list[object]] = {"detail pages": [], "lists": [], "homes": []}
    for page in Page.objects.filter(live=True, depth__gt=1).specific():
        kind = {HomePage: "homes", SectionPage: "lists"}.get(type(page), "detail pages")
        kinds[kind] += page_paths(page.pk).values()
    for kind, calls in kinds.items():
        sys.stdout.write(f"{kind:12} {per_second(calls):6.1f} /s of {len(calls)} addresses\n")


def per_second(calls: Iterable[object]) -> float:
    """Return how many of `calls` are made in a second of processor time, after a first round."""
    from sites.publishing.subjects import make

    calls = list(calls)
    for call in calls:
        make(call)
    start = time.process_time()
    for _round in range(ROUNDS):
        for call in calls:
            make(call)
    return ROUNDS * len(calls) / (time.process_time() - start)


def visited_paths(sitemap: bytes) -> list[str]:
    """Return the paths of the addresses in a sitemap."""
    return [urlsplit(found).path for found in re.findall(r"<loc>([^<]+)</loc>", sitemap.decode())]
