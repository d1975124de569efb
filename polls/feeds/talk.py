"""What readers say, as entries of a feed: published comments, each in its own language."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from polls.feeds.atom import MOST, Entry
from polls.models import Comment, Question
from polls.models.discussion import CommentQuerySet
from polls.templatetags.discussion_text import readers_text


def published(comments: CommentQuerySet) -> CommentQuerySet:
    """Those among the comments that everybody can read where they stand."""
    public = comments.to_be_read().filter(article__status="published")
    return public.exclude(question__status=Question.Status.DRAFT)


def entries_of(comments: CommentQuerySet, *, site: str) -> list[Entry]:
    """The newest of the comments that everybody can read; one query."""
    rows = published(comments).select_related("article", "question", "passage", "parent")
    return [_entry(row, site=site) for row in rows.order_by("-published_at", "-pk")[:MOST]]


def _entry(comment: Comment, *, site: str) -> Entry:
    published_at = comment.published_at or comment.posted_at
    changes = [published_at, comment.edited_at, comment.redacted_at]
    return Entry(
        key=f"comment-{comment.pk}",
        title=_title(comment),
        html=readers_text(comment.body),
        url=site + reverse("polls:comment", args=[comment.pk]),
        published_at=published_at,
        updated_at=max(at for at in changes if isinstance(at, datetime)),
        author=comment.author_name,
        language="" if comment.language == get_language() else comment.language,
    )


def _title(comment: Comment) -> str:
    parent = comment.parent
    if parent and parent.status == Comment.Status.PUBLISHED:
        told = {"name": comment.author_name, "other": parent.author_name}
        return _("%(name)s replies to %(other)s") % told
    if comment.question:
        subject = comment.question.prompt
    else:
        subject = comment.passage.heading if comment.passage else comment.article.title
    return _("%(name)s on “%(subject)s”") % {"name": comment.author_name, "subject": subject}
