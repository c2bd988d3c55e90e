"""Compiled catalogues: one for every language of the registry, or Django does not recognise the language.

A language without a catalogue of its own gets one with a header only; its readers see the interface in the
nearest language that has words (`Language.interface`).

Vietnamese has every word of the house. The other languages of the interface have only what readers of the
websites see: outlets say which words those are (`readers_see`).
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation import to_locale

from translations import registry

DOMAINS = ("django", "djangojs")
_HEADER = {"Content-Type": "text/plain; charset=utf-8", "Plural-Forms": "nplurals=1; plural=0;"}

_folders_of_readers: list[Path] = []
_words_of_readers: set[str] = set()


def readers_see(folder: Path, words: Iterable[str]) -> None:
    """Say that readers see every message below `folder`, and `words` (English message ids) from elsewhere."""
    _folders_of_readers.append(folder)
    _words_of_readers.update(words)


def is_for_readers(message: polib.POEntry) -> bool:
    """Return whether readers of the websites see a message, by the files that use it or its own words."""
    files = [Path(settings.BASE_DIR) / file for file, _line in message.occurrences]
    from_a_folder = any(file.is_relative_to(folder) for file in files for folder in _folders_of_readers)
    return from_a_folder or message.msgid in _words_of_readers


def source_of(code: str) -> Path:
    """Return the path of our own words in the language `code`, as translators edit them."""
    return own_catalogue(code).with_suffix(".po")


def own_catalogue(code: str) -> Path:
    """Return the path of the compiled catalogue that makes Django know the language `code`."""
    return Path(settings.LOCALE_PATHS[0]) / to_locale(code) / "LC_MESSAGES" / "django.mo"


def sources() -> Iterator[Path]:
    """Yield every catalogue source below the paths of the settings."""
    for root in settings.LOCALE_PATHS:
        for domain in DOMAINS:
            yield from sorted(Path(root).glob(f"*/LC_MESSAGES/{domain}.po"))


def compile_all() -> list[Path]:
    """Compile what is missing or older than its source; return the paths that were written."""
    stale = [source for source in sources() if _is_stale(source)]
    for source in stale:
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    empty = [own_catalogue(code) for code in registry.CODES if not own_catalogue(code).exists()]
    for path in empty:
        _write_header_only(path)
    return [source.with_suffix(".mo") for source in stale] + empty


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _write_header_only(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = polib.POFile()
    catalogue.metadata = _HEADER
    catalogue.save_as_mofile(str(path))
