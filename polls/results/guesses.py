"""A reader's one guess of how a question's votes divide, and how far it was off.

A guess is worth something only before anything of the result is known: it is taken while the
question is open, from whoever has not voted, looked or guessed, and never changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from polls.kinds import TallyRead
from polls.models import Choice, Guess, Question, Voter
from polls.results.visibility import may_see
from polls.voting import ensure_open, has_answered, has_peeked

WHOLE = 100  # percent

type Shares = Mapping[int, int]
"""Percent by the choice's primary key."""


class GuessRefused(Exception):
    """A guess that is not taken; ``message`` tells the reader why. Nothing has changed."""

    message: str | Promise = _("No guess is asked here.")

    def __str__(self) -> str:
        return str(self.message)


class GuessedAlready(GuessRefused):
    message = _("You have guessed already; the first guess stands.")


class KnownAlready(GuessRefused):
    message = _("You have voted or seen the result: a guess would say nothing now.")


class NotWhole(GuessRefused):
    message = _("The shares have to make 100 together.")


@dataclass(frozen=True)
class Off:
    """A guess beside what the votes say."""

    rows: Sequence[tuple[Choice, int, float]]
    """Each choice with what was guessed and what is, in percent."""
    points: float
    """What has to be moved from one choice to another until the guess is right, in points."""


def asks(question: Question, *, now: datetime) -> bool:
    """Whether readers who know nothing of the result yet are asked to guess it now."""
    return (
        question.asks_guess
        and question.is_open(now=now)
        and not may_see(question, has_voted=False, now=now)
    )


@transaction.atomic
def guess(*, question: Question, voter: Voter, shares: Shares, now: datetime) -> Guess:
    """Keep a reader's guess: whole percents, one for each published choice, 100 in all.

    Raises GuessRefused, or the VotingRefused that says why the question takes no answers.
    """
    current = Question.objects.hold(question.pk)
    ensure_open(current, now=now)
    if not asks(current, now=now):
        raise GuessRefused
    if Guess.objects.filter(question=current, voter=voter).exists():
        raise GuessedAlready
    if has_answered(voter=voter, question=current) or has_peeked(voter=voter, question=current):
        raise KnownAlready
    offered = set(Choice.objects.published().filter(question=current).values_list("pk", flat=True))
    if set(shares) != offered or min(shares.values()) < 0 or sum(shares.values()) != WHOLE:
        raise NotWhole
    return Guess.objects.create(
        question=current, voter=voter, shares=[list(pair) for pair in shares.items()], made_at=now
    )


def guess_of(question: Question, voter: Voter | None) -> Shares | None:
    """What the reader guessed; one query, none where no guess is asked or the reader unknown."""
    if voter is None or not question.asks_guess:
        return None
    made = Guess.objects.filter(question=question, voter=voter).values_list("shares", flat=True)
    found = made.first()
    return None if found is None else dict(found)


def off(guessed: Shares, choices: Sequence[Choice], tally: TallyRead) -> Off | None:
    """How far a guess was off; None while nobody has voted.

    The points are half the sum of all differences: the total variation distance of what was
    guessed and what is (D. A. Levin, Y. Peres, “Markov Chains and Mixing Times”, 2nd ed. 2017,
    § 4.1). 0 is a guess without error; 100 gives all to choices that have none.
    """
    if not tally.voters:
        return None
    rows = [
        (choice, guessed.get(choice.pk, 0), WHOLE * tally.of(choice) / tally.voters)
        for choice in choices
    ]
    return Off(rows, points=sum(abs(said - is_) for _choice, said, is_ in rows) / 2)
