"""Gathers the words of the code and templates into the catalogues; needs GNU gettext, as developers have it."""

from typing import Any

import polib
from django.core.management.commands import makemessages
from django.utils import translation

from translations import catalogues, registry

ENGLISH = "en"
"""The language of the message ids: it needs no catalogue."""


class Command(makemessages.Command):
    help = "Gather every message of the house for Vietnamese, and what readers see for the other languages."

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def add_arguments(self, parser: Any) -> None:
        """Everything is fixed: one way to gather."""

    def handle(self, *args: Any, **options: Any) -> None:
        codes = [code for code in registry.INTERFACE if code != ENGLISH]
        super().handle(
            **options,
            add_location="file",
            all=False,
            domain="django",
            exclude=[],
            extensions=[],
            ignore_patterns=[".venv", "node_modules", "tests", "var"],
            keep_pot=False,
            locale=[translation.to_locale(code) for code in codes],
            no_location=False,
            no_obsolete=True,
            no_wrap=False,
            symlinks=False,
            use_default_ignore_patterns=True,
        )
        for code in codes:
            _tidy(code)


def _tidy(code: str) -> None:
    """Keep of a catalogue what its readers see, and nothing that changes with the day."""
    catalogue = polib.pofile(str(catalogues.source_of(code)), wrapwidth=110)
    if code != registry.SOURCE:
        catalogue[:] = [message for message in catalogue if catalogues.is_for_readers(message)]
    catalogue.sort(key=lambda message: (message.msgid, message.msgctxt or ""))
    catalogue.header, catalogue.metadata_is_fuzzy = "", 0
    catalogue.metadata = {
        "Language": registry.language_of(code).tag,
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": _plural_forms(catalogue),
    }
    _give_each_plural_its_forms(catalogue)
    catalogue.save()


def _give_each_plural_its_forms(catalogue: polib.POFile) -> None:
    """Gettext gives a new message the two forms of English, whatever the language has."""
    count = int(catalogue.metadata["Plural-Forms"].partition("nplurals=")[2].partition(";")[0])
    for message in catalogue:
        if message.msgid_plural:
            message.msgstr_plural = {form: message.msgstr_plural.get(form, "") for form in range(count)}


def _plural_forms(catalogue: polib.POFile) -> str:
    """Those that gettext knows of; a language that it does not know has one form, as its neighbours."""
    known: str = catalogue.metadata["Plural-Forms"]
    return "nplurals=1; plural=0;" if "INTEGER" in known else known
