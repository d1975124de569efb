"""What readers say changed their minds: a passage or a comment, once for each change of an answer.

What is told stays with the revision of the ballot that it speaks of. So it stays where it is when
its voter turns out to be another, whose it then is (``of``), and goes when that voter is removed.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dossier.models import Passage
from polls.kinds import Answer, sides
from polls.models import BallotRevision, Comment, MindChange, Question, Side, Voter
from polls.sides import camps

# Kinds whose answer is no whole: each statement is another answer, and a quiz has but one.
IN_STEPS = frozenset({Question.Kind.STATEMENTS, Question.Kind.QUIZ, Question.Kind.OPEN})


class MindRefused(Exception):
    """Something that cannot have changed a reader's mind; ``message`` says why."""

    message = _("This cannot be noted.")

    def __str__(self) -> str:
        return str(self.message)


class NothingChanged(MindRefused):
    message = _("You have not changed an answer to this question.")


class NotHere(MindRefused):
    message = _("Choose a passage of this dossier or a comment on this question.")


@dataclass(frozen=True)
class Change:
    """The newest change of a reader's answer to a question."""

    question: Question
    voter: int
    revision: int
    before: Answer
    after: Answer

    @property
    def direction(self) -> Side:
        """Towards which side; in between where neither gained, or one answer takes none."""
        choices = camps.choices_of(self.question)
        before = sides.of_marks(self.question, choices, self.before.marks)
        after = sides.of_marks(self.question, choices, self.after.marks)
        if before is None or after is None:
            return Side.BETWEEN
        return Side((after > before) - (after < before))


def newest_change(voter: Voter | None, question: Question) -> Change | None:
    """What the reader's answer was changed from and to, last; None if it never was, or does not
    stand. One query.

    To withdraw an answer and to give the same again changes nothing.
    """
    if voter is None or question.kind in IN_STEPS:
        return None
    revisions = BallotRevision.objects.filter(voter=voter, question=question).order_by("number")
    said = [
        (one.number, Answer(marks=dict(one.marks), abstains=one.abstains), one.action)
        for one in revisions
    ]
    if not said or not said[-1][1]:
        return None
    newest = None
    answers = [one for one in said if one[1]]
    for (_number, before, _action), (number, after, action) in pairwise(answers):
        if before != after and action != BallotRevision.Action.MERGED:
            newest = Change(question, voter.pk, number, before=before, after=after)
    return newest


def of(voter: Voter) -> QuerySet[MindChange]:
    """What the reader has told, also as one who turned out to be this reader."""
    return MindChange.objects.filter(Q(voter=voter) | Q(voter__merged_into=voter))


def told(change: Change | None) -> MindChange | None:
    """What the reader has told of this change; one query, and none without a change."""
    if change is None:
        return None
    kept = MindChange.objects.select_related("comment", "passage")
    return kept.filter(
        question=change.question, voter=change.voter, revision=change.revision
    ).first()


@transaction.atomic
def tell(
    *,
    voter: Voter,
    question: Question,
    comment: Comment | None = None,
    passage: Passage | None = None,
    now: datetime,
) -> MindChange:
    """Keep what changed the reader's answer last, in place of what was told of that change before.

    One of a published comment of somebody else's on the question, or a passage of its dossier.
    Raises NothingChanged or NotHere.
    """
    question = Question.objects.hold(question.pk)  # as casts do: the change stands still
    change = newest_change(voter, question)
    if change is None:
        raise NothingChanged
    if not _is_here(question, voter, comment, passage):
        raise NotHere
    kept, _created = MindChange.objects.update_or_create(
        question=question,
        voter=voter,
        revision=change.revision,
        defaults={
            "comment": comment,
            "passage": passage,
            "direction": change.direction,
            "told_at": now,
        },
    )
    return kept


def forget(*, voter: Voter, question: Question) -> bool:
    """Take back what was told of the newest change; False if nothing was."""
    change = newest_change(voter, question)
    kept = told(change)
    if kept is None:
        return False
    kept.delete()
    return True


def _is_here(
    question: Question, voter: Voter, comment: Comment | None, passage: Passage | None
) -> bool:
    if (comment is None) == (passage is None):
        return False
    if passage is not None:
        return passage.article_id == question.article_id
    assert comment is not None  # noqa: S101 - one of the two is
    others = Comment.objects.published().filter(question=question).exclude(voter=voter)
    return others.filter(pk=comment.pk).exists()
