"""Where readers discuss: a question, or the whole dossier."""

from dataclasses import dataclass

from django.urls import reverse

from dossier.models import Article
from polls.discussion.refusals import DiscussionClosed
from polls.models import Comment, Question
from polls.models.discussion import CommentQuerySet
from polls.moderation import policies


def draft_key(*, article: int, question: int | None, parent: int | None) -> str:
    """Under which name a reader's browser keeps a text until it is taken."""
    if parent:
        return f"reply-{parent}"
    return f"question-{question}" if question else f"dossier-{article}"


@dataclass(frozen=True)
class Place:
    """One discussion: a question's, or without a question the dossier's own."""

    article: Article
    question: Question | None = None

    @classmethod
    def of(cls, comment: Comment) -> "Place":
        """Where the comment was posted."""
        if comment.question:
            comment.question.article = comment.article
        return cls(article=comment.article, question=comment.question)

    @property
    def comments(self) -> CommentQuerySet:
        return Comment.objects.filter(article=self.article, question=self.question)

    @property
    def title(self) -> str:
        return self.question.prompt if self.question else self.article.title

    @property
    def page_url(self) -> str:
        """The page that shows what is discussed."""
        return (self.question or self.article).get_absolute_url()

    @property
    def comments_url(self) -> str:
        """The discussion by itself; new comments are posted here."""
        if self.question:
            return reverse("polls:question_comments", args=[self.article.slug, self.question.slug])
        return reverse("polls:article_comments", args=[self.article.slug])

    @property
    def mode(self) -> str:
        """How comments come to be published here."""
        return policies.mode_of(self.article)

    @property
    def is_shown(self) -> bool:
        """Whether there is a discussion at all: a closed one is not to be read either."""
        return self.mode != policies.Mode.CLOSED

    @property
    def is_read_first(self) -> bool:
        """Whether every comment is read by a moderator before it is published."""
        return self.mode not in policies.UNREAD

    @property
    def is_open(self) -> bool:
        """Whether comments are taken: nothing need be open to votes, but all of it public.

        Not on a quiz question, whose solution a comment would give away, nor where the newsroom
        has shut the discussion.
        """
        if self.mode in policies.SHUT:
            return False
        if self.question is None:
            return self.article.is_published
        return (
            self.article.is_published
            and self.question.status == Question.Status.PUBLISHED
            and self.question.kind != Question.Kind.QUIZ
        )

    def ensure_open(self) -> None:
        if not self.is_open:
            raise DiscussionClosed
