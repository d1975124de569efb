"""Everything that is held of a reader, as export.schema.json describes it.

A fixed number of queries, however much there is.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from polls.models import (
    Approval,
    Ballot,
    BallotRevision,
    Choice,
    Flag,
    Follow,
    Guess,
    Mark,
    MindChange,
    Mute,
    OpinionPlace,
    Peek,
    Question,
    Sanction,
    Voter,
    WriteIn,
)
from polls.own import exported_comments
from polls.own.answers import read as read_answers
from polls.own.exported_comments import named_comment

VERSION = 1


def everything(voter: Voter, *, site: str, now: datetime) -> dict[str, Any]:
    """The whole of it; texts of dossiers in the active language. ``site`` is the site's address."""
    own = {"voter": voter}
    in_question = {"question__article"}
    return {
        "$schema": f"{site.rstrip('/')}{reverse('own:export_schema')}",
        "version": VERSION,
        "site": site,
        "language": get_language(),
        "made_at": now,
        "voter": _voter(voter),
        "ballots": _ballots(voter, now=now),
        "looks": [
            {"question": _question(one.question), "at": one.seen_at}
            for one in Peek.objects.filter(**own).select_related(*in_question)
        ],
        "guesses": _guesses(voter),
        "mind_changes": [
            {
                "question": _question(one.question),
                "revision": one.revision,
                "by_comment": one.comment_id,
                "by_passage": one.passage.slug if one.passage else None,
                "direction": one.direction,
                "at": one.told_at,
            }
            for one in MindChange.objects.filter(**own).select_related("passage", *in_question)
        ],
        "places_on_maps": [
            {"question": _question(one.question), "group": one.group, "x": one.x, "y": one.y}
            for one in OpinionPlace.objects.filter(**own).select_related(*in_question)
        ],
        "statements": [
            {
                "question": _question(one.question),
                "text": one.label,
                "status": one.status,
                "proposed_at": one.proposed_at,
            }
            for one in Choice.objects.filter(proposed_by=voter).select_related(*in_question)
        ],
        "comments": exported_comments.of(voter),
        "approvals": [
            {**named_comment(one.comment), "side": one.side, "at": one.approved_at}
            for one in Approval.objects.filter(**own).select_related("comment__article")
        ],
        "flags": [
            {
                **named_comment(one.comment),
                "reason": one.reason,
                "note": one.note,
                "at": one.flagged_at,
                "settled_at": one.settled_at,
            }
            for one in Flag.objects.filter(**own).select_related("comment__article")
        ],
        "follows": [
            {**named_comment(one.comment), "at": one.followed_at, "opened_at": one.seen_at}
            for one in Follow.objects.filter(**own).select_related("comment__article")
        ],
        "mutes": [{"at": one.muted_at} for one in Mute.objects.filter(**own).order_by("pk")],
        "measures": [
            {
                "kind": one.kind,
                "reason": one.reason,
                "note": one.note if one.tells_author else "",
                "at": one.made_at,
                "until": one.until,
                "lifted_at": one.lifted_at,
                "seen_at": one.seen_at,
            }
            for one in Sanction.objects.filter(**own)
        ],
    }


def _voter(voter: Voter) -> dict[str, Any]:
    merged = Voter.objects.filter(merged_into=voter).order_by("created_at", "pk")
    return {
        "display_name": voter.display_name,
        "first_seen_at": voter.created_at,
        "replies_seen_at": voter.replies_seen_at,
        "has_account": voter.user_id is not None,
        "other_devices": [{"first_seen_at": one.created_at} for one in merged],
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "dossier": question.article.slug,
        "question": question.slug,
        "kind": question.kind,
        "prompt": question.prompt,
    }


def _ballots(voter: Voter, *, now: datetime) -> list[dict[str, Any]]:
    ballots = Ballot.objects.filter(voter=voter).select_related("question__article")
    listed = read_answers(ballots.order_by("cast_at", "question"), voter=voter, now=now)
    revisions = _by_question(BallotRevision.objects.filter(voter=voter).order_by("number"))
    written = _by_question(WriteIn.objects.filter(voter=voter))
    marks = _by_question(Mark.objects.filter(voter=voter).order_by("choice"))
    asked = [answer.question.pk for answer in listed]
    choices = {choice.pk: choice for choice in Choice.objects.filter(question__in=asked)}
    return [
        {
            "question": _question(answer.question),
            "said": answer.said,
            "no_opinion": answer.ballot.abstains,
            "marks": [
                _mark(choices, mark.choice_id, mark.value) for mark in marks[answer.question.pk]
            ],
            "first_cast_at": answer.ballot.cast_at,
            "changed_at": answer.ballot.changed_at,
            "withdrawn_at": answer.ballot.withdrawn_at,
            "dossier_revision": answer.ballot.dossier_revision,
            "revisions": [_revision(choices, one) for one in revisions[answer.question.pk]],
            "words": [
                {
                    "revision": one.revision,
                    "text": one.text,
                    "language": one.language,
                    "status": one.status,
                    "at": one.written_at,
                    "superseded_at": one.superseded_at,
                }
                for one in written[answer.question.pk]
            ],
        }
        for answer in listed
    ]


def _by_question(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.question_id].append(row)
    return found


def _mark(choices: dict[int, Choice], choice: int, value: int) -> dict[str, Any]:
    known = choices.get(choice)
    return {
        "choice": known.slug if known else None,
        "label": known.label if known else None,
        "value": value,
    }


def _revision(choices: dict[int, Choice], revision: BallotRevision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "action": revision.action,
        "marks": [_mark(choices, choice, value) for choice, value in revision.marks],
        "no_opinion": revision.abstains,
        "informed": revision.informed,
        "place": revision.place,
        "dossier_revision": revision.dossier_revision,
        "at": revision.made_at,
    }


def _guesses(voter: Voter) -> list[dict[str, Any]]:
    guesses = Guess.objects.filter(voter=voter).select_related("question__article")
    listed = list(guesses.order_by("made_at", "question"))
    asked = Choice.objects.filter(question__in=[guess.question_id for guess in listed])
    choices = {choice.pk: choice for choice in asked}
    return [
        {
            "question": _question(guess.question),
            "shares": [_mark(choices, choice, share) for choice, share in guess.shares],
            "at": guess.made_at,
        }
        for guess in listed
    ]
