"""What a question's page shows of the guess: the form, what was guessed, or how far it was off."""

from dataclasses import dataclass
from datetime import datetime

from polls.cards import Card
from polls.guessing.forms import GuessForm
from polls.kinds import wording
from polls.kinds.base import FEW_VOTERS
from polls.models import Choice, Voter
from polls.results import tally
from polls.results.guesses import Off, Shares, asks, guess_of, off


@dataclass(frozen=True)
class Sight:
    """One of three: a form, a guess that waits for the result, or a guess beside it."""

    form: GuessForm | None = None
    guessed: list[tuple[Choice, str]] | None = None
    off: Off | None = None

    @property
    def points(self) -> str:
        return wording.decimal(self.off.points) if self.off else ""

    @property
    def rows(self) -> list[tuple[Choice, str, str]]:
        """Each choice with what was guessed and what is, as text."""
        told = self.off.rows if self.off else ()
        return [
            (one, wording.percentage(said), wording.percent(is_ / 100)) for one, said, is_ in told
        ]


def sight(card: Card, *, voter: Voter | None, now: datetime) -> Sight | None:
    """What this reader sees; None where nothing is to be guessed. Two queries at most.

    A result of under ten votes is too small to be measured by.
    """
    question = card.question
    if not question.asks_guess:
        return None
    guessed = guess_of(question, voter)
    if guessed is not None:
        return _after(card, guessed)
    if card.shows_result or card.has_voted or not asks(question, now=now):
        return None
    return Sight(form=GuessForm(choices=card.choices))


def _after(card: Card, guessed: Shares) -> Sight:
    read = tally.read([card.question])[card.question.pk] if card.shows_result else None
    if read and read.voters >= FEW_VOTERS:
        return Sight(off=off(guessed, card.choices, read))
    told = [(one, wording.percentage(guessed.get(one.pk, 0))) for one in card.choices]
    return Sight(guessed=told)
