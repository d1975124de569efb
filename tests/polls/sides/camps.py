"""Voters on either side of a question, by the dozen, and what they do in its discussion."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from polls.discussion import reactions
from polls.kinds import Answer
from polls.models import Choice, Comment, Question, Voter
from polls.voting import cast
from tests.factories import CommentFactory, QuestionFactory, VoterFactory

YES, NO = "choice-1", "choice-2"


def contested(*, yes: int, no: int, **given: object) -> Question:
    """A question of two choices with so many voters for each."""
    question = QuestionFactory(**given)
    for slug, count in ((YES, yes), (NO, no)):
        for _voter in range(count):
            vote(question, slug)
    return question


def vote(question: Question, slug: str, voter: Voter | None = None) -> Voter:
    """Cast the voter's ballot, a new one's unless said, for the choice of this slug."""
    voter = voter or VoterFactory()
    question.refresh_from_db()
    choice = Choice.objects.get(question=question, slug=slug)
    cast(question=question, voter=voter, answer=Answer({choice.pk: 1}), now=timezone.now())
    return voter


def voters_of(question: Question, slug: str) -> list[Voter]:
    """Who votes for the choice, in the order of their coming."""
    ballots = question.ballots.standing().filter(marks__choice__slug=slug).order_by("voter")
    return [ballot.voter for ballot in ballots.select_related("voter")]


def comment_by(voter: Voter, question: Question, **given: object) -> Comment:
    return CommentFactory(article=question.article, question=question, voter=voter, **given)


def approve(comment: Comment, voters: Iterable[Voter], *, now: datetime | None = None) -> None:
    for voter in voters:
        reactions.approve(comment=comment, voter=voter, now=now or timezone.now())
