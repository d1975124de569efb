"""What a voter answered before reading, and whether they have answered again since.

Nothing is stored for it: a ballot's revisions say which answers were given after reading. What the
ballot said just before the first of them is the voter's answer before reading; so a slip that was
mended at the top is no change of mind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, takewhile
from typing import Any, Protocol

from polls import kinds
from polls.kinds import Answer
from polls.models import BallotRevision, Question, Voter

Place = BallotRevision.Place


class Given(Protocol):
    """What is asked of a revision: what was given, and where."""

    @property
    def marks(self) -> Any: ...
    @property
    def abstains(self) -> bool: ...
    @property
    def place(self) -> str: ...


@dataclass(frozen=True)
class Reading:
    """Where a voter stands between the two places of a question."""

    before: Answer = field(default_factory=Answer)
    """What the ballot said before its voter first answered after reading; empty for nothing."""
    at_the_top: bool = False
    """Whether that was said in the place before the article, and not on another page."""
    again: bool = False
    """Whether what the ballot says now was said after reading, given or confirmed."""


def readings(*, voter: Voter | None, questions: Iterable[Question]) -> dict[int, Reading]:
    """The readings of a voter by the questions' primary keys, for those that are asked twice.

    One query, and none for an unknown reader or where no question is asked twice.
    """
    asked = {question.pk: question for question in questions if question.ask_again}
    if voter is None or not asked:
        return {}
    rows = BallotRevision.objects.filter(voter=voter, question__in=asked)
    of_question = groupby(rows.order_by("question", "number"), lambda row: row.question_id)
    return {pk: reading_of(asked[pk], list(revisions)) for pk, revisions in of_question}


def reading_of(question: Question, revisions: Sequence[Given]) -> Reading:
    """The reading that a ballot's revisions, oldest first, tell."""
    earlier = list(takewhile(lambda revision: revision.place != Place.AGAIN, revisions))
    return Reading(
        before=laid_over(question, earlier),
        at_the_top=bool(earlier) and earlier[-1].place == Place.BEFORE,
        again=bool(revisions) and revisions[-1].place == Place.AGAIN,
    )


def laid_over(question: Question, revisions: Iterable[Given]) -> Answer:
    """What a ballot said after these revisions."""
    kind, said = kinds.of(question), Answer()
    for revision in revisions:
        given = Answer(marks=dict(revision.marks), abstains=revision.abstains)
        said = kind.merge(said, given) if given else given
    return said
