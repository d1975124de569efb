"""Removing a voter with all that was theirs and nothing of anybody else's.

``Ballot.voter`` protects its voter, so that a ballot leaves its tally here or not at all.
"""

from datetime import datetime

from django.db import transaction

from polls.discussion import authorship
from polls.kinds import Answer
from polls.models import Ballot, BallotRevision, Choice, Mark, Peek, Question, Voter, WriteIn
from polls.roll import statements
from polls.voting import counting
from polls.voting.writing import answer_of


@transaction.atomic
def remove(*, voter: Voter, now: datetime) -> None:
    """Remove the voter for good, and every one that turned out to be this voter.

    Their ballots leave the tallies and go, with marks, revisions, words and looks at results. Their
    comments lose text and name, and keep their places in the threads; the approvals and flags they
    gave are taken back. Statements they proposed stay where the newsroom has published them,
    without saying whose they were. The account, if there is one, is the newsroom's and stays.
    Raises Voter.DoesNotExist for one who has been removed already.
    """
    questions = {question.pk: question for question in Question.objects.hold_all()}
    known = Voter.objects.select_related("merged_into").get(pk=voter.pk)
    person = known.merged_into or known
    everyone = Voter.objects.filter(merged_into=person) | Voter.objects.filter(pk=person.pk)
    held = list(everyone.order_by("pk").select_for_update())  # none of them writes meanwhile
    for one in sorted(held, key=lambda one: one.pk == person.pk):
        _remove_ballots(one, questions)
        Peek.objects.filter(voter=one).delete()
        unpublished = Choice.objects.filter(proposed_by=one).exclude(status=Choice.Status.PUBLISHED)
        unpublished.filter(marks__isnull=True).delete()
        statements.forget(voter=one)
        authorship.forget(voter=one, now=now)
        Voter.objects.filter(pk=one.pk).delete()


def _remove_ballots(voter: Voter, questions: dict[int, Question]) -> None:
    ballots = Ballot.objects.filter(voter=voter)
    for ballot in ballots.standing():
        question = questions[ballot.question_id]
        counting.move(question, before=answer_of(ballot), after=Answer())
    for of_ballots in (Mark, BallotRevision, WriteIn):
        of_ballots.objects.filter(voter=voter).delete()
    ballots.delete()
