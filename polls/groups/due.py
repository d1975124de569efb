"""When groups are computed anew: once enough has changed, and no oftener than can be afforded.

Enough is a fiftieth of the votes, and three at least; a trickle of fewer is taken along after
LONGEST. After a computation as much rest is taken as it took, SPARING times over, so that at most
a twentieth of one processor goes into one conversation, however large it grows.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce

from polls.models import Question, Tally

FEWEST = 3  # changes
PART = 50  # of so many votes, one change is not enough
LONGEST = timedelta(minutes=10)
SPARING = 20


def due(questions: QuerySet[Question], *, now: datetime) -> list[Question]:
    """Those of the questions whose groups are due, the longest computed first; one query.

    A change is one of the question's version: a vote, a vote changed or withdrawn, a decision on a
    statement.
    """
    return [one for one in _counted(questions) if _is_due(one, now=now)]


def outdated(questions: QuerySet[Question]) -> list[Question]:
    """Those of the questions of which anything has changed since; one query."""
    return [one for one in _counted(questions) if one.changes]


def _counted(questions: QuerySet[Question]) -> QuerySet[Any]:
    """Each question of statements with its votes, and with the changes since it was computed."""
    tallies = Tally.objects.filter(question=OuterRef("pk")).order_by().values("question")
    changes = F("turnout__version") - Coalesce("opinion_run__version", 0)
    return (
        questions.filter(kind=Question.Kind.STATEMENTS, turnout__isnull=False)
        .select_related("article", "opinion_run")
        .annotate(
            votes=Coalesce(Subquery(tallies.annotate(votes=Sum("count")).values("votes")), 0),
            changes=ExpressionWrapper(changes, output_field=BigIntegerField()),
        )
        .order_by(F("opinion_run__made_at").asc(nulls_first=True), "pk")
    )


def _is_due(question: Any, *, now: datetime) -> bool:
    run = getattr(question, "opinion_run", None)
    if not question.changes:
        return False
    if run is None or not run.version:
        return True
    age = now - run.made_at
    if age < timedelta(seconds=SPARING * run.seconds):
        return False
    enough = max(FEWEST, question.votes / PART)
    return bool(question.changes >= enough or age >= LONGEST)
