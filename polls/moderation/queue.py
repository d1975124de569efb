"""What waits for a moderator, with what is needed to decide it.

Each queue comes with its context in a number of queries that does not grow with its length.
"""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet

from polls.models import Choice, Comment, Decision, Flag, WriteIn


def in_context(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """With the page, the parent, the flags and the earlier decisions of each comment."""
    return comments.select_related(
        "article", "question__article", "parent", "voter"
    ).prefetch_related(
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


def waiting_statements() -> QuerySet[Choice]:
    """Statements that readers proposed and nobody has decided, the oldest first."""
    statements: QuerySet[Choice] = (
        Choice.objects.waiting()
        .filter(proposed_at__isnull=False)
        .select_related("question__article", "proposed_by")
        .prefetch_related(
            Prefetch("decisions", queryset=Decision.objects.select_related("moderator"))
        )
        .order_by("proposed_at", "pk")
    )
    return statements


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
