"""Words that an answer brings for a choice that asks for them, kept for moderation."""

from datetime import datetime

from django.utils.translation import get_language

from polls.kinds import Answer
from polls.models import Ballot, Choice, Question, Voter, WriteIn


def standing(ballot: Ballot) -> str:
    """What the ballot says in words now; empty for nothing."""
    write_ins = WriteIn.objects.filter(
        question=ballot.question_id, voter=ballot.voter_id, superseded_at__isnull=True
    )
    return write_ins.values_list("text", flat=True).first() or ""


def keep(
    *,
    question: Question,
    voter: Voter,
    revision: int,
    before: Answer,
    after: Answer,
    now: datetime,
) -> None:
    """Keep the words of the newest answer; those that it replaces are superseded, not lost."""
    if after.words == before.words:
        return
    if before.words:
        WriteIn.objects.filter(question=question, voter=voter, superseded_at__isnull=True).update(
            superseded_at=now
        )
    if after.words:
        WriteIn.objects.create(
            question=question,
            voter=voter,
            choice=Choice.objects.get(question=question, role=Choice.Role.OTHER),
            revision=revision,
            text=after.words,
            language=get_language() or question.article.source_language,
            written_at=now,
        )
