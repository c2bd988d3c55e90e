"""The words of the interface: complete, well formed, and gathered from the code as it is."""

import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.conf import settings

from sites.websites import labels
from translations import catalogues, registry

ROOT = Path(settings.BASE_DIR)
CODES = [code for code in registry.INTERFACE if code != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}")
ATTRIBUTE = re.compile(r'[a-z-]+="[^"]*"')
"""What a block within a tag adds to it."""
TEMPLATES = sorted(
    path
    for package in ("cms", "media_assets", "sites", "translations")
    for path in ROOT.glob(f"{package}/**/*.html")
)


def catalogue_of(code: str) -> polib.POFile:
    return polib.pofile(str(catalogues.source_of(code)))


def forms(message: polib.POEntry) -> list[str]:
    """Every form of a translated message: one, or one for each plural."""
    return list(message.msgstr_plural.values()) if message.msgid_plural else [message.msgstr]


def number_of_forms(catalogue: polib.POFile) -> int:
    return int(re.search(r"nplurals=(\d+)", catalogue.metadata["Plural-Forms"])[1])


# --- what translators wrote ---------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_leaves_no_message_untranslated(code: str):
    catalogue = catalogue_of(code)
    assert len(catalogue) > 100
    assert [message.msgid for message in catalogue if not all(forms(message))] == []


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_holds_no_guesses(code: str):
    assert [message.msgid for message in catalogue_of(code) if message.fuzzy] == []


@pytest.mark.parametrize("code", CODES)
def test_a_message_has_each_plural_form_of_its_language(code: str):
    catalogue = catalogue_of(code)
    wanted = number_of_forms(catalogue)
    plural = [message for message in catalogue if message.msgid_plural]
    assert {message.msgid: sorted(message.msgstr_plural) for message in plural} == {
        message.msgid: list(range(wanted)) for message in plural
    }


@pytest.mark.parametrize("code", CODES)
def test_a_translation_keeps_the_placeholders_of_its_message(code: str):
    assert [message.msgid for message in catalogue_of(code) if not keeps_placeholders(message)] == []


def keeps_placeholders(message: polib.POEntry) -> bool:
    """Whether every form that is written has what the message has; the form for one may leave out the number."""
    wanted = placeholders(message.msgid_plural or message.msgid)
    written = [placeholders(form) for form in forms(message) if form]
    if message.msgid_plural and len(written) > 1:
        return all(found == wanted for found in written[1:]) and written[0] <= wanted
    return all(found == wanted for found in written)


def placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


@pytest.mark.parametrize(
    ("message", "translation", "keeps"),
    [
        ("%(count)d pages", "%(count)d trang", True),
        ("%(count)d pages", "%(count)s trang", False),
        ("%(count)d pages", "trang", False),
        ("{name}: {size}", "{size} của {name}", True),
        ("{name}", "{ten}", False),
        ("100 %% of %s", "%s: 100 %%", True),
        ("%s", "%s %s", False),
    ],
)
def test_a_placeholder_that_was_lost_is_noticed(message: str, translation: str, keeps: bool):
    assert keeps_placeholders(polib.POEntry(msgid=message, msgstr=translation)) is keeps


@pytest.mark.parametrize("code", CODES)
def test_a_translation_starts_and_ends_as_its_message_does(code: str):
    wrong = [
        message.msgid
        for message in catalogue_of(code)
        for form in forms(message)
        if form and around(form) != around(message.msgid)
    ]
    assert wrong == []


