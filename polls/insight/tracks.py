"""What is followed of a question over time: a few shares, by its kind.

A share is worked out as the kind's result works it out, from the counters as they stood: what is
told of today is therefore what the result says. Followed are the share of each choice (of one
choice, of several); of both sides of a scale and its middle; of right answers (quiz); of the Borda
points that could be won (ranking); the median (forecast); and among all answers to statements,
those that agree, disagree and pass.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from polls.insight.asked import Asked
from polls.kinds import Kind, TallyRead, wording
from polls.kinds.base import FEW_VOTERS
from polls.kinds.forecast import ForecastResult
from polls.kinds.quiz import QuizResult
from polls.kinds.ranking import RankingResult
from polls.models import Choice, Question

# More lines than these are told apart by nobody: those chosen most are drawn, all are in the table.
MOST_LINES = 8


class Figure(NamedTuple):
    """A share, and the votes that it stands for; None where the share is of none."""

    share: float | None
    votes: int | None = None


class Point(NamedTuple):
    """A figure at one moment, as it may be told."""

    share: float | None
    """None under ten voters, and without a figure."""
    text: str
    votes: int | None = None
    """How many votes it stands for; None where it stands for none, or nobody has voted."""


@dataclass(frozen=True)
class Track:
    """One figure of a question over all periods."""

    code: str
    """What stands for it in files: a choice’s address, or a word of ours."""
    label: str
    told: str
    """What it is called in a sentence."""
    tone: str
    """The class of its colour."""
    so_far: Sequence[Point]
    """At the end of each period."""
    given: Sequence[Point]
    """Among the answers given in each period."""

    @property
    def now(self) -> Point:
        return self.so_far[-1]


type _Figures = Callable[[Asked, TallyRead], Sequence[Figure]]


def tracks_of(asked: Asked, so_far: Sequence[TallyRead], given: Sequence[TallyRead]) -> list[Track]:
    """The question's tracks over the counters of equal periods, in the order of its answers."""
    labels, figures = _labels(asked), _FIGURES.get(asked.question.kind, _of_choices)
    over_time = [
        [_points(figures(asked, tally), tally) for tally in tallies] for tallies in (so_far, given)
    ]
    return [
        Track(code, label, told, tone, *([points[place] for points in one] for one in over_time))
        for place, (code, label, told, tone) in enumerate(labels)
    ]


def drawn(tracks: Sequence[Track]) -> list[Track]:
    """The tracks that are drawn, in their order: all, or those with the largest shares now."""
    if len(tracks) <= MOST_LINES:
        return list(tracks)
    largest = sorted(tracks, key=lambda one: -(one.now.share or 0))[:MOST_LINES]
    return [one for one in tracks if one in largest]


def _points(figures: Sequence[Figure], tally: TallyRead) -> list[Point]:
    return [_point(figure, tally.voters) for figure in figures]


def _point(figure: Figure, voters: int) -> Point:
    if voters >= FEW_VOTERS and figure.share is not None:
        return Point(figure.share, wording.percent(figure.share), figure.votes)
    if voters and figure.votes is not None:
        return Point(None, wording.whole(figure.votes), figure.votes)
    return Point(None, "–")


def _of_choices(asked: Asked, tally: TallyRead) -> list[Figure]:
    rows = asked.kind.rows(choices=asked.choices, tally=tally)
    return [Figure(row.share, row.count) for row in rows]


def _of_sides(asked: Asked, tally: TallyRead) -> list[Figure]:
    """The lower side of a scale, its middle if it has one, and its upper side."""
    counts = [tally.of(choice) for choice in asked.choices]
    side = len(counts) // 2
    middle = counts[side : len(counts) - side]
    parts = [counts[:side], *([middle] if middle else []), counts[len(counts) - side :]]
    return [Figure(_share(sum(part), tally.voters), sum(part)) for part in parts]


def _of_right_answers(asked: Asked, tally: TallyRead) -> list[Figure]:
    result = _result(asked.kind, asked, tally)
    right = result.right if isinstance(result, QuizResult) else None
    return [Figure(right.share, right.count) if right else Figure(None)]


def _of_orders(asked: Asked, tally: TallyRead) -> list[Figure]:
    result = _result(asked.kind, asked, tally)
    shares = (
        {standing.choice.pk: standing.share for standing in result.standings}
        if isinstance(result, RankingResult)
        else {}
    )
    return [Figure(shares.get(choice.pk)) for choice in asked.choices]


def _of_forecasts(asked: Asked, tally: TallyRead) -> list[Figure]:
    result = _result(asked.kind, asked, tally)
    median = result.median if isinstance(result, ForecastResult) else None
    return [Figure(None if median is None else median / 100)]


def _of_stances(_asked: Asked, tally: TallyRead) -> list[Figure]:
    """Of all answers to all statements; passes last, as in the result."""
    counts = dict.fromkeys((1, -1, 0), 0)
    for (_choice, value), count in tally.counts.items():
        counts[value] += count
    total = sum(counts.values())
    return [Figure(_share(count, total), count) for count in counts.values()]


def _share(count: int, total: int) -> float | None:
    return count / total if total else None


def _result(kind: Kind, asked: Asked, tally: TallyRead) -> object:
    return kind.result(question=asked.question, choices=asked.choices, tally=tally)


def _labels(asked: Asked) -> list[tuple[str, str, str, str]]:
    """What each figure is called in files, alone and in a sentence, and the class of its colour."""
    match asked.question.kind:
        case Question.Kind.SCALE:
            plain = _sides(asked)
        case Question.Kind.QUIZ:
            plain = [("right", _("Answered right"), "choice-1")]
        case Question.Kind.FORECAST:
            plain = [("median", _("Median forecast"), "choice-1")]
        case Question.Kind.STATEMENTS:
            plain = [
                ("agree", _("Agree"), "tone-pos2"),
                ("disagree", _("Disagree"), "tone-neg2"),
                ("pass", _("Pass"), "tone-mid"),
            ]
        case _:
            return [
                (
                    one.slug,
                    wording.Said(one.label, [one]),
                    wording.Said(wording.quoted([one.label]), [one]),
                    f"choice-{place % MOST_LINES + 1}",
                )
                for place, one in enumerate(asked.choices)
            ]
    return [(code, label, label, tone) for code, label, tone in plain]


def _sides(asked: Asked) -> list[tuple[str, str, str]]:
    lower, upper = (_towards(asked.choices[place]) for place in (0, -1))
    sides = [
        ("lower", lower, "tone-neg2"),
        ("middle", _("In the middle"), "tone-mid"),
        ("upper", upper, "tone-pos2"),
    ]
    return sides if len(asked.choices) % 2 else [sides[0], sides[2]]


def _towards(end: Choice) -> str:
    return wording.Said(_("Towards %(end)s") % {"end": wording.quoted([end.label])}, [end])


_FIGURES: Mapping[str, _Figures] = {
    Question.Kind.SCALE: _of_sides,
    Question.Kind.QUIZ: _of_right_answers,
    Question.Kind.RANKING: _of_orders,
    Question.Kind.FORECAST: _of_forecasts,
    Question.Kind.STATEMENTS: _of_stances,
}
