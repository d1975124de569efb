"""What a brief is made of, and the same as Markdown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

# What Markdown could take for markup, wherever it stands in a line.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~])")
# And what it takes for markup where a line begins.
_STARTS = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


@dataclass(frozen=True)
class Paragraph:
    text: str
    template = "polls/brief/_paragraph.html"

    def markdown(self) -> str:
        return escaped(self.text)


@dataclass(frozen=True)
class Bullets:
    items: Sequence[str]
    template = "polls/brief/_bullets.html"

    def markdown(self) -> str:
        return "\n".join(f"- {escaped(item)}" for item in self.items)


@dataclass(frozen=True)
class Table:
    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    template = "polls/brief/_table.html"

    def markdown(self) -> str:
        ruled = ["---", *["---:"] * (len(self.head) - 1)]
        lines = [[escaped(cell) for cell in row] for row in (self.head, *self.rows)]
        lines.insert(1, ruled)
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


@dataclass(frozen=True)
class Quote:
    """What a reader wrote."""

    text: str
    by: str
    note: str
    address: str
    """Where it stands, without the site's name."""
    language: str
    template = "polls/brief/_quote.html"

    def markdown(self) -> str:
        said = "\n".join(f"> {line}".rstrip() for line in escaped(self.text).splitlines())
        return f"{said}\n>\n> — {escaped(self.by)}. {escaped(self.note)}"


type Block = Paragraph | Bullets | Table | Quote


@dataclass(frozen=True)
class Passage:
    """Some blocks under a heading of their own, as those on one question."""

    title: str
    address: str
    blocks: Sequence[Block]
    language: str = ""
    """Of the title, where it is not the reader's."""


@dataclass(frozen=True)
class Section:
    slug: str
    title: str
    passages: Sequence[Passage]


@dataclass(frozen=True)
class Brief:
    title: str
    address: str
    made_at: datetime
    sections: Sequence[Section]

    @property
    def caveat(self) -> str:
        return _(
            "Readers who chose to vote, not a sample of the public. Shares come with their "
            "intervals (95%); where fewer than ten answered there are counts."
        )

    def markdown(self, *, site: str) -> str:
        """The whole brief; ``site`` is what addresses begin with."""
        day = date_format(localtime(self.made_at), "DATE_FORMAT")
        lines = [
            f"# {escaped(_('Reader brief: %(title)s') % {'title': self.title})}",
            f"{escaped(day)} · <{site}{self.address}>",
            f"*{escaped(self.caveat)}*",
        ]
        for section in self.sections:
            lines.append(f"## {escaped(section.title)}")
            for passage in section.passages:
                if passage.title:
                    lines.append(f"### [{escaped(passage.title)}]({site}{passage.address})")
                lines += [block.markdown() for block in passage.blocks]
        return "\n\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """The text such that Markdown shows it as it is, one line a line."""
    return _STARTS.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", text))
