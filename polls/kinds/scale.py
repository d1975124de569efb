"""One point of an ordered scale, such as five degrees of agreement.

An odd number of points has a neutral one in its middle, an even number has none. Points between the
ends may have a number as their only label, counting up by one: “Never”, “2”, “3”, “4”, “Always”.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polls.kinds import wording
from polls.kinds.answers import Marks
from polls.kinds.base import FEW_VOTERS, Kind, Result, Row, TallyRead
from polls.kinds.single import OneChoiceForm, Option
from polls.models import Choice, Question
from polls.statistics import charts
from polls.statistics.quantiles import ordinal_median

FEWEST_POINTS = 3
NUMBER = re.compile(r"[+-]?\d{1,3}")


@dataclass(frozen=True, kw_only=True)
class Point(Option):
    """A point as the form offers it."""

    number: str
    """Its number on a numbered scale; empty on a scale of words."""
    words: str
    """Its label, where that is not the number alone."""
    context: str
    """What a number alone is to be heard with: “from 1 to 7”."""


class PointForm(OneChoiceForm):
    """Radio buttons in the order of the scale, each with its tone."""

    @property
    def is_numbered(self) -> bool:
        return bool(numbers(self.choices))

    @property
    def options(self) -> Sequence[Point]:
        numbered = numbers(self.choices)
        return [
            Point(
                choice=option.choice,
                chosen=option.chosen,
                tone=charts.tone(place, len(self.choices)),
                number=numbered[place] if numbered else "",
                words="" if numbered and NUMBER.fullmatch(option.label) else option.label,
                context=_ends(numbered),
            )
            for place, option in enumerate(super().options)
        ]


@dataclass(frozen=True, kw_only=True)
class ScaleResult(Result):
    """The distribution over the points; its rows are in the order of the scale."""

    @property
    def points(self) -> Sequence[tuple[Row, str]]:
        """Each row with the class of its tone."""
        return [(row, charts.tone(place, len(self.rows))) for place, row in enumerate(self.rows)]

    @property
    def diverging(self) -> charts.Diverging:
        return charts.diverging([row.share for row in self.rows])

    @property
    def told(self) -> str:
        """The whole distribution in words."""
        told = ", ".join(
            f"{row.choice.label} ({row.votes if self.few else row.percent})" for row in self.rows
        )
        return wording.Said(told, [row.choice for row in self.rows])


class Scale(Kind):
    name = Question.Kind.SCALE
    form_class = PointForm
    exclusive = True

    def describe(self, *, choices: Sequence[Choice], marks: Marks) -> str:
        chosen = super().describe(choices=choices, marks=marks)
        if not NUMBER.fullmatch(chosen) or not numbers(choices):
            return chosen
        return f"{chosen}, {_ends(numbers(choices))}"

    def result(
        self, *, question: Question, choices: Sequence[Choice], tally: TallyRead
    ) -> ScaleResult:
        rows = self.rows(choices=choices, tally=tally)
        return ScaleResult(
            question=question,
            voters=tally.voters,
            abstentions=tally.abstentions,
            version=tally.version,
            rows=rows,
            sentence=wording.Said(self.sentence(rows=rows, voters=tally.voters), choices),
        )

    def sentence(self, *, rows: Sequence[Row], voters: int) -> str:
        if not any(row.count for row in rows):
            return _("Nobody has voted yet.")
        if voters < FEW_VOTERS:
            text = ngettext(
                "Of %(voters)s vote, %(lower)s leans towards %(lowest)s and %(upper)s towards "
                "%(highest)s; the median answer is %(median)s.",
                "Of %(voters)s votes, %(lower)s lean towards %(lowest)s and %(upper)s towards "
                "%(highest)s; the median answer is %(median)s.",
                voters,
            )
        else:
            text = _(
                "%(lower)s of %(voters)s votes lean towards %(lowest)s, %(upper)s towards "
                "%(highest)s; the median answer is %(median)s."
            )
        return text % _told(rows, voters)

    def editorial_problems(self, *, question: Question, choices: Sequence[Choice]) -> list[str]:
        if len(choices) < FEWEST_POINTS:
            return [_("A scale needs at least three points, from one end to the other.")]
        if any(NUMBER.fullmatch(end.label) for end in (choices[0], choices[-1])):
            return [_("The ends of a scale need words: a number alone does not say what it means.")]
        return []


def numbers(choices: Sequence[Choice]) -> list[str]:
    """The number of every point; none for a scale of words.

    On a numbered scale every label is a number, one higher from point to point, but for those of
    the ends and of the neutral point, which may be words.
    """
    given = {
        place: int(choice.label)
        for place, choice in enumerate(choices)
        if NUMBER.fullmatch(choice.label)
    }
    last = len(choices) - 1
    worded = set(range(len(choices))) - given.keys()
    starts = {number - place for place, number in given.items()}
    if len(starts) != 1 or not worded <= {0, last / 2, last}:
        return []
    start = starts.pop()
    return [str(start + place) for place in range(len(choices))]


def _ends(numbered: Sequence[str]) -> str:
    """Between which numbers a scale runs; empty for a scale of words."""
    if not numbered:
        return ""
    return _("from %(first)s to %(last)s") % {"first": numbered[0], "last": numbered[-1]}


def _told(rows: Sequence[Row], voters: int) -> dict[str, str]:
    """What the sentence tells: both sides of the middle, and the median."""
    side = len(rows) // 2
    lower, upper = (sum(row.count for row in part) for part in (rows[:side], rows[-side:]))
    few = voters < FEW_VOTERS
    return {
        "lower": wording.whole(lower) if few else wording.percent(lower / voters),
        "upper": wording.whole(upper) if few else wording.percent(upper / voters),
        "lowest": wording.quoted([rows[0].choice.label]),
        "highest": wording.quoted([rows[-1].choice.label]),
        "median": _median(rows),
        "voters": wording.whole(voters),
    }


def _median(rows: Sequence[Row]) -> str:
    """The median answer in words: one point, or between two."""
    lower, upper = ordinal_median([row.count for row in rows])
    if lower == upper:
        return wording.quoted([rows[lower].choice.label])
    return _("between %(lower)s and %(upper)s") % {
        "lower": wording.quoted([rows[lower].choice.label]),
        "upper": wording.quoted([rows[upper].choice.label]),
    }
