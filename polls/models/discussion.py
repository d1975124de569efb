"""What readers say to one another."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import GeneratedField, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dossier.models import Article, Passage
from polls.models.choice import Side
from polls.models.orders import HAS_PLACE, ORDERS
from polls.models.question import Question
from polls.models.tally import Turnout
from polls.models.traffic import Discussion
from polls.models.voter import Voter
from polls.statistics.intervals import wilson


class CommentQuerySet(models.QuerySet["Comment"]):
    def published(self) -> CommentQuerySet:
        return self.filter(status=Comment.Status.PUBLISHED)

    def to_be_read(self) -> CommentQuerySet:
        """Those published whose discussion the newsroom has not closed to readers."""
        return self.published().exclude(article__policy__mode="closed")

    def waiting(self) -> CommentQuerySet:
        return self.filter(status=Comment.Status.PENDING)

    def opening(self) -> CommentQuerySet:
        """Those that begin a thread in which something is published."""
        return self.filter(has_place=True, parent__isnull=True)


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
    has_place = GeneratedField(
        expression=HAS_PLACE,
        output_field=models.BooleanField(),
        db_persist=True,
        help_text=_("Published, or with published replies, for which its place stays."),
    )

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
            *ORDERS,
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
        """Once what is published in the comment's place has changed: count its thread, tell pages.

        The caller holds the comment's row. That of its thread's first comment is held after it:
        always the older one last, so that nobody waits in a circle.
        """
        if self.root_id:
            thread = Comment.objects.filter(pk=self.root_id)
            thread.select_for_update(no_key=True).first()
            replies = Comment.objects.published().filter(root=self.root_id)
            thread.update(replies_count=replies.count())
        if self.question_id:
            Turnout.objects.renew(self.question_id)
        else:
            Discussion.objects.renew(self.article_id)

    def rank(self) -> None:
        """Set what threads are sorted by from the counters; the caller saves ``approval_bound``.

        The lower end of Wilson's interval for approvals among all who reacted, by approving or by
        a flag that is still open; 0 where nobody did.
        """
        reactions = self.approvals_count + self.flags_count
        self.approval_bound = wilson(self.approvals_count, reactions).low if reactions else 0.0

    def settle_flags(self, *, now: datetime) -> None:
        """Close the open flags and count so; the caller holds the comment's row."""
        self.flags.filter(settled_at__isnull=True).update(settled_at=now)
        self.flags_count = 0
        self.rank()
        self.save(update_fields=["flags_count", "approval_bound"])
