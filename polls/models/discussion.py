"""What readers say to one another."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dossier.models import Article, Passage
from polls import announcing
from polls.models.choice import Side
from polls.models.question import Question
from polls.models.tally import Turnout
from polls.models.voter import Voter


class CommentQuerySet(models.QuerySet["Comment"]):
    def published(self) -> CommentQuerySet:
        return self.filter(status=Comment.Status.PUBLISHED)

    def waiting(self) -> CommentQuerySet:
        return self.filter(status=Comment.Status.PENDING)


class Comment(models.Model):
    """A reader's argument on a question or on the whole dossier, or a reply to one."""

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting for moderation")
        PUBLISHED = "published", _("published")
        REJECTED = "rejected", _("rejected")
        SPAM = "spam", _("spam")
        DELETED = "deleted", _("deleted by its author")

    class Pick(models.TextChoices):
        """What the newsroom picks a comment as."""

        ARGUMENT = "argument", _("a strong argument")
        QUESTION = "question", _("an open question")

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="comments", verbose_name=_("dossier")
    )
    question = models.ForeignKey(
        Question,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("question"),
    )
    passage = models.ForeignKey(
        Passage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("passage"),
    )
    root = models.ForeignKey(
        "self",
        on_delete=models.DO_NOTHING,  # a thread goes with its parents, reply by reply
        null=True,
        blank=True,
        editable=False,
        related_name="thread",
        verbose_name=_("thread"),
        help_text=_("The comment that the thread began with; none for that one itself."),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=_("in reply to"),
    )
    voter = models.ForeignKey(
        Voter,
        on_delete=models.SET_NULL,
        null=True,
        related_name="comments",
        verbose_name=_("author"),
    )
    author_name = models.CharField(_("display name"), max_length=40, blank=True)
    body = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=8, default="fr")
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PENDING, db_index=True
    )
    form_token = models.UUIDField(
        _("form"), help_text=_("Made with the form, so that a form sent twice is one comment.")
    )
    stance = models.SmallIntegerField(
        _("stance"),
        choices=Side,
        null=True,
        blank=True,
        help_text=_("The side that its author agreed to show, as their ballot was when posting."),
    )
    pick = models.CharField(
        _("picked as"), max_length=10, choices=Pick, blank=True, default="", db_default=""
    )
    approvals_count = models.PositiveIntegerField(_("approvals"), default=0)
    approvals_for = models.PositiveIntegerField(
        _("approvals by those in favour"), default=0, db_default=0
    )
    approvals_against = models.PositiveIntegerField(
        _("approvals by those against"), default=0, db_default=0
    )
    approval_bound = models.FloatField(
        _("lower bound of approval"),
        default=0,
        db_default=0,
        help_text=_("What threads are sorted by; from the counters beside it alone."),
    )
    replies_count = models.PositiveIntegerField(
        _("published replies"),
        default=0,
        db_default=0,
        help_text=_("Of a comment that begins a thread: all in it but itself."),
    )
    flags_count = models.PositiveIntegerField(_("open flags"), default=0)
    posted_at = models.DateTimeField(_("posted"))
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    redacted_at = models.DateTimeField(_("redacted"), null=True, blank=True)
    published_at = models.DateTimeField(pgettext_lazy("moment", "published"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["posted_at", "pk"]
        permissions = [("moderate_comment", _("Can moderate comments and statements"))]
        indexes = [
            models.Index(fields=["article", "question", "status", "posted_at"]),
            models.Index(fields=["voter", "posted_at"]),
            models.Index(fields=["root", "posted_at", "id"], name="polls_comment_thread"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["voter", "form_token"], name="polls_comment_one_per_form"
            ),
            models.CheckConstraint(
                name="polls_comment_deleted_is_empty",
                condition=Q(status="deleted", body="")
                | (~Q(status="deleted") & ~Q(body=""))
                | Q(status__in=["rejected", "spam"], body=""),  # forgotten after a time
            ),
            models.CheckConstraint(
                name="polls_comment_without_author_is_deleted",
                condition=Q(voter__isnull=False) | Q(status="deleted", author_name=""),
            ),
            models.CheckConstraint(
                name="polls_comment_published_with_date",
                condition=~Q(status="published") | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="polls_comment_in_one_place",
                condition=Q(question__isnull=True) | Q(passage__isnull=True),
            ),
            models.CheckConstraint(
                name="polls_comment_root_of_replies",
                condition=Q(parent__isnull=True) | Q(root__isnull=False),
            ),
            models.CheckConstraint(
                name="polls_comment_stance_on_a_question",
                condition=Q(stance__isnull=True) | Q(question__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name} – {self.body[:60]}"

    def get_absolute_url(self) -> str:
        page = self.question or self.article
        return f"{page.get_absolute_url()}#comment-{self.pk}"

    @property
    def thread_id(self) -> int:
        """The key of the comment that its thread began with, which may be itself."""
        return self.root_id or self.pk

    def can_edit(self, *, voter: Voter | None, now: datetime) -> bool:
        """Whether this reader may still mend the text: its author, for some minutes."""
        window = timedelta(minutes=settings.COMMENT_EDIT_MINUTES)
        return (
            self.can_delete(voter=voter)
            and self.status in {self.Status.PENDING, self.Status.PUBLISHED}
            and now < self.posted_at + window
        )

    def can_delete(self, *, voter: Voter | None) -> bool:
        return (
            voter is not None and self.voter_id == voter.pk and self.status != self.Status.DELETED
        )

    def renew_place(self) -> None:
        """Tell open pages that a published comment has come to its place, or gone from there."""
        if self.question_id:
            Turnout.objects.renew(self.question_id)
        else:
            Discussion.objects.renew(self.article_id)

    def settle_flags(self, *, now: datetime) -> None:
        """Close the open flags; the caller holds the comment's row and saves ``flags_count``."""
        self.flags.filter(settled_at__isnull=True).update(settled_at=now)
        self.flags_count = 0


class DiscussionManager(models.Manager["Discussion"]):
    def renew(self, article: int) -> None:
        """Tell open pages that what they show of the dossier's own discussion is outdated."""
        if not self.filter(article=article).update(version=F("version") + 1):
            self.bulk_create([Discussion(article_id=article, version=1)], ignore_conflicts=True)
        announcing.moved()


class Discussion(models.Model):
    """How often published comments have come to a dossier as a whole, or gone from it."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="discussion"
    )
    version = models.PositiveBigIntegerField(_("version"), default=0)

    objects = DiscussionManager()

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.version}"
