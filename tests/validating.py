"""HTML read strictly: what a browser would mend in silence is an error here.

Not the whole of the standard (the Nu checker knows that, docs/accessibility.md), but what of it a
template breaks most easily, read without anything to install.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Elements of SVG may end in themselves.
BLOCKS = frozenset(
    "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 header"
    " hr main nav ol p section table ul".split()
)
PRESSED = frozenset({"a", "button", "select", "textarea"})
# What names other elements by their ids.
NAMING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "form")
MOMENT = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d))?)?)?")


@dataclass
class Table:
    """How wide each row of a table is, in columns; a cell over several rows counts in each."""

    widths: list[int] = field(default_factory=list)
    below: list[int] = field(default_factory=list)

    def row(self) -> None:
        self.widths.append(self.below.pop(0) if self.below else 0)

    def cell(self, *, columns: int, rows: int) -> None:
        self.widths[-1] += columns
        for place in range(rows - 1):
            self.below += [0] * (place + 1 - len(self.below))
            self.below[place] += columns


class Strict(HTMLParser):
    """A page, and in ``errors`` what is wrong with it, each with its line."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.errors: list[str] = []
        self._open: list[str] = []
        self._ids: dict[str, int] = {}
        self._named: list[tuple[str, str, int]] = []
        self._level = 0
        self._tables: list[Table] = []
        self.feed(html)
        self.close()
        self._end()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if len(given) < len(attrs):
            self._tell(f"<{tag}> has an attribute twice")
        self._place(tag, given)
        self._note_ids(given)
        self._note_heading(tag, given)
        self._note_table(tag, given)
        told = given.get("datetime") or ""
        if tag == "time" and not MOMENT.fullmatch(told) and "template" not in self._open:
            self._tell(f"{given.get('datetime')} is no moment")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()
            if "svg" not in self._open:
                self._tell(f"<{tag} /> ends nothing")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self._tell(f"</{tag}> where {self._open[-1:]} is open")
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "table" and self._tables:
            widths = self._tables.pop().widths
            if len(set(widths)) > 1:
                self._tell(f"a table whose rows are {widths} columns wide")

    def _place(self, tag: str, given: dict[str, str | None]) -> None:
        """Where the element stands."""
        if tag in BLOCKS and "p" in self._open:
            self._tell(f"<{tag}> in a <p>")
        pressed = tag in PRESSED or (tag == "input" and given.get("type") != "hidden")
        if pressed and {"a", "button"} & set(self._open):
            self._tell(f"<{tag}> in what is pressed itself")
        if tag == "li" and self._open[-1:] not in (["ul"], ["ol"], ["template"]):
            self._tell("<li> in no list")
        if tag == "figcaption" and self._open[-1:] != ["figure"]:
            self._tell("<figcaption> in no figure")

    def _note_ids(self, given: dict[str, str | None]) -> None:
        line = self.getpos()[0]
        name = given.get("id")
        inert = "template" in self._open
        if name is not None and not inert:
            if not name or " " in name or name in self._ids:
                self._tell(f"the id “{name}” is empty, of two words or there already")
            self._ids[name] = line
        if inert:
            return
        for attribute in NAMING:
            self._named += [(attribute, one, line) for one in (given.get(attribute) or "").split()]
        address = given.get("href") or ""
        if address.startswith("#") and len(address) > 1:
            self._named.append(("href", address[1:], line))

    def _note_heading(self, tag: str, given: dict[str, str | None]) -> None:
        if not re.fullmatch("h[1-6]", tag) or "template" in self._open:
            return
        level = int(given.get("aria-level") or tag[1])
        if level > self._level + 1:
            self._tell(f"a heading of level {level} after one of level {self._level}")
        self._level = level

    def _note_table(self, tag: str, given: dict[str, str | None]) -> None:
        if tag == "table":
            self._tables.append(Table())
        elif tag == "tr" and self._tables:
            self._tables[-1].row()
        elif tag in {"td", "th"} and self._tables:
            columns, rows = (int(given.get(name) or 1) for name in ("colspan", "rowspan"))
            self._tables[-1].cell(columns=columns, rows=rows)

    def _end(self) -> None:
        self.errors += [f"<{tag}> is never closed" for tag in self._open]
        self.errors += [
            f"{line}: {attribute} names “{name}”, which is not there"
            for attribute, name, line in self._named
            if name not in self._ids
        ]

    def _tell(self, what: str) -> None:
        self.errors.append(f"{self.getpos()[0]}: {what}")
