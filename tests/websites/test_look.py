"""The stylesheet: its weight, its files, and whether every theme can be read by day and by night."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from cms.home.models import Theme

STYLESHEET = Path(finders.find("websites/site.css"))
TEMPLATES = Path(__file__).parents[2] / "sites/websites/templates"
CSS = STYLESHEET.read_text("utf-8")
MOST_BYTES = 28 * 1024
PRINTS = ("day", "night")
TEXTS = [
    (text, ground)
    for text in ("ink", "soft", "link", "title", "thread-text", "river-text")
    for ground in ("ground", "raised")
] + [
    ("on-cloth", "cloth"),
    ("on-cloth", "cloth-2"),
    ("on-cloth-soft", "cloth"),
    ("on-cloth-thread", "cloth"),
]
"""(text, what lies behind it) by the names of their tokens: text asks for 4.5:1 (WCAG 1.4.3)."""
LINES = [
    ("thread", "ground"),
    ("thread", "raised"),
    ("line", "ground"),
    ("river", "raised"),
    ("on-cloth-thread", "cloth"),
]
"""(line, what lies behind it): borders, stitches and marks ask for 3:1 (WCAG 1.4.11)."""

Tokens = dict[str, str]


def tokens_of(theme: str, print_: str) -> Tokens:
    """The tokens that hold on a portal with that theme: later rules win, as they all weigh the same."""
    found: Tokens = {}
    layer = CSS.partition("@layer tokens{")[2].partition("/* one voice per script */")[0]
    day, _, night = layer.partition("@media (prefers-color-scheme:dark){")
    night, _, rest = night.partition("\n}\n")
    for rules in (day, night if print_ == "night" else "", rest):
        for selector, declared in re.findall(r"(:root|\[data-portal=[\w-]+\])\{(.*?)\}", rules, re.DOTALL):
            if selector in (":root", f"[data-portal={theme}]"):
                found |= dict(re.findall(r"--([\w-]+):([^;}]+)", declared))
    return found


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB` as WCAG 2 defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


# --- contrast -----------------------------------------------------------------------------------------


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == contrast("#FFFFFF", "#000000") == 21
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


def test_night_is_another_print_than_day():
    for theme in Theme.values:
        assert luminance(tokens_of(theme, "day")["ground"]) > 0.8
        assert luminance(tokens_of(theme, "night")["ground"]) < 0.05


def test_each_theme_has_its_own_colours():
    for print_ in PRINTS:
        assert len({tokens_of(theme, print_)["cloth"] for theme in Theme.values}) == len(Theme.values)


@pytest.mark.parametrize("print_", PRINTS)
@pytest.mark.parametrize("theme", Theme.values)
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_stands_out(theme: str, print_: str, text: str, ground: str):
    tokens = tokens_of(theme, print_)
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("print_", PRINTS)
@pytest.mark.parametrize("theme", Theme.values)
@pytest.mark.parametrize(("line", "ground"), LINES)
def test_lines_and_marks_stand_out(theme: str, print_: str, line: str, ground: str):
    tokens = tokens_of(theme, print_)
    assert contrast(tokens[line], tokens[ground]) >= 3


@pytest.mark.parametrize("print_", PRINTS)
@pytest.mark.parametrize("theme", Theme.values)
def test_the_way_on_stands_out_on_the_cloth(theme: str, print_: str):
    ink = re.search(r"\.cloth \.go\{background:var\(--on-cloth\);color:(#\w{6})\}", CSS)[1]
    assert contrast(ink, tokens_of(theme, print_)["on-cloth"]) >= 4.5


# --- weight and files ---------------------------------------------------------------------------------


def test_the_stylesheet_is_light():
    assert STYLESHEET.stat().st_size <= MOST_BYTES


def files() -> Iterator[str]:
    for written in re.findall(r"url\(([^)]*)\)", CSS):
        yield written.strip("\"'")


def test_every_font_face_has_its_file():
    faces = re.findall(r"@font-face\{[^}]*?src:url\((fonts/[^)]+\.woff2)\)", CSS)
    assert len(faces) == CSS.count("@font-face") > 0
    assert [name for name in faces if not (STYLESHEET.parent / name).is_file()] == []


def test_every_font_file_is_the_source_of_a_face():
    assert {f"fonts/{path.name}" for path in STYLESHEET.parent.glob("fonts/*.woff2")} <= set(files())


def test_every_file_that_the_stylesheet_names_exists():
    assert [name for name in files() if not (STYLESHEET.parent / name).is_file()] == []


def test_nothing_is_fetched_from_elsewhere():
    assert [name for name in files() if re.match(r"[a-z]+:|//", name)] == []
    assert "@import" not in CSS


def test_every_theme_has_its_four_patterns():
    for theme in Theme.values:
        tokens = tokens_of(theme, "day")
        assert {tokens[name] for name in ("weave", "flaw", "selvedge", "band")} == {
            f"url(cloth/{theme}/{name}.svg)" for name in ("weave", "flaw", "selvedge", "band")
        }


def test_every_custom_property_that_is_used_is_set_somewhere():
    used = set(re.findall(r"var\(--([\w-]+)\)", CSS))
    inline = "".join(path.read_text("utf-8") for path in TEMPLATES.rglob("*.html"))
    assert used - set(re.findall(r"--([\w-]+):", CSS + inline)) == set()
