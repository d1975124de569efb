"""Recognising what a voter has said before: a form sent twice, an answer that is confirmed."""

from datetime import datetime
from itertools import takewhile

from polls.kinds import Answer
from polls.models import Ballot, BallotRevision, WriteIn

Place = BallotRevision.Place


def counted_before(ballot: Ballot, answer: Answer, *, seen: int | None, place: Place) -> bool:
    """Whether this very form, which showed the revision ``seen``, has given this answer already."""
    return (
        seen is not None
        and seen < ballot.revision
        and BallotRevision.objects.filter(
            question=ballot.question_id,
            voter=ballot.voter_id,
            seen=seen,
            place=place,
            marks=answer.pairs,
            abstains=answer.abstains,
        ).exists()
        and (not answer.words or _written_before(ballot, answer))
    )


def overtaken(ballot: Ballot, answer: Answer, *, after: Answer, given_at: datetime) -> bool:
    """Whether its voter has said something else on the same since an answer was given.

    ``after`` is what the ballot would say with the answer. Where that is more than the answer,
    as with statements, only what was said since about the choices that it marks is newer.
    """
    newer = ballot.revisions.filter(made_at__gt=given_at)
    if after.marks == answer.marks:
        return newer.exists()
    return any(
        not revision.marks or any(choice in answer.marks for choice, _value in revision.marks)
        for revision in newer
    )


def _written_before(ballot: Ballot, answer: Answer) -> bool:
    said = WriteIn.objects.filter(question=ballot.question_id, voter=ballot.voter_id)
    return said.filter(text=answer.words).exists()


def said_again(ballot: Ballot, answer: Answer) -> bool:
    """Whether the voter has said this after reading already, and nothing elsewhere since."""
    newest_first = ballot.revisions.order_by("-number")
    return any(
        all(pair in revision.marks for pair in answer.pairs)
        and revision.abstains == answer.abstains
        for revision in takewhile(lambda revision: revision.place == Place.AGAIN, newest_first)
    )
