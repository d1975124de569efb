"""The threads of a discussion, as one reader sees them.

A page holds the threads of twenty top-level comments with the first of their replies, and takes the
same few queries however many there are. What is not published is shown to its author alone: where
such a comment has replies to be seen, its place stays, without text or name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from dossier.models import Article, Passage
from polls.discussion import balance, replies
from polls.discussion.entries import DEEPEST_LEVEL, Entry, entries_of
from polls.discussion.forms import CommentForm
from polls.discussion.lineage import holder_of
from polls.discussion.nesting import nest
from polls.discussion.paging import Stretch, stretch
from polls.discussion.places import Place
from polls.discussion.sorting import BALANCED, NEWEST, SORTS, Sort, Start, asked_for, sort_named
from polls.models import Comment, Question, Voter
from polls.moderation.sanctions import Standing, standing
from polls.sides.contest import Contest, Head, head

PAGE_SIZE = 20


@dataclass
class Discussion:
    """One page of a discussion: all that its template needs."""

    place: Place
    sort: str = NEWEST.name
    previous: str | None = None
    """Query string of the page before, if there is one."""
    next: str | None = None
    count: int = 0
    """Published comments of the place, replies included."""
    entries: Sequence[Entry] = field(default_factory=list)
    form: CommentForm | None = None
    """None where no comments are taken."""
    head: Head | None = None
    """What the sides of the question have to say before all comments."""
    standing: Standing = field(default_factory=Standing)
    """What the newsroom tells the reader about how they write."""

    @property
    def sorts(self) -> list[Sort]:
        """The orders that make a difference here."""
        return [sort for sort in SORTS.values() if sort != BALANCED or self.place.shows_sides]

    @property
    def asked(self) -> str:
        """What an address ends with so that the order is kept; nothing for the usual one."""
        return asked_for(self.sort)


@dataclass(frozen=True)
class Thread:
    """Some of the replies to one comment, by themselves."""

    root: Entry
    entries: Sequence[Entry]
    before: int | None
    """The reply in front of which those before end; the root tells of those after."""


def open_discussion(
    *,
    article: Article,
    question: Question | None = None,
    passage: Passage | None = None,
    voter: Voter | None,
    now: datetime,
    query: Mapping[str, str] | None = None,
) -> Discussion:
    """The discussion of a question, of a passage or of the whole dossier, for one reader.

    ``query`` is the page's query string: ``sort`` names an order, ``at``, ``after`` and ``before``
    a comment where the page begins or ends; what it does not understand is the first page of the
    newest.
    """
    place, asked = Place(article, question, passage), query or {}
    if not place.is_shown:
        return Discussion(place)
    sort = sort_named(asked.get("sort"))
    page = _page(place, voter, sort=sort, start=Start.asked(asked))
    contest = place.contest(voter=voter, now=now)
    return Discussion(
        place=place,
        sort=sort.name,
        previous=page.previous,
        next=page.next,
        count=place.count,
        entries=_threads(page.roots, voter=voter, contest=contest, now=now),
        form=CommentForm(place=place, voter=voter) if place.is_open else None,
        head=head(contest, voter=voter) if contest else None,
        # who has a name has written; nobody else has been told anything
        standing=standing(voter if voter and voter.display_name else None, now),
    )


def open_thread(
    root: Comment, *, voter: Voter | None, now: datetime, query: Mapping[str, str]
) -> Thread:
    """Some of the replies to a comment that begins a thread, from where ``query`` says."""
    found = replies.stretch_of(root, voter=voter, start=Start.asked(query))
    here = {root.pk, *(reply.pk for reply in found.comments)}
    answered = {reply.parent_id for reply in found.comments if reply.parent_id} - here
    elsewhere = list(Comment.objects.filter(pk__in=answered))
    contest = Place.of(root).contest(voter=voter, now=now)
    shown = [root, *found.comments, *elsewhere]
    entries = entries_of(shown, voter=voter, contest=contest, now=now)
    for comment in elsewhere:
        entries[comment.pk].is_elsewhere = True
    first = entries[root.pk]
    nest(
        [first],
        [entries[reply.pk] for reply in found.comments],
        elsewhere={comment.pk: entries[comment.pk] for comment in elsewhere},
    )
    if found.after:
        first.rest = replies.Rest(root.pk, count=0, after=found.after)
    return Thread(root=first, entries=first.replies, before=found.before)


def entry_of(comment: Comment, *, voter: Voter | None, now: datetime) -> Entry:
    """One comment by itself, without its replies."""
    parents = [comment.parent] if comment.parent else []
    contest = Place.of(comment).contest(voter=voter, now=now)
    entries = entries_of([comment, *parents], voter=voter, contest=contest, now=now)
    entry = entries[comment.pk]
    for parent in parents:
        entry.answers = entries[parent.pk]
        entry.answers.level = 1 if parent.parent_id is None else 2
        entry.level = entry.answers.level + 1
        holder = holder_of(comment) if entry.level == DEEPEST_LEVEL else parent.pk
        if holder == parent.pk:
            entry.holder = entry.answers
        else:
            entry.answers.level = DEEPEST_LEVEL
            entry.holder = Entry(Comment(pk=holder), level=DEEPEST_LEVEL - 1)
    return entry


def address_of(comment: Comment, *, voter: Voter | None, sort: str = NEWEST.name) -> str:
    """Where this reader finds the comment, in this order: on the page that shows it, at its place.

    A reply that is not among the first of its thread stands on the thread's own page.
    """
    place, order = Place.of(comment), sort_named(sort)
    anchor = f"#comment-{comment.pk}"
    if comment.root_id and not replies.is_among_first(comment):
        thread = reverse("polls:thread", args=[comment.root_id])
        return f"{thread}?{_query(order, at=comment.pk)}{anchor}"
    root = Comment.objects.get(pk=comment.thread_id)
    start = _start_of(root, place, voter, order)
    query = _query(order, **start)
    return f"{place.page_url}{'?' if query else ''}{query}{anchor}"


@dataclass(frozen=True)
class _Page:
    roots: list[Comment]
    previous: str | None = None
    next: str | None = None


def _page(place: Place, voter: Voter | None, *, sort: Sort, start: Start) -> _Page:
    own = _own(place, voter) if voter else []
    if sort == BALANCED and place.shows_sides:
        return _balanced_page(place, own, start=start)
    found = _stretch(place, own, sort=sort, start=start)
    return _Page(
        roots=found.comments,
        previous=_query(sort, before=found.before) if found.before else None,
        next=_query(sort, after=found.after) if found.after else None,
    )


def _stretch(place: Place, own: Sequence[Comment], *, sort: Sort, start: Start) -> Stretch:
    return stretch(
        place.comments.opening(),
        sort=sort,
        start=start,
        size=PAGE_SIZE,
        among=place.comments.filter(parent__isnull=True),
        own=own,
    )


def _balanced_page(place: Place, own: Sequence[Comment], *, start: Start) -> _Page:
    """The reader's own comments that nobody else sees stand first: they are on no side yet."""
    number = max(start.number, 1)
    before = (number - 1) * PAGE_SIZE
    found = balance.page(place, start=before, size=PAGE_SIZE + 1)
    if not found and number > 1:
        return _balanced_page(place, own, start=Start())
    return _Page(
        roots=[*(own if number == 1 else ()), *found[:PAGE_SIZE]],
        previous=_query(BALANCED, page=number - 1) if number > 1 else None,
        next=_query(BALANCED, page=number + 1) if len(found) > PAGE_SIZE else None,
    )


