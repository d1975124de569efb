"""Who may post, what may be answered, and how soon after one another."""

from datetime import datetime, timedelta

from polls.discussion.places import Place
from polls.discussion.refusals import NotInStanding, ParentNotPublished, SlowDown, TooFast
from polls.models import Comment, Voter
from polls.moderation import policies, sanctions

# So many comments in so much time are one author's most.
PACE = 5
PACE_WINDOW = timedelta(minutes=5)


def ensure_answerable(parent: Comment | None, *, place: Place) -> None:
    if parent is None:
        return
    published = place.comments.published()
    if not published.filter(pk=parent.pk).exists():
        raise ParentNotPublished


def ensure_in_standing(voter: Voter, *, now: datetime) -> None:
    stands = sanctions.standing(voter, now)
    if stands.refuses:
        raise NotInStanding(stands.refusal)


def ensure_unhurried(voter: Voter, *, now: datetime) -> None:
    recent = Comment.objects.filter(voter=voter, posted_at__gt=now - PACE_WINDOW)
    if recent.count() >= PACE:
        raise TooFast


def ensure_waited(voter: Voter, *, place: Place, now: datetime) -> None:
    seconds = policies.seconds_to_wait(article=place.article, voter=voter, now=now)
    if seconds:
        raise SlowDown(seconds)
