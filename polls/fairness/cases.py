"""What became of each comment of a period: the ground on which groups are compared."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from polls.kinds import sides
from polls.models import Choice, Comment, Decision, Flag, Hold, Mark, Question, Side

_DECIDING = frozenset({Decision.Action.APPROVE, Decision.Action.REJECT, Decision.Action.SPAM})
_REFUSING = frozenset({Decision.Action.REJECT, Decision.Action.SPAM})


@dataclass(frozen=True)
class Span:
    """The comments that are looked at: when they were posted, and on which question."""

    since: datetime
    until: datetime
    question: Question | None = None

    @property
    def comments(self) -> QuerySet[Comment]:
        comments = Comment.objects.filter(posted_at__gte=self.since, posted_at__lt=self.until)
        return comments.filter(question=self.question) if self.question else comments


@dataclass(frozen=True)
class Case:
    """One comment, what was first decided on it by a person, and what came of that."""

    side: Side | None
    """The side of its author's ballot on the question as it is now; None for none."""
    language: str
    moderator: str
    """Who decided first; empty while no person has, or where the account's name is unknown."""
    rules: frozenset[str]
    """What held it."""
    is_refused: bool | None
    """By that first decision; None without one."""
    is_flagged: bool | None
    """Whether any reader has ever flagged it; None if it was never published."""
    waited: timedelta | None
    """From posting to that decision, where it waited for one."""


@dataclass(frozen=True)
class _Decided:
    moderator: str
    refuses: bool
    at: datetime
    waited: bool


@dataclass(frozen=True)
class _Beside:
    """What the database knows beside the comments' own rows, by their keys."""

    decided: Mapping[int, _Decided]
    rules: Mapping[int, set[str]] = field(default_factory=dict)


def read(span: Span) -> list[Case]:
    """The cases of a span; six queries however many there are.

    Comments that their authors have deleted are left out with all that was decided on them: who
    they were by is no longer known where an author was removed, and a text that its author took
    back says nothing of how it was dealt with.
    """
    comments = span.comments.exclude(status=Comment.Status.DELETED)
    rows = list(
        comments.annotate(was_flagged=Exists(Flag.objects.filter(comment=OuterRef("pk"))))
        .order_by("pk")
        .values_list(
            "pk",
            "question_id",
            "voter_id",
            "language",
            "posted_at",
            "published_at",
            "was_flagged",
        )
    )
    beside = _Beside(decided=_decided(comments), rules=_rules(comments))
    taken = _sides({row[1] for row in rows if row[1]}, comments)
    return [_case(row, beside, taken) for row in rows]


def _case(
    row: tuple[int, int | None, int | None, str, datetime, datetime | None, bool],
    beside: _Beside,
    taken: Mapping[tuple[int | None, int | None], Side],
) -> Case:
    pk, question, voter, language, posted_at, published_at, was_flagged = row
    decided = beside.decided.get(pk)
    return Case(
        side=taken.get((question, voter)),
        language=language,
        moderator=decided.moderator if decided else "",
        rules=frozenset(beside.rules.get(pk, ())),
        is_refused=decided.refuses if decided else None,
        is_flagged=was_flagged if published_at else None,
        waited=decided.at - posted_at if decided and decided.waited else None,
    )


def _decided(comments: QuerySet[Comment]) -> dict[int, _Decided]:
    """The first decision of a person on each comment that was not taken back."""
    decisions = Decision.objects.filter(
        comment__in=comments.values("pk"),
        rule="",
        action__in=_DECIDING,
        undone_by__isnull=True,
    )
    first: dict[int, _Decided] = {}
    for comment, name, action, at, before in decisions.order_by("decided_at", "pk").values_list(
        "comment_id", "decided_by", "action", "decided_at", "from_status"
    ):
        waited = before == Comment.Status.PENDING
        first.setdefault(comment, _Decided(name, action in _REFUSING, at, waited))
    return first


def _rules(comments: QuerySet[Comment]) -> dict[int, set[str]]:
    held: dict[int, set[str]] = defaultdict(set)
    holds = Hold.objects.filter(comment__in=comments.values("pk")).order_by()
    for comment, rule in holds.values_list("comment_id", "rule"):
        held[comment].add(rule)
    return held


def _sides(
    questions: Iterable[int], comments: QuerySet[Comment]
) -> dict[tuple[int | None, int | None], Side]:
    """By question and voter, the side that the ballot takes."""
    asked = Question.objects.in_bulk(list(questions))
    choices: dict[int, list[Choice]] = defaultdict(list)
    for choice in Choice.objects.published().filter(question__in=asked):
        choices[choice.question_id].append(choice)
    sided = [pk for pk, question in asked.items() if sides.has_sides(question, choices[pk])]
    marks: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    authors = comments.filter(question__in=sided).values("voter_id")
    given = Mark.objects.filter(question__in=sided, voter__in=authors)
    for question, voter, choice_id, value in given.values_list(
        "question_id", "voter_id", "choice_id", "value"
    ):
        marks[question, voter][choice_id] = value
    found: dict[tuple[int | None, int | None], Side] = {}
    for (question, voter), answer in marks.items():
        side = sides.of_marks(asked[question], choices[question], answer)
        if side is not None:
            found[question, voter] = side
    return found
