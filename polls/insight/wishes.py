"""What readers want beside what they expect: an opinion laid together with a forecast."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from dossier.models import Article
from polls.insight.asked import Asked, everything, shown
from polls.kinds import sides, wording
from polls.kinds.base import FEW_VOTERS
from polls.models import Choice, Question, Side
from polls.results.answered import marks_of
from polls.statistics import charts
from polls.statistics.gaps import Gap, gap
from polls.statistics.quantiles import quantile


@dataclass(frozen=True)
class Expected:
    """What those of one side expect; the probabilities in percent."""

    side: Side
    words: str
    """What they have answered."""
    voters: int
    median: float
    lower: float
    upper: float
    mean: float

    @property
    def count(self) -> str:
        return wording.whole(self.voters)

    @property
    def median_told(self) -> str:
        return wording.percentage(self.median)

    @property
    def middle_half(self) -> str:
        return wording.span(self.lower, self.upper)

    @property
    def mean_told(self) -> str:
        return wording.percentage(self.mean)

    @property
    def median_line(self) -> str:
        return charts.length(self.median)

    @property
    def middle_band(self) -> tuple[str, str]:
        """Where the middle half begins, and how wide it is."""
        return charts.length(self.lower), charts.length(self.upper - self.lower)


@dataclass(frozen=True)
class Wish:
    """An opinion and a forecast, by the side that readers take in the opinion."""

    opinion: Question
    forecast: Question
    choices: Sequence[Choice]
    """Of the opinion."""
    sides: Sequence[Expected]
    gap: Gap | None
    """Mean forecast of those in favour less that of those against, in percentage points."""

    @property
    def points(self) -> str:
        """How far both sides are apart, as text."""
        return wording.decimal(abs(self.gap.difference)) if self.gap else ""

    @property
    def interval(self) -> str:
        """What is known of it, as text; negative where those against expect it more."""
        if self.gap is None:
            return ""
        return _("%(low)s to %(high)s") % {
            "low": wording.decimal(self.gap.low),
            "high": wording.decimal(self.gap.high),
        }


@dataclass(frozen=True)
class Wishes:
    wishes: Sequence[Wish]


def part(article: Article, now: datetime) -> Wishes | None:
    return _wishes(shown(article, now=now))


def for_newsroom(article: Article, now: datetime) -> Wishes | None:
    return _wishes(everything(article, now=now))


def _wishes(asked: Sequence[Asked]) -> Wishes | None:
    by_pk = {one.question.pk: one for one in asked}
    told = [
        wish
        for one in asked
        if one.question.forecast_id in by_pk
        and (wish := _wish(one, by_pk[one.question.forecast_id]))
    ]
    return Wishes(told) if told else None


def _wish(opinion: Asked, forecast: Asked) -> Wish | None:
    """By sides of at least ten; None where fewer than two have so many.

    A side that is too small is left out: it is part of no total here, and whoever answered only one
    of both questions is counted nowhere.
    """
    said: dict[Side, list[int]] = {side: [] for side in (Side.FOR, Side.BETWEEN, Side.AGAINST)}
    expected = {voter: value for voter, _choice, value in marks_of(forecast.question).tolist()}
    for voter, choice, value in marks_of(opinion.question).tolist():
        side = sides.of_marks(opinion.question, opinion.choices, {choice: value})
        if side is not None and voter in expected:
            said[side].append(expected[voter])
    enough = {side: given for side, given in said.items() if len(given) >= FEW_VOTERS}
    if len(enough) < 2:
        return None
    both = Side.FOR in enough and Side.AGAINST in enough
    return Wish(
        opinion=opinion.question,
        forecast=forecast.question,
        choices=opinion.choices,
        sides=[_expected(opinion, side, given) for side, given in enough.items()],
        gap=gap(enough[Side.FOR], enough[Side.AGAINST]) if both else None,
    )


def _expected(opinion: Asked, side: Side, given: Sequence[int]) -> Expected:
    histogram = {value: given.count(value) for value in set(given)}
    lower, median, upper = (quantile(histogram, share) for share in (0.25, 0.5, 0.75))
    return Expected(
        side=side,
        words=sides.words(opinion.question, opinion.choices, side),
        voters=len(given),
        median=median,
        lower=lower,
        upper=upper,
        mean=sum(given) / len(given),
    )
