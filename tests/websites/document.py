"""A page as programs read it: its elements, and its runs of text with the language that holds for each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree import ElementTree

VOID = frozenset({"base", "br", "hr", "img", "input", "link", "meta", "path", "source"})
"""Elements without an end tag."""


@dataclass
class Element:
    """An element with what stands in it; `language` is the `lang` that holds for its text."""

    name: str
    attributes: dict[str, str]
    language: str
    parent: "Element | None" = field(default=None, compare=False, repr=False)
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text within, as it reads."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, name: str = "", /, **attributes: str) -> Iterator["Element"]:
        """Yield the elements within, in order, that have a name and attributes; `class_` asks for one class."""
        for child in self.children:
            if isinstance(child, Element):
                if child.is_a(name, attributes):
                    yield child
                yield from child.all(name, **attributes)

    def one(self, name: str = "", /, **attributes: str) -> "Element":
        """Return the only such element. Raises AssertionError when there are none or several."""
        found = list(self.all(name, **attributes))
        assert len(found) == 1, f"{len(found)} elements {name} {attributes}"
        return found[0]

    def is_a(self, name: str, attributes: dict[str, str]) -> bool:
        wanted = {key.replace("_", "-"): value for key, value in attributes.items() if key != "class_"}
        classes = self.attributes.get("class", "").split()
        return (
            name in ("", self.name)
            and all(self.attributes.get(key) == value for key, value in wanted.items())
            and attributes.get("class_", "") in ("", *classes)
        )

    @property
    def name_for_listeners(self) -> tuple[str, str]:
        """(text, language) of the element that `aria-labelledby` names."""
        top = self
        while top.parent is not None:
            top = top.parent
        named = top.one(id=self.attributes["aria-labelledby"])
        return named.text, named.language

    def runs(self) -> Iterator[tuple[str, str]]:
        """Yield (text, language) of everything that is read or heard here: text, and what pictures show."""
        if self.name in ("script", "style"):
            return
        if self.attributes.get("alt"):
            yield self.attributes["alt"], self.language
        for child in self.children:
            if isinstance(child, str):
                yield child, self.language
            else:
                yield from child.runs()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.document = self.here = Element("", {}, "")

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attributes}
        element = Element(tag, named, named.get("lang", self.here.language), self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.here.name == tag, f"</{tag}> closes <{self.here.name}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def read(html: str | bytes) -> Element:
    """Return the document. Raises AssertionError when an element is not closed where it was opened."""
    reader = _Reader()
    reader.feed(html.decode() if isinstance(html, bytes) else html)
    reader.close()
    assert reader.here is reader.document, f"<{reader.here.name}> is never closed"
    return reader.document


def read_xml(xml: bytes) -> ElementTree.Element:
    """Return the root of an XML document of ours. Raises ParseError when it is none."""
    return ElementTree.fromstring(xml)  # noqa: S314 - our own bytes
