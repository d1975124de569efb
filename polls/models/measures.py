"""What is done about an author and why, and what the author can say against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polls.models.discussion import Comment
from polls.models.voter import Voter

if TYPE_CHECKING:
    from polls.models.moderation import Decision


class Sanction(models.Model):
    """What a moderator did about an author, until when and why; only ever added or lifted."""

    class Kind(models.TextChoices):
        WARN = "warn", _("warn")
        HOLD = "hold", _("hold all their comments")
        SUSPEND = "suspend", _("suspend until a date")
        BAN = "ban", _("ban")

    voter = models.ForeignKey(
        Voter, on_delete=models.CASCADE, related_name="sanctions", verbose_name=_("author")
    )
    kind = models.CharField(_("measure"), max_length=8, choices=Kind)
    reason = models.CharField(_("reason"), max_length=40)
    note = models.CharField(_("note"), max_length=500, blank=True)
    tells_author = models.BooleanField(
        _("the author reads the note"), default=False, db_default=False
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="sanctions",
        verbose_name=_("moderator"),
    )
    decided_by = models.CharField(
        _("decided by"),
        max_length=150,
        blank=True,
        default="",
        db_default="",
        help_text=_("The moderator’s name as it was; it stays when the account goes."),
    )
    made_at = models.DateTimeField(_("taken"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lifted by"),
    )
    seen_at = models.DateTimeField(_("seen by the author"), null=True, blank=True)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="polls_sanction_suspends_until",
                condition=~Q(kind="suspend") | Q(until__isnull=False),
                violation_error_message=_("A suspension ends at a date."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.voter_id}: {self.kind}"


class AppealQuerySet(models.QuerySet["Appeal"]):
    def waiting(self) -> AppealQuerySet:
        return self.filter(answered_at__isnull=True)

    def settle(self, decision: Decision) -> None:
        """Let the decision on a comment answer the appeal that waits for one, if any does."""
        waiting = self.waiting().filter(comment=decision.comment_id)
        waiting.update(decision=decision, answered_at=decision.decided_at)


class Appeal(models.Model):
    """An author's one appeal against the rejection of a comment."""

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, related_name="appeal", verbose_name=_("comment")
    )
    text = models.CharField(_("what the author says"), max_length=1000, blank=True)
    made_at = models.DateTimeField(_("made"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    decision = models.OneToOneField(
        "polls.Decision",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="appeal",
        verbose_name=_("decision"),
        help_text=_("What answered it: the comment is published, or its rejection upheld."),
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="polls_appeal_answered_by_a_decision",
                condition=Q(answered_at__isnull=True, decision__isnull=True)
                | Q(answered_at__isnull=False, decision__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.text[:60]}"

    @property
    def is_upheld(self) -> bool:
        """Whether the newsroom agreed with the author; False too while nobody has answered."""
        return self.decision is not None and self.decision.to_status == Comment.Status.PUBLISHED


class Reason(models.Model):
    """A reason that decisions and measures give; its words are the newsroom's, in each language."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    label = models.CharField(_("reason"), max_length=120)
    explanation = models.TextField(
        _("explanation"), blank=True, help_text=_("What the author is told.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("One that is not stays with what was decided by it.")
    )

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.label
