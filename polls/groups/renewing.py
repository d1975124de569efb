"""Computing a question's groups and keeping them: in the background, never for a request."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from time import process_time

import numpy as np
from django.db import connection, transaction

from polls.groups import claims, records
from polls.groups.placing import kept_places, placed
from polls.models import Choice, OpinionPlace, OpinionRun, Question
from polls.results.opinions import groups_of, votes_of
from polls.results.tally import version_of
from polls.statistics.groups import Former, Groups, Votes, extremity, priority

_AT_ONCE = 10_000  # rows
_PLACE = (
    "INSERT INTO polls_opinionplace (question_id, voter_id, x, y, {group}) "
    "VALUES (%s, %s, %s, %s, %s)"
)


@dataclass(frozen=True)
class Renewal:
    """What became of computing a question's groups."""

    votes: int
    participants: int
    groups: int
    seconds: float
    """Of the processor."""


def renew(question: Question, *, now: datetime) -> Renewal | None:
    """Compute the question's groups, and in which order its statements are asked, and keep them.

    None where another process is at it, or took over because this one was given up for dead.
    Names, colours and directions are those of the former groups as far as they are the same.
    """
    with claims.claimed(question, now=now) as mine:
        if not mine:
            return None
        began = process_time()
        version = version_of(question)
        votes = votes_of(question)
        groups = groups_of(question, votes, former=former_of(question))
        summary = records.summary_of(votes, groups, unseen=unseen_in(question))
        done = Renewal(
            votes=len(votes.values),
            participants=len(votes.participants),
            groups=groups.k,
            seconds=process_time() - began,
        )
        with transaction.atomic():
            if not claims.still_held(question, now=now):
                return None
            OpinionRun.objects.filter(question=question).update(
                version=version,
                participants=done.participants,
                k=done.groups,
                map=records.map_of(groups),
                summary=summary,
                made_at=now,
                seconds=done.seconds,
            )
            _keep_places(question, groups)
            _keep_priorities(question, votes, groups)
    return done


def former_of(question: Question) -> Former | None:
    """The kept groups, whose names and directions those to be computed keep to."""
    run = OpinionRun.objects.filter(question=question).first()
    if run is None:
        return None
    names = {one.voter: one.group for one in kept_places(question) if one.group is not None}
    return records.former_in(run.map, names)


def unseen_in(question: Question) -> list[int]:
    """The statements that readers are not asked: rejected, or not decided on."""
    unseen = Choice.objects.filter(question=question).exclude(status=Choice.Status.PUBLISHED)
    return list(unseen.values_list("pk", flat=True))


def _keep_places(question: Question, groups: Groups) -> None:
    """Written by hand: a hundred thousand of them take the ORM seconds, with the database held."""
    OpinionPlace.objects.filter(question=question).delete()
    statement = _PLACE.format(group=connection.ops.quote_name("group"))
    with connection.cursor() as cursor:
        for rows in batched(placed(groups), _AT_ONCE):
            cursor.executemany(
                statement, [(question.pk, one.voter, one.x, one.y, one.group) for one in rows]
            )


def _keep_priorities(question: Question, votes: Votes, groups: Groups) -> None:
    """In which order the published statements are asked from now on (polls/kinds/order.py)."""
    weights = dict(_priorities(votes, groups))
    new = float(priority(0, 0, 0, 0))
    choices = list(Choice.objects.published().filter(question=question))
    for choice in choices:
        choice.priority = weights.get(choice.pk, new)
    Choice.objects.bulk_update(choices, ["priority"], batch_size=500)


def _priorities(votes: Votes, groups: Groups) -> Iterable[tuple[int, float]]:
    many = len(votes.statements)
    agree, passed = (
        np.bincount(votes.columns[votes.values == one], minlength=many) for one in (1, 0)
    )
    seen = np.bincount(votes.columns, minlength=many)
    weights = priority(agree, passed, seen, extremity(groups.map))
    return zip(votes.statements.tolist(), weights.tolist(), strict=True)
