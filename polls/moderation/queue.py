"""What waits for a moderator, with what is needed to decide it.

Each queue comes with its context in a number of queries that does not grow with its length.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet, Window
from django.db.models.functions import RowNumber

from polls.models import Choice, Comment, Decision, Flag, Hold, WriteIn

# For how long a published comment is among the recent ones.
RECENT = timedelta(days=3)


def in_context(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """With the page, what it answers, the flags, the holds and the earlier decisions of each."""
    return comments.select_related(
        "article", "question__article", "parent", "root", "voter"
    ).prefetch_related(
        "holds",
        Prefetch("decisions", queryset=Decision.objects.select_related("moderator")),
        Prefetch("flags", queryset=Flag.objects.order_by("flagged_at", "pk")),
    )


def waiting() -> QuerySet[Comment]:
    """Comments that wait for a decision, the oldest first."""
    return in_context(Comment.objects.waiting().order_by("posted_at", "pk"))


def flagged() -> QuerySet[Comment]:
    """Published comments with open flags, the most flagged first.

    One that its author has edited since is no longer published: it waits, with its flags.
    """
    return in_context(
        Comment.objects.published()
        .filter(flags_count__gt=0)
        .order_by("-flags_count", "posted_at", "pk")
    )


def held() -> QuerySet[Comment]:
    """Waiting comments in which a rule found something, the oldest first."""
    return waiting().filter(Exists(Hold.objects.filter(comment=OuterRef("pk"))))


def recent(*, now: datetime) -> QuerySet[Comment]:
    """Comments published lately, the newest first; ``is_unread`` where no moderator has decided
    anything on them.
    """
    by_people = Decision.objects.filter(comment=OuterRef("pk"), rule="")
    published = Comment.objects.published().filter(published_at__gt=now - RECENT)
    return in_context(published.order_by("-published_at", "-pk")).annotate(
        is_unread=~Exists(by_people)
    )


def waiting_statements() -> QuerySet[Choice]:
    """Statements that readers proposed and nobody has decided, the oldest first."""
    waiting = Choice.objects.waiting().filter(proposed_at__isnull=False)
    return of_question(waiting.order_by("proposed_at", "pk"))


def of_question(statements: QuerySet[Choice]) -> QuerySet[Choice]:
    """With the question and the earlier decisions of each."""
    return statements.select_related("question__article", "proposed_by").prefetch_related(
        Prefetch("decisions", queryset=Decision.objects.select_related("moderator"))
    )


def waiting_write_ins() -> QuerySet[WriteIn]:
    """Words for “other” that nobody has decided, the oldest first.

    The very same words to a question wait once, since they are decided together.
    """
    earlier = WriteIn.objects.waiting().filter(
        question=OuterRef("question"), text=OuterRef("text"), pk__lt=OuterRef("pk")
    )
    waiting = WriteIn.objects.waiting().filter(~Exists(earlier))
    return with_decisions(waiting.order_by("written_at", "pk"))


def with_decisions(write_ins: QuerySet[WriteIn]) -> QuerySet[WriteIn]:
    """With the question, the choice and the earlier decisions of each."""
    return write_ins.select_related("question__article", "choice", "voter").prefetch_related(
        Prefetch("decisions", queryset=Decision.objects.select_related("moderator"))
    )


def history_of(voter: int) -> QuerySet[Comment]:
    """All that an author (by primary key) has written, the newest first, with its decisions."""
    return in_context(Comment.objects.filter(voter=voter).order_by("-posted_at", "-pk"))


def records_of(voters: Iterable[int]) -> dict[int, Counter[str]]:
    """How many comments each author (by primary key) has in each state; one query for all."""
    records: dict[int, Counter[str]] = {voter: Counter() for voter in voters}
    counts = (
        Comment.objects.filter(voter__in=records)
        .order_by()
        .values_list("voter", "status")
        .annotate(comments=Count("pk"))
    )
    for voter, status, comments in counts:
        records[voter][status] = comments
    return records


def answers_to(parents: Iterable[int], *, most: int) -> dict[int | None, list[Comment]]:
    """The newest answers to each comment (by primary key) that still have a text, in the order in
    which they were posted; one query for all.
    """
    place = Window(RowNumber(), partition_by=F("parent"), order_by=["-posted_at", "-pk"])
    answers = (
        Comment.objects.filter(parent__in=parents)
        .exclude(status=Comment.Status.DELETED)
        .annotate(place=place)
        .filter(place__lte=most)
        .order_by("posted_at", "pk")
    )
    found: dict[int | None, list[Comment]] = {}
    for answer in answers:
        found.setdefault(answer.parent_id, []).append(answer)
    return found
