"""The threads of a discussion, as one reader sees them.

A page holds the threads of twenty top-level comments with all their replies, and takes the same
few queries however many there are. What is not published is shown to its author alone: where such
a comment has replies to be seen, its place stays, without text or name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from dossier.models import Article
from polls.discussion.entries import DEEPEST_LEVEL, Entry, entries_of
from polls.discussion.forms import CommentForm
from polls.discussion.lineage import below, line_of
from polls.discussion.nesting import nest
from polls.discussion.places import Place
from polls.models import Comment, Question, Voter
from polls.models.discussion import CommentQuerySet

PAGE_SIZE = 20
NEWEST, MOST_APPROVED = "newest", "approved"
_ORDERS: Mapping[str, tuple[str, ...]] = {
    NEWEST: ("-posted_at", "-pk"),
    MOST_APPROVED: ("-approvals_count", "-posted_at", "-pk"),
}


@dataclass
class Discussion:
    """One page of a discussion: all that its template needs."""

    place: Place
    sort: str
    page: int
    has_next: bool
    count: int
    """Published comments of the place, replies included."""
    entries: Sequence[Entry]
    form: CommentForm | None
    """None where no comments are taken."""

    @property
    def previous_page(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def next_page(self) -> int | None:
        return self.page + 1 if self.has_next else None


def open_discussion(
    *,
    article: Article,
    question: Question | None = None,
    voter: Voter | None,
    now: datetime,
    query: Mapping[str, str] | None = None,
) -> Discussion:
    """The discussion of a question, or of the whole dossier, for one reader.

    ``query`` is the page's query string: ``sort`` ("newest" or "approved") and ``page``; what
    it does not understand is the first page of the newest. Six queries at most.
    """
    place, asked = Place(article, question), query or {}
    if not place.is_shown:
        return Discussion(place, NEWEST, page=1, has_next=False, count=0, entries=[], form=None)
    sort = asked.get("sort", NEWEST)
    sort = sort if sort in _ORDERS else NEWEST
    page = _page_number(asked.get("page", ""))
    roots = _roots(place, voter, sort=sort, page=page)
    if not roots and page > 1:
        page, roots = 1, _roots(place, voter, sort=sort, page=1)
    shown = roots[:PAGE_SIZE]
    return Discussion(
        place=place,
        sort=sort,
        page=page,
        has_next=len(roots) > PAGE_SIZE,
        count=place.comments.published().count(),
        entries=_threads(shown, voter=voter, now=now),
        form=CommentForm(place=place, voter=voter) if place.is_open else None,
    )


def entry_of(comment: Comment, *, voter: Voter | None, now: datetime) -> Entry:
    """One comment by itself, without its replies."""
    parents = [comment.parent] if comment.parent else []
    entries = entries_of([comment, *parents], voter=voter, now=now)
    entry, depth = entries[comment.pk], len(line_of(comment))
    entry.level = min(depth, DEEPEST_LEVEL)
    for parent in parents:
        entry.answers = entries[parent.pk]
        entry.answers.level = min(depth - 1, DEEPEST_LEVEL)
    return entry


def holder_of(reply: Comment) -> int:
    """Primary key of the comment below which a reply stands."""
    line = line_of(reply)
    return line[min(len(line), DEEPEST_LEVEL) - 2]


def address_of(comment: Comment, *, voter: Voter | None) -> str:
    """Where this reader finds the comment: on which page of what is discussed, at its place."""
    place = Place.of(comment)
    root = Comment.objects.get(pk=line_of(comment)[0])
    newer = Q(posted_at__gt=root.posted_at) | Q(posted_at=root.posted_at, pk__gt=root.pk)
    page = _starts(place, voter).filter(newer).count() // PAGE_SIZE + 1
    query = f"?page={page}" if page > 1 else ""
    return f"{place.page_url}{query}#comment-{comment.pk}"


def _page_number(asked: str) -> int:
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def _roots(place: Place, voter: Voter | None, *, sort: str, page: int) -> list[Comment]:
    """The page's top-level comments, and one more if another page follows."""
    start = (page - 1) * PAGE_SIZE
    return list(_starts(place, voter).order_by(*_ORDERS[sort])[start : start + PAGE_SIZE + 1])


def _starts(place: Place, voter: Voter | None) -> CommentQuerySet:
    """Top-level comments that may have a place: published, the reader's own, or answered."""
    answered = Q(Exists(Comment.objects.filter(parent=OuterRef("pk"))))
    has_place = Q(status=Comment.Status.PUBLISHED) | answered
    if voter:
        has_place |= Q(voter=voter) & ~Q(status=Comment.Status.DELETED)
    return place.comments.filter(has_place, parent__isnull=True)


def _threads(roots: Sequence[Comment], *, voter: Voter | None, now: datetime) -> list[Entry]:
    replies = list(below(roots).order_by("posted_at", "pk"))
    entries = entries_of([*roots, *replies], voter=voter, now=now)
    return nest([entries[root.pk] for root in roots], [entries[reply.pk] for reply in replies])