def around(text: str) -> tuple[str, str]:
    """The white space before and behind a text."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


@pytest.mark.parametrize("code", CODES)
def test_a_translation_is_composed(code: str):
    written = [form for message in catalogue_of(code) for form in forms(message)]
    assert [form for form in written if not unicodedata.is_normalized("NFC", form)] == []


def test_no_line_breaks_before_a_french_mark_of_two_parts():
    written = [form for message in catalogue_of("fr") for form in forms(message)]
    assert [
        form for form in written if re.search("[^\N{NO-BREAK SPACE}%][:;?!»]|«[^\N{NO-BREAK SPACE}]", form)
    ] == []


def test_one_thing_has_one_name_on_the_pages_and_in_the_open_data():
    """A border gate had two Korean names."""
    written = [form for message in catalogue_of("ko") for form in forms(message)]
    assert [form for form in written if "통과소" in form] == []


# --- what the code says -------------------------------------------------------------------------------


def test_gathering_the_messages_changes_no_catalogue(tmp_path: Path):
    if not shutil.which("xgettext"):
        reason = "GNU gettext is not installed: apt-get install gettext"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    copy_of_the_code(tmp_path)
    subprocess.run(
        [sys.executable, "manage.py", "gather_messages"],
        cwd=tmp_path,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test", "VAR_DIR": str(tmp_path / "var")},
        check=True,
        capture_output=True,
    )
    changed = [
        str(path.relative_to(ROOT))
        for path in map(catalogues.source_of, CODES)
        if (tmp_path / path.relative_to(ROOT)).read_text("utf-8") != path.read_text("utf-8")
    ]
    assert changed == [], "Run: make messages"


def copy_of_the_code(folder: Path) -> None:
    """Copy whatever messages may stand in, and no pictures or fonts."""
    for package in ("cms", "media_assets", "search", "sites", "translations"):
        shutil.copytree(
            ROOT / package,
            folder / package,
            ignore=lambda here, names: [
                name
                for name in names
                if Path(name).suffix in (".mo", ".otf", ".pyc", ".ttf", ".webp", ".woff2")
            ],
        )
    shutil.copy(ROOT / "manage.py", folder)


def test_every_choice_that_readers_see_has_its_words_in_the_catalogues():
    known = {message.msgid for message in catalogue_of("vi")}
    assert labels.message_ids() - known == {
        "CC0 1.0",
        "CC BY 4.0",
        "CC BY-SA 4.0",
        "USD",
        "ha",
        "km",
        "km²",
        "m",
    }


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_word_of_a_template_comes_from_the_catalogues(path: Path):
    assert list(bare_words(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("template", "bare"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p>{% translate "Hello" %}, {{ name }}!</p>', []),
        ("<p>{% blocktranslate %}Hello{% endblocktranslate %} you</p>", ["you"]),
        ('<a aria-label="Open">{{ name }}</a>', ["Open"]),
        ('<img alt="{% if alt %}{{ alt }}{% endif %}">', []),
        ('<b lang="zh-Hans">北京时间</b>', []),
        ('<b lang="{{ tag }}">words</b>', ["words"]),
        ("{% comment %}a note{% endcomment %}{# another #}<style>a{b:c}</style>", []),
        ("404 · 3 × 4 “{{ quoted }}”", []),
        ("<title>{{ name }} | Cửa Ngõ</title>", []),
        ('{% block body_class %} class="bare"{% endblock %}', []),
    ],
)
def test_a_bare_word_is_noticed(template: str, bare: list[str]):
    assert list(bare_words(template)) == bare


def bare_words(template: str) -> Iterator[str]:
    """Yield the texts of a template that stand in no translation and are marked as no fixed language."""
    translated = r"\{% comment %\}.*?\{% endcomment %\}|\{% blocktranslate.*?\{% endblocktranslate %\}"
    rest = re.sub(translated, "", template, flags=re.DOTALL)
    reader = _Words()
    reader.feed(re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "\N{ZERO WIDTH SPACE}", rest, flags=re.DOTALL))
    reader.close()
    for found in reader.found:
        text = found.replace("\N{ZERO WIDTH SPACE}", "").replace(settings.WAGTAIL_SITE_NAME, "").strip()
        if any(letter.isalpha() for letter in text) and not ATTRIBUTE.fullmatch(text):
            yield text


class _Words(HTMLParser):
    """Collects what readers see or hear."""

    SPOKEN = ("alt", "aria-label", "placeholder", "title")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.unread = ""
        """Name of the element whose text is not for the catalogues, while it is open."""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attributes if name in self.SPOKEN and value]
        language = dict(attributes).get("lang") or ""
        if tag in ("script", "style") or language.replace("-", "").isalpha():
            self.unread = self.unread or tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self.unread:
            self.unread = ""

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.found.append(data)