def _start_of(root: Comment, place: Place, voter: Voter | None, sort: Sort) -> dict[str, int]:
    """The part of a query string that leads to the page of a top-level comment."""
    if sort == BALANCED and place.shows_sides:
        number = balance.place_of(root, place) // PAGE_SIZE + 1
        return {"page": number} if number > 1 else {}
    own = _own(place, voter) if voter else []
    first = _stretch(place, own, sort=sort, start=Start())
    return {} if root.pk in {comment.pk for comment in first.comments} else {"at": root.pk}


def _query(sort: Sort, **start: int | None) -> str:
    named = {} if sort == NEWEST else {"sort": sort.name}
    return urlencode({**named, **{name: key for name, key in start.items() if key}})


def _own(place: Place, voter: Voter) -> list[Comment]:
    """Threads with nothing published in them, in which the reader wrote something."""
    own = replies.hidden_of(place.comments, voter=voter).order_by()
    threads = own.values(begun=Coalesce("root_id", "pk"))
    return list(
        Comment.objects.filter(Q(pk__in=threads), has_place=False, parent__isnull=True).order_by(
            "-posted_at", "-pk"
        )
    )


def _threads(
    roots: Sequence[Comment], *, voter: Voter | None, contest: Contest | None, now: datetime
) -> list[Entry]:
    shown = replies.first_of(roots, voter=voter)
    entries = entries_of([*roots, *shown], voter=voter, contest=contest, now=now)
    for pk, rest in replies.rests_of(roots, shown).items():
        entries[pk].rest = rest
    return nest([entries[root.pk] for root in roots], [entries[reply.pk] for reply in shown])
