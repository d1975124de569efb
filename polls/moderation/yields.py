"""What each rule brings: how often it held a comment, and how often a moderator then agreed.

A comment counts once for each rule that held it. Moderators agreed where it is rejected or spam by
now, and did not where it is published; what waits, and what its author has deleted, says nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from polls.models import Comment, Hold, HoldingRule
from polls.statistics.intervals import Interval, wilson

OVER = timedelta(days=90)
_REFUSED = (Comment.Status.REJECTED, Comment.Status.SPAM)


@dataclass(frozen=True)
class Yield:
    """Comments that a rule held in the last 90 days."""

    held: int
    refused: int
    published: int

    @property
    def decided(self) -> int:
        return self.refused + self.published

    @property
    def interval(self) -> Interval:
        """Of the share that moderators refused; nothing is known of it before they decide."""
        return wilson(self.refused, self.decided)


def with_yields(rules: QuerySet[HoldingRule], *, now: datetime) -> QuerySet[HoldingRule]:
    """The rules with what ``yield_of`` needs, in the same query."""
    since = now - OVER
    return rules.annotate(
        held=_held(since),
        refused=_held(since, comment__status__in=_REFUSED),
        published=_held(since, comment__status=Comment.Status.PUBLISHED),
    )


def yield_of(rule: Any) -> Yield:
    """What a rule brings that ``with_yields`` has read."""
    return Yield(held=rule.held, refused=rule.refused, published=rule.published)


def _held(since: datetime, **where: Any) -> Coalesce:
    holds = Hold.objects.filter(rule=OuterRef("code"), held_at__gt=since, **where).order_by()
    counted = holds.values("rule").annotate(comments=Count("comment", distinct=True))
    return Coalesce(Subquery(counted.values("comments"), output_field=IntegerField()), Value(0))
