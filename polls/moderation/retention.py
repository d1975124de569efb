"""Forgetting what was refused: after some days, nobody needs to read it again.

The decision stays with its reason, and so do the comment's place and date; text, what rules found
in it, what readers noted and what its author appealed with go. An appeal that waits keeps the text
it is about.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, QuerySet

from polls.models import Appeal, Comment, Flag, Hold
from polls.moderation.appeals import REFUSED

BATCH = 500

type Tell = Callable[[int], None]


def forgettable(now: datetime) -> QuerySet[Comment]:
    """Comments refused so long ago that their texts go; none where texts are kept for good."""
    days = settings.REJECTED_TEXT_DAYS
    refused = Comment.objects.filter(status__in=REFUSED).exclude(body="")
    if not days:
        return refused.none()
    return refused.annotate(
        decided=Max("decisions__decided_at", filter=Q(decisions__to_status__in=REFUSED))
    ).filter(
        Q(decided__lt=now - timedelta(days=days))
        | Q(decided__isnull=True, posted_at__lt=now - timedelta(days=days)),
        ~Q(appeal__isnull=False, appeal__answered_at__isnull=True),
    )


def forget(*, now: datetime, tell: Tell = lambda _done: None) -> int:
    """Empty those texts for good, some hundreds at a time; how many there were.

    ``tell`` hears after each lot how many are done. Done twice, the second finds nothing.
    """
    done = 0
    while lot := list(forgettable(now).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        done += _forget(lot, now=now)
        tell(done)
    return done


@transaction.atomic
def _forget(lot: list[int], *, now: datetime) -> int:
    """Held first: what somebody has decided or appealed meanwhile keeps its text for now."""
    held = Comment.objects.filter(pk__in=lot).order_by("pk").select_for_update(no_key=True)
    list(held.values_list("pk"))
    ripe = list(forgettable(now).filter(pk__in=lot).values_list("pk", flat=True))
    Comment.objects.filter(pk__in=ripe).update(body="")
    Hold.objects.filter(comment__in=ripe).update(found="")
    Flag.objects.filter(comment__in=ripe).update(note="")
    Appeal.objects.filter(comment__in=ripe).update(text="")
    return len(ripe)
