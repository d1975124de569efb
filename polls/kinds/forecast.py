"""A probability in whole percent that something will happen; the one choice says what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polls.kinds import wording
from polls.kinds.answers import AnswerForm, Marks
from polls.kinds.base import FEW_VOTERS, Kind, Result, Row, TallyRead, share_row
from polls.kinds.numbers import WholeNumberField
from polls.models import Choice, Question
from polls.statistics import charts
from polls.statistics.quantiles import quantile

CERTAIN = 100
BIN = 10


class ForecastForm(AnswerForm):
    """A field ``probability``: a whole number from 0 (excluded) to 100 (certain)."""

    probability = WholeNumberField(
        label=gettext_lazy("Probability"),
        least=0,
        most=CERTAIN,
        unit="%",
        error_messages={"required": gettext_lazy("Give a probability from 0 to 100.")},
    )

    def initial_from(self, marks: Marks) -> dict[str, Any]:
        return {"probability": next((marks[one.pk] for one in self.choices if one.pk in marks), "")}

    def clean_probability(self) -> int:
        if len(self.sent("probability")) > 1:
            raise forms.ValidationError(_("Give one probability only."))
        probability: int = self.cleaned_data["probability"]
        return probability

    def clean(self) -> None:
        if not self.choices:
            raise forms.ValidationError(_("This question does not say yet what is forecast."))

    def marks(self) -> Marks:
        return {self.choices[0].pk: self.cleaned_data["probability"]}


@dataclass(frozen=True)
class Bin:
    """The forecasts from one probability to another, both included."""

    low: int
    high: int
    count: int
    share: float
    column: charts.Column

    @property
    def label(self) -> str:
        return wording.interval(self.low / CERTAIN, self.high / CERTAIN)

    @property
    def votes(self) -> str:
        return wording.whole(self.count)

    @property
    def percent(self) -> str:
        return wording.percent(self.share)


@dataclass(frozen=True, kw_only=True)
class ForecastResult(Result):
    """The forecasts' middle and how they spread; the quartiles are None without forecasts."""

    median: float | None
    lower: float | None
    upper: float | None
    bins: Sequence[Bin]

    @property
    def in_percent(self) -> str:
        """The median as text."""
        return wording.percentage(self.median or 0)

    @property
    def middle_half(self) -> str:
        """From the first quartile to the third, as text."""
        return wording.span(self.lower or 0, self.upper or 0)

    @property
    def told(self) -> str:
        """The whole distribution in words."""
        return ", ".join(f"{one.label} ({one.votes})" for one in self.bins if one.count)

    @property
    def median_line(self) -> str:
        return charts.length(self.median or 0)

    @property
    def middle_band(self) -> tuple[str, str]:
        """Where the middle half begins, and how wide it is."""
        lower, upper = self.lower or 0, self.upper or 0
        return charts.length(lower), charts.length(upper - lower)


class Forecast(Kind):
    name = Question.Kind.FORECAST
    form_class = ForecastForm
    submit_label = gettext_lazy("Send this forecast")

    def describe(self, *, choices: Sequence[Choice], marks: Marks) -> str:
        return ", ".join(wording.percentage(marks[one.pk]) for one in choices if one.pk in marks)

    def result(
        self, *, question: Question, choices: Sequence[Choice], tally: TallyRead
    ) -> ForecastResult:
        given = _histogram(choices, tally)
        lower, median, upper = (
            [quantile(given, part) for part in (0.25, 0.5, 0.75)] if given else [None] * 3
        )
        return ForecastResult(
            question=question,
            voters=tally.voters,
            abstentions=tally.abstentions,
            version=tally.version,
            rows=self.rows(choices=choices, tally=tally),
            sentence=_sentence(given, tally.voters),
            median=median,
            lower=lower,
            upper=upper,
            bins=_bins(given, tally.voters),
        )

    def rows(self, *, choices: Sequence[Choice], tally: TallyRead) -> list[Row]:
        """How many gave each probability that was given."""
        return [
            share_row(choice, tally, value)
            for choice in choices
            for value in sorted(_histogram([choice], tally))
        ]

    def editorial_problems(self, *, question: Question, choices: Sequence[Choice]) -> list[str]:
        if len(choices) != 1:
            return [_("A forecast has exactly one choice: what may happen.")]
        return []


def _histogram(choices: Sequence[Choice], tally: TallyRead) -> dict[int, int]:
    """How many gave each probability."""
    offered = {choice.pk for choice in choices}
    return {
        value: count
        for (choice, value), count in tally.counts.items()
        if choice in offered and count
    }


def _bins(given: Mapping[int, int], voters: int) -> list[Bin]:
    """The forecasts in ten equal bins; certainty falls into the last."""
    last = CERTAIN // BIN - 1
    counts = [0] * (last + 1)
    for value, count in given.items():
        counts[min(value // BIN, last)] += count
    return [
        Bin(
            low=place * BIN,
            high=CERTAIN if place == last else place * BIN + BIN - 1,
            count=count,
            share=count / voters if voters else 0.0,
            column=column,
        )
        for place, (count, column) in enumerate(zip(counts, charts.histogram(counts), strict=True))
    ]


def _sentence(given: Mapping[int, int], voters: int) -> str:
    if not given:
        return _("Nobody has given a forecast yet.")
    told = {
        "median": wording.percentage(quantile(given, 0.5)),
        "voters": wording.whole(voters),
        "range": wording.span(min(given), max(given)),
        "middle": wording.span(quantile(given, 0.25), quantile(given, 0.75)),
    }
    if voters == 1:
        return _("The only forecast so far gives %(median)s.") % told
    if voters < FEW_VOTERS:
        return (
            _("The median of %(voters)s forecasts is %(median)s; they range over %(range)s.") % told
        )
    return (
        _("The median of %(voters)s forecasts is %(median)s; the middle half gives %(middle)s.")
        % told
    )
