"""How far a reader is in the quiz, and with how many points."""

from collections.abc import Iterable
from dataclasses import dataclass

from polls.cards import Card
from polls.kinds import wording
from polls.kinds.quiz import FULL_CREDIT, credit_of
from polls.models import Question


@dataclass(frozen=True)
class Score:
    """Points of so many questions; credit is in hundredths of a point, so that sums are exact."""

    credit: int
    total: int

    @property
    def points(self) -> str:
        """The points in the language's figures, to one decimal."""
        return wording.decimal(self.credit / FULL_CREDIT)


@dataclass(frozen=True)
class Progress(Score):
    """A reader's own way through the quiz."""

    answered: int
    open: int
    """How many questions the reader has not answered yet and still can."""

    @property
    def finished(self) -> bool:
        return self.answered > 0 and not self.open


def progress(cards: Iterable[Card]) -> Progress:
    """The reader's progress, from cards already dealt; those of other kinds are passed over."""
    asked = [card for card in cards if card.question.kind == Question.Kind.QUIZ]
    return Progress(
        credit=sum(credit_of(card.marks) for card in asked),
        total=len(asked),
        answered=sum(card.has_voted for card in asked),
        open=sum(takes_answer(card) for card in asked),
    )


def takes_answer(card: Card) -> bool:
    """Whether the reader can still answer this quiz question."""
    return card.is_open and not card.has_voted
