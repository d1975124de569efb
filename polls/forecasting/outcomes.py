"""How a forecast turned out, as one reader is told it."""

from dataclasses import dataclass

from dossier.shelf import Shelf
from polls.forecasting.scoring import Scores, own_score, scores
from polls.kinds import wording
from polls.models import Question, Resolution, Voter
from polls.results import tally
from polls.statistics.scoring import Score

OVERHEAD = 400  # bytes beside the readers' scores
DECIMALS = 2

_kept: Shelf[Scores] = Shelf(8 * 2**20)


@dataclass(frozen=True)
class Outcome:
    """A resolved forecast: what happened, how good the forecasts were, and the reader's own."""

    resolution: Resolution
    corrected: bool
    """Whether something else had been entered before."""
    scores: Scores | None
    own: Score | None

    @property
    def ahead_of(self) -> str | None:
        """The share of the other forecasters whom the reader did better than, as text."""
        share = self.scores.ahead_of(self.own) if self.scores and self.own else None
        return None if share is None else wording.percent(share)


def outcome_of(question: Question, voter: Voter | None) -> Outcome | None:
    """The outcome of a resolved forecast; None where there is none. Three queries at most."""
    if not question.outcome:
        return None
    entered = list(question.resolutions.all()[:2])
    return Outcome(
        resolution=entered[0],
        corrected=len(entered) > 1,
        scores=scores_of(question, entered[0]),
        own=own_score(question, entered[0], voter) if voter else None,
    )


def scores_of(question: Question, resolution: Resolution) -> Scores | None:
    """The question's scores; worked out once, and anew when a voter has gone."""
    name = (question.pk, resolution.pk, tally.version_of(question))
    found = _kept.get(name)
    if found is None:
        found = scores(question, resolution)
        if found:
            _kept.put(name, found, size=found.readers.nbytes + OVERHEAD)
    return found
