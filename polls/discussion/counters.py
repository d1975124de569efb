"""What each comment counts of itself and its thread, moved step by step and proven by recounting.

Whoever moves a counter holds the comment's row. Comments are held from the newest to the oldest, a
reply before the comment that its thread began with: so nobody waits for another in a circle.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from dossier.models import Article, Passage
from polls.models import Approval, Comment, Flag, Question, Side
from polls.results.recount import Difference

RECOUNTED_AT_ONCE = 500


def published_counts(questions: Iterable[Question]) -> dict[int, int]:
    """Published comments for each question, by its primary key; one query for all."""
    asked = list(questions)
    counts = dict.fromkeys((question.pk for question in asked), 0)
    found = (
        Comment.objects.published()
        .filter(article__in={question.article_id for question in asked}, question__in=asked)
        .order_by()
        .values_list("question")
        .annotate(comments=Count("pk"))
    )
    return counts | dict(found)


def passage_counts(article: int, passages: Iterable[Passage]) -> dict[int, int]:
    """Published comments on each passage of the article, by its primary key; one query for all."""
    counts = dict.fromkeys((passage.pk for passage in passages), 0)
    found = (
        Comment.objects.published()
        .filter(article=article, question__isnull=True, passage__isnull=False)
        .order_by()
        .values_list("passage")
        .annotate(comments=Count("pk"))
    )
    return counts | dict(found)


def article_counts(article: int) -> dict[str | None, int]:
    """Published comments on the article itself (under None) and by the slug of its passages.

    Of those places that somebody wrote about, published or not; one query.
    """
    return dict(
        Comment.objects.filter(article=article, question=None)
        .order_by()
        .values_list("passage__slug")
        .annotate(comments=Count("pk", filter=Q(status=Comment.Status.PUBLISHED)))
    )


def count_approval(*, comment: Comment, side: int | None, step: int) -> None:
    """Count an approval from this side that has come (1) or gone (-1)."""
    comment.approvals_count += step
    comment.approvals_for += step * (side == Side.FOR)
    comment.approvals_against += step * (side == Side.AGAINST)
    comment.rank()
    comment.save(
        update_fields=["approvals_count", "approvals_for", "approvals_against", "approval_bound"]
    )


def count_flag(*, comment: Comment) -> None:
    """Count a flag that has come."""
    comment.flags_count += 1
    comment.rank()
    comment.save(update_fields=["flags_count", "approval_bound"])


@dataclass(frozen=True)
class Counted:
    """What there is of a comment's reactions and replies."""

    approvals: int = 0
    approvals_for: int = 0
    approvals_against: int = 0
    flags: int = 0
    replies: int = 0

    def put(self, comment: Comment) -> None:
        """Make these the comment's counters, and save."""
        comment.approvals_count, comment.flags_count = self.approvals, self.flags
        comment.approvals_for = self.approvals_for
        comment.approvals_against = self.approvals_against
        comment.replies_count = self.replies
        comment.rank()
        comment.save(update_fields=_COUNTERS)

    @classmethod
    def kept(cls, comment: Comment) -> "Counted":
        return cls(
            comment.approvals_count,
            comment.approvals_for,
            comment.approvals_against,
            comment.flags_count,
            comment.replies_count,
        )


_COUNTERS = [
    "approvals_count",
    "approvals_for",
    "approvals_against",
    "flags_count",
    "replies_count",
    "approval_bound",
]


def hold(which: Q) -> list[Comment]:
    """The comments that fit and those that their threads began with, held; the newest first."""
    fitting = Comment.objects.filter(which).order_by()
    threads = fitting.values(begun=Coalesce("root_id", "pk"))
    touched = Comment.objects.filter(Q(pk__in=fitting.values("pk")) | Q(pk__in=threads))
    return list(touched.order_by("-pk").select_for_update(no_key=True))


