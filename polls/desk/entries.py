"""A text that waits for a moderator, with what its author wrote before."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise

from polls.models import Choice, Comment, Decision, WriteIn
from polls.moderation import actions_for, queue

EARLIER = 5

# What a form names, by its sort.
MODELS: dict[str, Any] = {"comment": Comment, "statement": Choice, "words": WriteIn}

type Text = Comment | Choice | WriteIn


@dataclass(frozen=True)
class Entry:
    """A text to decide on, with what its author wrote before."""

    text: Text
    record: Counter[str]
    """How many comments the author has in each state."""
    earlier: Sequence[Comment]
    """The author's newest other comments."""
    is_sent: bool
    """Whether this is what a decision was just sent for."""

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
        return _key(self.text)

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
    def actions(self) -> list[tuple[str, str | Promise]]:
        offered = actions_for(self.text)
        return [(action, action.label) for action in Decision.Action if action in offered]


def entries(page: Page[Any], *, sent: Sequence[str]) -> list[Entry]:
    """The page's texts with their authors' records; ``sent`` are those a decision came for."""
    authors = {author for text in page if (author := _author(text))}
    records = queue.records_of(authors)
    earlier = _newest_of(authors)
    return [
        Entry(
            text=text,
            record=records.get(_author(text) or 0, Counter()),
            earlier=[one for one in earlier[_author(text)] if one != text][:EARLIER],
            is_sent=_key(text) in {one.partition(":")[0] for one in sent},
        )
        for text in page
    ]


def _key(text: Text) -> str:
    sort = next(sort for sort, model in MODELS.items() if isinstance(text, model))
    return f"{sort}-{text.pk}"


def _author(text: Text) -> int | None:
    return text.proposed_by_id if isinstance(text, Choice) else text.voter_id


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
