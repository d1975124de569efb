"""Words that an answer brings for a choice that asks for them, kept for moderation."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import get_language

from polls.kinds import Answer
from polls.models import Ballot, Choice, Decision, Question, Voter, WriteIn


def standing(ballot: Ballot) -> str:
    """What the ballot says in words now; empty for nothing."""
    write_ins = WriteIn.objects.standing().filter(
        question=ballot.question_id, voter=ballot.voter_id
    )
    return write_ins.values_list("text", flat=True).first() or ""


def standing_of(voter: Voter, questions: Iterable[Question]) -> dict[int, WriteIn]:
    """The voter's words that stand, by the questions' primary keys; one query."""
    write_ins = WriteIn.objects.standing().filter(voter=voter, question__in=questions)
    return {write_in.question_id: write_in for write_in in write_ins}


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
        said = WriteIn.objects.standing().filter(question=question, voter=voter)
        said.update(superseded_at=now)
    if after.words:
        WriteIn.objects.create(
            question=question,
            voter=voter,
            choice=Choice.objects.get(question=question, role=Choice.Role.OTHER),
            revision=revision,
            text=after.words,
            language=get_language() or question.article.source_language,
            status=_decided_before(question, after.words),
            written_at=now,
        )


def _decided_before(question: Question, text: str) -> str:
    """The state to which a moderator's newest decision took these very words; else they wait."""
    decisions = Decision.objects.filter(write_in__question=question, write_in__text=text)
    newest: str | None = decisions.values_list("to_status", flat=True).first()
    return newest or WriteIn.Status.PENDING
