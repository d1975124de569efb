"""Where readers discuss: a question, a passage of the article, or the whole dossier."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from dossier.foreign import language_of
from dossier.models import Article, Passage
from polls.discussion.refusals import DiscussionClosed
from polls.models import Comment, Question, Side, Voter
from polls.models.discussion import CommentQuerySet
from polls.moderation import policies
from polls.sides import camps, contest
from polls.sides.camps import Camps
from polls.sides.contest import Contest
from polls.sides.keeping import kept
from polls.sides.minds import IN_STEPS


def draft_key(
    *, article: int, question: int | None, passage: int | None = None, parent: int | None
) -> str:
    """Under which name a reader's browser keeps a text until it is taken."""
    if parent:
        return f"reply-{parent}"
    if passage:
        return f"passage-{passage}"
    return f"question-{question}" if question else f"dossier-{article}"


@dataclass(frozen=True)
class Place:
    """One discussion: a question's, a passage's, or without either the dossier's own."""

    article: Article
    question: Question | None = None
    passage: Passage | None = None

    @classmethod
    def of(cls, comment: Comment) -> "Place":
        """Where the comment was posted."""
        if comment.question:
            comment.question.article = comment.article
        return cls(comment.article, question=comment.question, passage=comment.passage)

    @property
    def comments(self) -> CommentQuerySet:
        return Comment.objects.filter(
            article=self.article, question=self.question, passage=self.passage
        )

    @property
    def title(self) -> str:
        if self.passage:
            return self.passage.heading
        return self.question.prompt if self.question else self.article.title

    @property
    def title_language(self) -> str:
        """The language of the title where that is not the reader's; else empty."""
        if self.passage:
            return language_of(self.passage, "heading")
        if self.question:
            return language_of(self.question, "prompt")
        return language_of(self.article, "title")

    @property
    def count(self) -> int:
        """Published comments; kept for as long as counting so many can be afforded.

        What an open page shows is put right within a moment by what moves it.
        """
        here = (self.article, self.question, self.passage)
        name = ("count", *(one and one.pk for one in here))
        return kept(name, None, lambda: self.comments.published().count())

    @property
    def page_url(self) -> str:
        """The page that shows the discussion."""
        if self.passage:
            return self.comments_url
        return (self.question or self.article).get_absolute_url()

    @property
    def subject_url(self) -> str:
        """Where that stands which is discussed."""
        if self.passage:
            return f"{self.article.get_absolute_url()}#passage-{self.passage.slug}"
        return self.page_url

    @property
    def comments_url(self) -> str:
        """The discussion by itself; new comments are posted here."""
        if self.passage:
            return reverse("polls:passage_comments", args=[self.article.slug, self.passage.slug])
        if self.question:
            return reverse("polls:question_comments", args=[self.article.slug, self.question.slug])
        return reverse("polls:article_comments", args=[self.article.slug])

    @property
    def dom_id(self) -> str:
        """What the elements of the discussion are called by; several can stand on one page."""
        return f"discussion-{self.passage.pk}" if self.passage else "discussion"

    @property
    def form_id(self) -> str:
        return f"comment-form-{self.passage.pk}" if self.passage else "comment-form"

    @cached_property
    def camps(self) -> Camps | None:
        """The voters of the question by their sides; None where none are taken. Two queries."""
        return camps.of(self.question) if self.question else None

    def contest(self, *, voter: Voter | None, now: datetime) -> Contest | None:
        """What the question adds to its discussion for this reader; None where it adds nothing.

        Six queries at most, two for a reader who is not known.
        """
        if self.question is None or self.question.kind in IN_STEPS:
            return None
        return contest.of(self.question, found=self.camps, voter=voter, now=now)

    @property
    def shows_sides(self) -> bool:
        """Whether comments can be told apart by the sides of their authors: where both are large
        enough to hide in, or the order itself would tell.
        """
        return self.camps is not None and {Side.FOR, Side.AGAINST} <= self.camps.crowded

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
