"""Somebody who reads a portal: a fresh browser for every address, as far as the server can tell."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client


def visit(path: str, host: str = "cao-bang.localhost", method: str = "get", **headers: str) -> HttpResponse:
    """Ask a host for a path; `headers` by their names with underscores, such as `accept_language`."""
    ask: Any = getattr(Client(), method)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer: HttpResponse = ask(path, headers={"host": host, **named})
    return answer


def sitemaps(language: str, host: str = "cao-bang.localhost") -> list[str]:
    """Return the paths of the sitemaps of a language, as the index names them."""
    index = visit("/sitemap.xml", host).content.decode()
    return re.findall(rf"<loc>[a-z]+://[^/]+(/{language}/sitemap-\d+\.xml)</loc>", index)
