"""A text that waits for a moderator, with all that is needed to decide on it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise

from polls.desk.blindness import is_decided
from polls.desk.findings import Told, told
from polls.models import Choice, Comment, Decision, Sanction, WriteIn
from polls.moderation import actions_for, queue
from polls.moderation.rules import links_in

EARLIER = 5
BESIDE = 4

# What a form names, by its sort.
MODELS: dict[str, Any] = {"comment": Comment, "statement": Choice, "words": WriteIn}
# The keys that take a decision.
KEYS: dict[str, str] = {
    Decision.Action.APPROVE: "a",
    Decision.Action.REJECT: "r",
    Decision.Action.SPAM: "s",
    Decision.Action.REOPEN: "o",
}

type Text = Comment | Choice | WriteIn


@dataclass(frozen=True)
class Entry:
    """A text to decide on, with what is around it and what its author wrote before."""

    text: Text
    record: Counter[str] = field(default_factory=Counter)
    """How many comments the author has in each state."""
    earlier: Sequence[Comment] = ()
    """The author's newest other comments."""
    sanctions: Sequence[Sanction] = ()
    """The measures about the author that are in force."""
    beside: Sequence[Comment] = ()
    """The newest other answers to the comment that it answers."""
    is_sent: bool = False
    """Whether this is what a decision was just sent for."""
    hides_author: bool = False
    """Whether names, sides and histories are not to be seen until it is decided."""

    @property
    def comment(self) -> Comment | None:
        return self.text if isinstance(self.text, Comment) else None

    @property
    def write_in(self) -> WriteIn | None:
        return self.text if isinstance(self.text, WriteIn) else None

    @property
    def author(self) -> int | None:
        return _author(self.text)

    @property
    def key(self) -> str:
        return key_of(self.text)

    @property
    def language(self) -> str:
        """The language of the text, in words."""
        code = getattr(self.text, "language", "")
        return str(dict(settings.LANGUAGES).get(code, code))

    @property
    def root(self) -> Comment | None:
        """What the thread began with, where the comment answers something else of it."""
        comment = self.comment
        if comment is None or comment.root_id in {None, comment.parent_id}:
            return None
        return comment.root

    @property
    def findings(self) -> list[Told]:
        """What rules found in the text as it stands, told."""
        comment = self.comment
        if comment is None:
            return []
        held = sorted(comment.holds.all(), key=lambda hold: hold.held_at)
        written_at = comment.edited_at or comment.posted_at
        return [told(hold) for hold in held if hold.held_at >= written_at]

    @property
    def links(self) -> list[str]:
        return links_in(self.comment.body) if self.comment else []

    @property
    def record_in_words(self) -> list[tuple[str, str | Promise, int]]:
        return [
            (status, status.label, self.record[status])
            for status in Comment.Status
            if self.record[status]
        ]

    @property
    def seen(self) -> str:
        """What a decision names: the text, and the state in which it was read."""
        return f"{self.key}:{self.text.status}"

    @property
    def actions(self) -> list[tuple[str, str | Promise, str]]:
        """What can be decided, in words, each with its key."""
        offered = actions_for(self.text)
        return [
            (action, action.label, KEYS.get(action, ""))
            for action in Decision.Action
            if action in offered
        ]


def entries(
    texts: Iterable[Text], *, sent: Sequence[str] = (), blind: bool = False, now: datetime
) -> list[Entry]:
    """The texts with their surroundings; ``sent`` are those a decision came for.

    Five queries however many they are.
    """
    shown = list(texts)
    authors = {author for text in shown if (author := _author(text))}
    about = _Authors.read(authors, now=now)
    beside = queue.answers_to(_parents(shown), most=BESIDE + 1)
    named = {one.partition(":")[0] for one in sent}
    return [
        Entry(
            text=text,
            record=about.records.get(_author(text) or 0, Counter()),
            earlier=[one for one in about.newest[_author(text)] if one != text][:EARLIER],
            sanctions=about.sanctions[_author(text)],
            beside=[one for one in beside.get(_parent(text), ()) if one != text][-BESIDE:],
            is_sent=key_of(text) in named,
            hides_author=blind and not (isinstance(text, Comment) and is_decided(text)),
        )
        for text in shown
    ]


def key_of(text: Text) -> str:
    sort = next(sort for sort, model in MODELS.items() if isinstance(text, model))
    return f"{sort}-{text.pk}"


def _author(text: Text) -> int | None:
    return text.proposed_by_id if isinstance(text, Choice) else text.voter_id


def _parent(text: Text) -> int | None:
    return text.parent_id if isinstance(text, Comment) else None


def _parents(texts: Iterable[Text]) -> set[int]:
    return {parent for text in texts if (parent := _parent(text))}


@dataclass(frozen=True)
class _Authors:
    """What is known of several authors, by their keys."""

    records: Mapping[int, Counter[str]]
    newest: Mapping[int | None, Sequence[Comment]]
    sanctions: Mapping[int | None, Sequence[Sanction]]

    @classmethod
    def read(cls, authors: Iterable[int], *, now: datetime) -> "_Authors":
        sanctions: dict[int | None, list[Sanction]] = defaultdict(list)
        for sanction in _in_force(authors, now=now):
            sanctions[sanction.voter_id].append(sanction)
        return cls(queue.records_of(authors), _newest_of(authors), sanctions)


def _in_force(authors: Iterable[int], *, now: datetime) -> Iterable[Sanction]:
    lasting = Q(until__isnull=True) | Q(until__gt=now)
    standing = Sanction.objects.filter(voter__in=authors, lifted_at__isnull=True)
    return standing.filter(lasting).select_related("moderator")


def _newest_of(authors: Iterable[int]) -> dict[int | None, list[Comment]]:
    """The newest comments of each author; one query for all, and one for their decisions."""
    newest_first = ["-posted_at", "-pk"]
    place = Window(RowNumber(), partition_by=F("voter"), order_by=newest_first)
    comments = (
        Comment.objects.filter(voter__in=authors)
        .annotate(place=place)
        .filter(place__lte=EARLIER + 1)
        .order_by(*newest_first)
        .prefetch_related("decisions__moderator")
    )
    newest: dict[int | None, list[Comment]] = defaultdict(list)
    for comment in comments:
        newest[comment.voter_id].append(comment)
    return newest