def count_again(comments: Iterable[Comment]) -> None:
    """Set the counters of comments that are held to what they count."""
    held = list(comments)
    counted = _counted([comment.pk for comment in held])
    for comment in held:
        if Counted.kept(comment) != counted[comment.pk]:
            counted[comment.pk].put(comment)


@transaction.atomic
def recount(article: Article, *, fix: bool = False) -> list[Difference]:
    """Compare what the dossier's comments count, and to which thread they belong, with what is so.

    With ``fix`` it becomes so, while no reader and no moderator can move either.
    """
    comments = Comment.objects.filter(article=article).order_by("-pk")
    if fix:
        comments = comments.select_for_update(no_key=True)
    threads = dict(comments.values_list("pk", "root"))
    parents = dict(Comment.objects.filter(article=article).values_list("pk", "parent"))
    found = _gathered(threads, parents, fix=fix)
    keys = sorted(threads)
    for start in range(0, len(keys), RECOUNTED_AT_ONCE):
        found += _compared(keys[start : start + RECOUNTED_AT_ONCE], fix=fix)
    return found


def _gathered(
    threads: Mapping[int, int | None], parents: Mapping[int, int | None], *, fix: bool
) -> list[Difference]:
    """Where a comment's thread is not its parent's."""
    begun: dict[int, int] = {}
    found = []
    for pk in sorted(parents):
        line = [pk]
        while line[-1] not in begun and (parent := parents[line[-1]]) is not None:
            line.append(parent)
        begun |= dict.fromkeys(line, begun.get(line[-1], line[-1]))
        thread = begun[pk] if parents[pk] is not None else None
        if threads[pk] != thread:
            found.append(Difference(f"comment {pk} thread", threads[pk] or 0, thread or 0))
            if fix:
                Comment.objects.filter(pk=pk).update(root=thread)
    return found


def _compared(keys: Collection[int], *, fix: bool) -> list[Difference]:
    found = []
    counted = _counted(keys)
    for comment in Comment.objects.filter(pk__in=keys).order_by("pk"):
        kept, bound, right = Counted.kept(comment), comment.approval_bound, counted[comment.pk]
        right_counts = asdict(right)
        differences = [
            Difference(f"comment {comment.pk} {_NAMES[name]}", count, right_counts[name])
            for name, count in asdict(kept).items()
            if count != right_counts[name]
        ]
        comment.approvals_count, comment.flags_count = right.approvals, right.flags
        comment.rank()
        if bound != comment.approval_bound:
            what = f"comment {comment.pk} rank"
            differences.append(Difference(what, bound, comment.approval_bound))
        if fix and differences:
            right.put(comment)
        found += differences
    return found


_NAMES = {
    "approvals": "approvals",
    "approvals_for": "approvals by those in favour",
    "approvals_against": "approvals by those against",
    "flags": "open flags",
    "replies": "replies",
}


def _counted(keys: Collection[int]) -> dict[int, Counted]:
    """What there is of each comment, by primary key; three queries for all."""
    approvals = (
        Approval.objects.filter(comment__in=keys)
        .order_by()
        .values("comment")
        .annotate(
            in_all=Count("pk"),
            in_favour=Count("pk", filter=Q(side=Side.FOR)),
            against=Count("pk", filter=Q(side=Side.AGAINST)),
        )
        .values_list("comment", "in_all", "in_favour", "against")
    )
    flags = Flag.objects.filter(comment__in=keys, settled_at__isnull=True).order_by()
    replies = Comment.objects.published().filter(root__in=keys).order_by()
    of_approvals = {pk: (all_, yes, no) for pk, all_, yes, no in approvals}
    of_flags = dict(flags.values_list("comment").annotate(Count("pk")))
    of_replies = dict(replies.values_list("root").annotate(Count("pk")))
    return {
        pk: Counted(
            *of_approvals.get(pk, (0, 0, 0)),
            of_flags.get(pk, 0),
            of_replies.get(pk, 0),
        )
        for pk in keys
    }
