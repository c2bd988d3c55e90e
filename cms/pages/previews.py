"""The preview modes that outlets register: the page as a website, as a slide on a wall."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

PreviewView = Callable[[Any, HttpRequest], HttpResponse]


@dataclass(frozen=True)
class PreviewMode:
    """One way of looking at an unsaved page: `view(page, request)` makes the response."""

    name: str
    label: Any
    view: PreviewView


_modes: dict[str, PreviewMode] = {}


def register_preview_mode(name: str, label: Any, view: PreviewView) -> None:
    """Offer a preview mode in the editor of every page; the first one registered is the default."""
    _modes[name] = PreviewMode(name, label, view)


def modes() -> list[tuple[str, Any]]:
    """Return (name, label) of every mode, the default first."""
    return [(mode.name, mode.label) for mode in _modes.values()]


def preview(name: str, page: Any, request: HttpRequest) -> HttpResponse:
    """Return the unsaved `page` as the mode `name` shows it. Raises KeyError for an unknown mode."""
    return _modes[name].view(page, request)
