"""How many comments there are, and the proof of what each comment counts of itself."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from dossier.models import Article
from polls.models import Comment, Question
from polls.results.recount import Difference


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


@transaction.atomic
def recount(article: Article, *, fix: bool = False) -> list[Difference]:
    """Compare the counters of the dossier's comments with the approvals and open flags on file.

    With ``fix`` the counters become what was counted, while no reader and no moderator can move
    either.
    """
    comments = Comment.objects.filter(article=article).order_by("pk")
    if fix:
        list(comments.select_for_update(no_key=True).values_list("pk"))
    found = []
    for pk, approvals, flags, approvals_counted, flags_counted in _counted(comments):
        if approvals != approvals_counted:
            found.append(Difference(f"comment {pk} approvals", approvals, approvals_counted))
        if flags != flags_counted:
            found.append(Difference(f"comment {pk} open flags", flags, flags_counted))
        if fix and (approvals, flags) != (approvals_counted, flags_counted):
            comments.filter(pk=pk).update(
                approvals_count=approvals_counted, flags_count=flags_counted
            )
    return found


def _counted(comments: QuerySet[Comment]) -> list[tuple[int, int, int, int, int]]:
    """Key, kept approvals and open flags, counted approvals and open flags of each comment."""
    open_flags = Q(flags__isnull=False, flags__settled_at__isnull=True)
    return list(
        comments.annotate(
            approvals_counted=Count("approvals", distinct=True),
            flags_counted=Count("flags", filter=open_flags, distinct=True),
        ).values_list("pk", "approvals_count", "flags_count", "approvals_counted", "flags_counted")
    )
