"""What waits for a member of the newsroom: a few numbers and a few links, by what each may do."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Min, QuerySet

from dossier.models import Article
from polls.models import Choice, Comment, Question
from polls.moderation import PERMISSION, queue

SOON = timedelta(days=7)
AT_MOST = 6


@dataclass
class Waiting:
    """The moderators' queues."""

    comments: int
    oldest_at: datetime | None
    flagged: int
    statements: int
    words: int


@dataclass
class Start:
    """The start page; what somebody may not act on is left out."""

    waiting: Waiting | None = None
    closing: list[Question] = field(default_factory=list)
    drafts: list[Article] = field(default_factory=list)
    closed: list[Question] = field(default_factory=list)


def start(user: User | AnonymousUser, *, now: datetime) -> Start:
    """At most four queries for moderators, two for editors, one for analysts."""
    page = Start()
    if user.has_perm(PERMISSION):
        page.waiting = _waiting()
    if user.has_perm("polls.change_question"):
        page.closing = list(_closing(now)[:AT_MOST])
    if user.has_perm("dossier.change_article"):
        drafts = Article.objects.filter(status=Article.Status.DRAFT).order_by("-updated_at")
        page.drafts = list(drafts[:AT_MOST])
    if user.has_perm("polls.see_results"):
        page.closed = list(_closed(now)[:AT_MOST])
    return page


def _waiting() -> Waiting:
    comments = Comment.objects.waiting().aggregate(count=Count("pk"), oldest=Min("posted_at"))
    return Waiting(
        comments=comments["count"],
        oldest_at=comments["oldest"],
        flagged=Comment.objects.published().filter(flags_count__gt=0).count(),
        statements=Choice.objects.waiting().filter(proposed_at__isnull=False).count(),
        words=queue.waiting_write_ins().count(),
    )


def _closing(now: datetime) -> QuerySet[Question]:
    """Those that close within a week, the next first."""
    closing: QuerySet[Question] = Question.objects.shown().filter(
        closes_at__gt=now, closes_at__lte=now + SOON
    )
    return closing.select_related("article").order_by("closes_at")


def _closed(now: datetime) -> QuerySet[Question]:
    """Those that have closed, the newest first."""
    closed: QuerySet[Question] = Question.objects.shown().filter(closes_at__lte=now)
    return closed.select_related("article").order_by("-closes_at")
