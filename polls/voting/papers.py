"""Ballot papers: a question with its choices, kept by each process for the next cast.

Reading them anew would be most of the work of a cast. A kept paper may be outdated, and need not be
asked whether it is: the cast itself is made only if the paper's edition still is the question's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from polls import kinds
from polls.kinds import AnswerForm
from polls.models import Choice, Question

type Address = tuple[str, str]

MOST = 1000

_kept: dict[Address, "Paper"] = {}


@dataclass(frozen=True)
class Paper:
    question: Question
    choices: Sequence[Choice]

    @cached_property
    def digest(self) -> str:
        """What stands for the question with its article's address and its choices, as they are."""
        made_of = [self.question, self.question.article, self.question.passage, *self.choices]
        texts = [_columns(row) for row in made_of if row]
        return sha256(repr(texts).encode()).hexdigest()

    def holds_at(self, question: int, *, edition: int) -> bool:
        """Whether it is a paper of the question with this primary key, and in this edition."""
        return (self.question.pk, self.question.edition) == (question, edition)

    def filled_in(self, data: Mapping[str, Any]) -> AnswerForm:
        """The form of the paper with what a reader has sent."""
        return kinds.of(self.question).form(question=self.question, choices=self.choices, data=data)


def _columns(row: object) -> list[tuple[str, object]]:
    return [(name, value) for name, value in sorted(vars(row).items()) if name[0] != "_"]


def kept(address: Address) -> Paper | None:
    """The paper at an address (dossier, question), if one is kept; no query."""
    return _kept.get(address)


def keep(paper: Paper) -> None:
    """Keep the paper of a question that every reader may answer; when full, begin anew."""
    question = paper.question
    if question.status == Question.Status.PUBLISHED and question.article.is_published:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[question.article.slug, question.slug] = paper


def forget() -> None:
    """Throw all papers away."""
    _kept.clear()
