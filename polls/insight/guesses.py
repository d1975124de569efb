"""What readers thought of one another: guesses of how a question's votes divide, beside the votes.

A guess is made before anything of the result is known, so that what each side thought of the whole
can be laid beside what is.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from dossier.models import Article
from polls.insight.asked import Asked, everything, shown
from polls.kinds import wording
from polls.kinds.base import FEW_VOTERS
from polls.models import Choice, Guess, Question
from polls.results.answered import marks_of
from polls.results.guesses import WHOLE

type Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Picture:
    """What some readers thought, on average: a share for each choice, in percent."""

    choice: Choice | None
    """What these readers then answered; None for all who guessed."""
    guessers: int
    shares: Sequence[float]

    @property
    def count(self) -> str:
        return wording.whole(self.guessers)

    @property
    def told(self) -> list[str]:
        return [wording.percentage(round(share)) for share in self.shares]


@dataclass(frozen=True)
class Pictures:
    """One question's guesses beside its votes."""

    question: Question
    choices: Sequence[Choice]
    pictures: Sequence[Picture]
    votes: Sequence[float]
    """What is, in percent."""
    off: float
    """How far the average guesser was off, in points (polls.results.guesses.off)."""

    @property
    def votes_told(self) -> list[str]:
        return [wording.percentage(round(share)) for share in self.votes]

    @property
    def points(self) -> str:
        return wording.decimal(self.off)

    @property
    def misjudged(self) -> tuple[Choice, str, str]:
        """The choice that all who guessed were furthest from, what they thought, and what is."""
        everybody = self.pictures[0].shares
        place = max(range(len(self.votes)), key=lambda one: abs(everybody[one] - self.votes[one]))
        return self.choices[place], self.pictures[0].told[place], self.votes_told[place]


@dataclass(frozen=True)
class Guesses:
    questions: Sequence[Pictures]


def part(article: Article, now: datetime) -> Guesses | None:
    return _guesses(shown(article, now=now))


def for_newsroom(article: Article, now: datetime) -> Guesses | None:
    return _guesses(everything(article, now=now))


def version(article: Article) -> Hashable:
    """How many guesses there are of the dossier's questions."""
    return Guess.objects.filter(question__article=article).count()


def _guesses(asked: Sequence[Asked]) -> Guesses | None:
    told = [
        pictures
        for one in asked
        if one.question.asks_guess and one.tally.voters >= FEW_VOTERS and (pictures := _of(one))
    ]
    return Guesses(told) if told else None


def _of(one: Asked) -> Pictures | None:
    """All who guessed, then those who guessed and gave each answer; of ten at least.

    An answer of too few is left out, and of all that are left out there must be ten together, or
    they could be had from the whole: else the least of the others goes with them.
    """
    rows = Guess.objects.filter(question=one.question).order_by("voter_id")
    guessed = {
        voter: [dict(shares).get(choice.pk, 0) for choice in one.choices]
        for voter, shares in rows.values_list("voter", "shares")
    }
    if len(guessed) < FEW_VOTERS:
        return None
    votes = [WHOLE * one.tally.of(choice) / one.tally.voters for choice in one.choices]
    whole = np.array(list(guessed.values()), dtype=float)
    return Pictures(
        question=one.question,
        choices=one.choices,
        pictures=[_picture(None, whole), *_by_answer(one, guessed)],
        votes=votes,
        off=float(np.abs(whole - votes).sum(axis=1).mean() / 2),
    )


def _by_answer(one: Asked, guessed: dict[int, list[int]]) -> list[Picture]:
    of_choice: dict[int, list[list[int]]] = {choice.pk: [] for choice in one.choices}
    for voter, choice, _value in marks_of(one.question).tolist():
        if voter in guessed and choice in of_choice:
            of_choice[choice].append(guessed[voter])
    enough = [pk for pk, given in of_choice.items() if len(given) >= FEW_VOTERS]
    left_out = len(guessed) - sum(len(of_choice[pk]) for pk in enough)
    if enough and 0 < left_out < FEW_VOTERS:
        enough.remove(min(enough, key=lambda pk: len(of_choice[pk])))
    return [
        _picture(choice, np.array(of_choice[choice.pk], dtype=float))
        for choice in one.choices
        if choice.pk in enough
    ]


def _picture(choice: Choice | None, guesses: Numbers) -> Picture:
    return Picture(choice, guessers=len(guesses), shares=guesses.mean(axis=0).tolist())
