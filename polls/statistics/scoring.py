"""How good forecasts were, once it is known what happened: the smaller a score the better."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from polls.statistics.intervals import Interval, wilson

# Forecasts are in whole percent: 0 % says no more than “under half a percent”.
_SUREST = 0.995


def brier(probability: float, *, happened: bool) -> float:
    """The squared distance between a probability (0 to 1) and what happened: 0 best, 1 worst.

    G. W. Brier, “Verification of Forecasts Expressed in Terms of Probability”, Monthly Weather
    Review 78 (1950), pp. 1–3; for events that happen or not, half of his sum over both. Whoever
    always says 50 % gets .25.
    """
    return (probability - happened) ** 2


def logarithmic(probability: float, *, happened: bool) -> float:
    """The natural logarithm, negated, of the probability given to what happened: 0 best.

    I. J. Good, “Rational Decisions”, JRSS B 14 (1952), pp. 107–114. A probability of 0 or 100 % in
    whole percent is taken for half a percent from certainty, so that a score is finite: at most
    5.3. Whoever always says 50 % gets .69.
    """
    given = probability if happened else 1 - probability
    return -log(min(max(given, 1 - _SUREST), _SUREST))


@dataclass(frozen=True, slots=True)
class Span:
    """A probability (0 to 1) as long as somebody held it; both ends in seconds."""

    start: float
    end: float
    probability: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Score:
    """A forecaster's scores, each the mean over the time that something was forecast."""

    brier: float
    logarithmic: float
    seconds: float
    """How long something was forecast."""


def held(spans: Iterable[Span], *, happened: bool) -> Score | None:
    """The score of forecasts that changed over time: each counts for as long as it was held.

    As in forecasting tournaments, where a forecast stands until it is changed: B. Mellers et al.,
    “Psychological Strategies for Winning a Geopolitical Forecasting Tournament”, Psychological
    Science 25 (2014), pp. 1106–1115. None where nothing was held for any time.
    """
    kept = [span for span in spans if span.length > 0]
    seconds = sum(span.length for span in kept)
    if not seconds:
        return None
    return Score(
        brier=sum(s.length * brier(s.probability, happened=happened) for s in kept) / seconds,
        logarithmic=sum(s.length * logarithmic(s.probability, happened=happened) for s in kept)
        / seconds,
        seconds=seconds,
    )


@dataclass(frozen=True)
class Bin:
    """The forecasts between two probabilities, and how often what they said happened."""

    low: float
    high: float
    forecasts: int
    questions: int
    said: float
    """The mean probability."""
    happened: float
    """The share of the forecasts whose event happened."""
    interval: Interval
    """What is known of that share, by the number of questions rather than of forecasts."""


def calibration(given: Iterable[tuple[int, float, bool]], *, bins: int = 10) -> list[Bin]:
    """Whether what was said with some probability happened as often; bins without forecasts left
    out.

    ``given`` are (question, probability, whether it happened). Forecasts of one question share its
    outcome: their number says little. The interval is Wilson's for as many independent outcomes as
    the questions of the bin are worth, weighted by their forecasts: (Σw)² / Σw², L. Kish, “Survey
    Sampling” (1965), § 11.7. The curve is that of A. H. Murphy and R. L. Winkler, “Reliability of
    Subjective Probability Forecasts”, Applied Statistics 26 (1977), pp. 41–47.
    """
    parted: dict[int, list[tuple[int, float, bool]]] = {}
    for one in given:
        parted.setdefault(min(int(one[1] * bins), bins - 1), []).append(one)
    return [_bin(place, parted[place], bins) for place in sorted(parted)]


def _bin(place: int, given: Sequence[tuple[int, float, bool]], bins: int) -> Bin:
    weights: dict[int, int] = {}
    for question, _probability, _happened in given:
        weights[question] = weights.get(question, 0) + 1
    share = sum(happened for _question, _probability, happened in given) / len(given)
    worth = len(given) ** 2 / sum(weight**2 for weight in weights.values())
    return Bin(
        low=place / bins,
        high=(place + 1) / bins,
        forecasts=len(given),
        questions=len(weights),
        said=sum(probability for _question, probability, _happened in given) / len(given),
        happened=share,
        interval=wilson(share * worth, worth),
    )
