"""What has changed in a dossier since a moment, as one reader is told."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q, Sum
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossier.models import Article, Revision
from polls.discussion import attention
from polls.kinds import wording
from polls.models import Ballot, Comment, Question, Turnout, Voter


@dataclass(frozen=True)
class Change:
    """One thing that has changed, in a few words, and where it is to be seen."""

    said: str
    url: str


def last_act(article: Article, *, voter: Voter) -> datetime | None:
    """When the voter last answered or wrote here; None for never. Two queries."""
    answered = Ballot.objects.filter(voter=voter, question__article=article)
    wrote = Comment.objects.filter(voter=voter, article=article)
    moments = [
        answered.aggregate(last=Max("changed_at"))["last"],
        wrote.aggregate(last=Max("posted_at"))["last"],
    ]
    return max((moment for moment in moments if moment), default=None)


def since(
    article: Article, *, voter: Voter, at: datetime, answers: int | None, now: datetime
) -> list[Change]:
    """What others have changed since ``at``, in the order of its weight for the reader.

    ``answers`` is how many the dossier's questions had then, as the page told; None where nobody
    knows, and then nothing is said of them: counting ballots by their time would read them all.
    A fixed number of queries.
    """
    replies = attention.replies_to(voter).filter(article=article, published_at__gt=at)
    others = Comment.objects.published().filter(article=article, published_at__gt=at)
    counted = [
        _replies(replies.count()),
        _corrections(article, at=at),
        *_questions(article, at=at, now=now),
        _answers(article, voter=voter, at=at, before=answers),
        _comments(article, others.exclude(voter=voter).count()),
    ]
    return [change for change in counted if change]


def moment(at: datetime, *, now: datetime) -> str:
    """When it was: the time today, else the day."""
    if localdate(at) == localdate(now):
        return time_format(localtime(at).time(), "TIME_FORMAT")
    return date_format(localtime(at), "DATE_FORMAT")


def _replies(count: int) -> Change | None:
    said = ngettext("%(number)s reply to you", "%(number)s replies to you", count)
    return _change(said, count, reverse("own:replies"))


def _corrections(article: Article, *, at: datetime) -> Change | None:
    corrections = Revision.objects.filter(article=article, made_at__gt=at).corrections()
    if not corrections.exists():
        return None
    return Change(_("the article was corrected"), f"{article.get_absolute_url()}#corrections")


def _questions(article: Article, *, at: datetime, now: datetime) -> list[Change | None]:
    moved = Question.objects.filter(article=article).shown()
    asked = list(moved.filter(_between("opens_at", at, now) | _between("closes_at", at, now)))
    closed = [one for one in asked if one.closes_at and at < one.closes_at <= now]
    opened = [one for one in asked if one not in closed]
    return [
        _change(
            ngettext("%(number)s question closed", "%(number)s questions closed", len(closed)),
            len(closed),
            _place(article, closed),
        ),
        _change(
            ngettext("%(number)s new question", "%(number)s new questions", len(opened)),
            len(opened),
            _place(article, opened),
        ),
    ]


def _between(field: str, at: datetime, now: datetime) -> Q:
    return Q(**{f"{field}__gt": at, f"{field}__lte": now})


def _place(article: Article, questions: list[Question]) -> str:
    """The question itself, or the list of all where there are several."""
    anchor = f"question-{questions[0].pk}" if len(questions) == 1 else "closing"
    return f"{article.get_absolute_url()}#{anchor}"


def _answers(article: Article, *, voter: Voter, at: datetime, before: int | None) -> Change | None:
    """How many more answers there are than then, without the reader's own since."""
    if before is None:
        return None
    turnouts = Turnout.objects.filter(question__in=Question.objects.filter(article=article).shown())
    answers = turnouts.aggregate(sum=Sum("voters"))["sum"] or 0
    own = Ballot.objects.counted().filter(voter=voter, question__article=article, cast_at__gt=at)
    count = answers - before - own.count()
    said = ngettext("%(number)s new answer", "%(number)s new answers", count)
    return _change(said, count, reverse("polls:insight", args=[article.slug]))


def _comments(article: Article, count: int) -> Change | None:
    said = ngettext("%(number)s new comment", "%(number)s new comments", count)
    return _change(said, count, f"{article.get_absolute_url()}#discussion")


def _change(said: str, count: int, url: str) -> Change | None:
    return Change(said % {"number": wording.whole(count)}, url) if count > 0 else None
