"""What a reader has answered, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from polls import kinds
from polls.kinds import Marks, wording
from polls.kinds.quiz import credit_of
from polls.models import Ballot, Choice, Question, Voter, WriteIn
from polls.statistics.scoring import brier


@dataclass(frozen=True)
class OwnAnswer:
    """One question that the reader has answered, and how that answer stands."""

    ballot: Ballot
    said: str
    """The answer in words; empty once it is withdrawn."""
    words: WriteIn | None
    """What the reader wrote for “other”."""
    is_reachable: bool
    """Whether the question has a page that readers reach."""
    can_withdraw: bool
    credit: int | None
    """Of a quiz question, the credit that the answer got, in hundredths of a point."""
    brier: float | None
    """Of a forecast that has come out, the squared error of its last answer: 0 best, 1 worst."""

    @property
    def question(self) -> Question:
        return self.ballot.question

    @property
    def kind(self) -> str:
        return str(capfirst(self.question.get_kind_display()))

    @property
    def has_changed(self) -> bool:
        return self.ballot.revision > 1


def ballots_of(voter: Voter) -> QuerySet[Ballot]:
    """The reader's ballots, what was changed last first, withdrawn ones included."""
    ballots = Ballot.objects.filter(voter=voter).select_related("question__article")
    return ballots.order_by("-changed_at", "-question")


def read(ballots: Iterable[Ballot], *, voter: Voter, now: datetime) -> list[OwnAnswer]:
    """These ballots in words; four queries, however many they are."""
    listed = list(ballots)
    visible = Choice.objects.visible_to(voter)
    prefetch_related_objects(listed, "marks", Prefetch("question__choices", queryset=visible))
    asked = [ballot.question_id for ballot in listed]
    written = WriteIn.objects.standing().filter(voter=voter, question__in=asked)
    words = {one.question_id: one for one in written}
    return [_read(ballot, words.get(ballot.question_id), now=now) for ballot in listed]


def _read(ballot: Ballot, words: WriteIn | None, *, now: datetime) -> OwnAnswer:
    question, kind = ballot.question, kinds.of(ballot.question)
    reachable = question.article.is_published and question.status != Question.Status.DRAFT
    is_open = reachable and question.is_open(now=now)
    return OwnAnswer(
        ballot=ballot,
        said=_in_words(ballot, question.choices.all()) if ballot.stands else "",
        words=words if ballot.stands else None,
        is_reachable=reachable,
        can_withdraw=ballot.stands and is_open and not kind.final,
        credit=credit_of(_marks(ballot)) if ballot.stands and _is_quiz(question) else None,
        brier=_brier(ballot),
    )


def _in_words(ballot: Ballot, choices: Iterable[Choice]) -> str:
    if ballot.abstains:
        return _("No opinion")
    offered = list(choices)
    words = kinds.of(ballot.question).describe(choices=offered, marks=_marks(ballot))
    return wording.Said(words, offered)


def _marks(ballot: Ballot) -> Marks:
    return {mark.choice_id: mark.value for mark in ballot.marks.all()}


def _is_quiz(question: Question) -> bool:
    return question.kind == Question.Kind.QUIZ


def _brier(ballot: Ballot) -> float | None:
    outcome = ballot.question.outcome
    if outcome not in {Question.Outcome.YES, Question.Outcome.NO} or not ballot.stands:
        return None
    given = [mark.value for mark in ballot.marks.all()]
    if len(given) != 1:
        return None
    return brier(given[0] / 100, happened=outcome == Question.Outcome.YES)
