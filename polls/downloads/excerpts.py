"""What is taken away of a dossier's results page: one figure of a part, with all that goes with it.

An excerpt says what the page says at that place and no more: it is made of what the part has worked
out (polls/insight/parts.py), so that what is kept back there is not in it. It holds plain values
alone, so that it can be kept for all readers as the part's html is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from django.utils.translation import ngettext

from polls.kinds import wording
from polls.models import Question
from polls.results.pictures.drawing import Drawing

type Value = str | int | float | bool | None
"""A cell; None for what there is none of, or what is kept back."""


@dataclass(frozen=True)
class Named:
    """A question as files name it."""

    slug: str
    prompt: str
    kind: str
    path: str
    """Its page, without the site's name."""

    @classmethod
    def of(cls, question: Question) -> Self:
        return cls(
            slug=question.slug,
            prompt=str(question.prompt),
            kind=question.kind,
            path=question.get_absolute_url(),
        )


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """One figure: what it is of, what it says, and its drawing if it has one."""

    part: str
    """The part of the page, as in its address."""
    name: str
    """Which of the part's figures, as in its address; empty for the only one."""
    title: str
    """What kind of figure it is, in words."""
    heading: str
    """What it is of: a question, or two."""
    questions: Sequence[Named]
    told: str
    """What it says, in a sentence or some."""
    respondents: int
    """How many readers it is of."""
    columns: Sequence[str]
    figures: Sequence[Sequence[Value]]
    """Rows in the order of the columns, which never change their names."""
    summary: Mapping[str, object] = field(default_factory=dict)
    """What is told of all figures together; plain values, lists and mappings of them."""
    query: str = ""
    """What the address of its page asks for, of figures that are chosen there."""
    of_whom: str = ""
    """Of whom it is, where that is not readers who chose to vote on one question."""
    chart: Drawing | None = None
    """The picture down to its small print; None for a figure that is not drawn on the page."""

    @property
    def who(self) -> str:
        """Of whom the figures are, which is never told apart from them."""
        return self.of_whom or ngettext(
            "Of %(number)s reader who chose to vote: not a sample of the public.",
            "Of %(number)s readers who chose to vote: not a sample of the public.",
            self.respondents,
        ) % {"number": wording.whole(self.respondents)}

    @property
    def slugs(self) -> list[str]:
        """What tells its files from those of others, in their names."""
        return self.name.split(":") if self.name else [one.slug for one in self.questions]

    @property
    def records(self) -> list[dict[str, Value]]:
        """The figures by the names of their columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.figures]

    @property
    def size(self) -> int:
        """About how many bytes it takes in memory."""
        drawn = len(self.chart.body) if self.chart else 0
        return 2 * (len(repr(self.figures)) + len(repr(self.summary)) + drawn)


def fraction(share: float | None) -> float | None:
    """A share as files tell it: to a millionth."""
    return None if share is None else round(share, 6)
