"""Who decided what on a reader's text, when and why."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from polls.models.choice import Choice
from polls.models.discussion import Comment
from polls.models.write_in import WriteIn


class DecisionKept(Exception):
    """Somebody tried to change or delete a decision: a log is worth what it cannot forget."""


class DecisionQuerySet(models.QuerySet["Decision"]):
    def update(self, **_values: Any) -> NoReturn:
        raise DecisionKept

    def delete(self) -> NoReturn:
        raise DecisionKept


class Decision(models.Model):
    """A moderator's decision on a comment, a proposed statement or a write-in; only ever added.

    It goes only with the text itself, as when a whole dossier is deleted.
    """

    class Action(models.TextChoices):
        APPROVE = "approve", _("approve")
        REJECT = "reject", _("reject")
        SPAM = "spam", _("mark as spam")
        REDACT = "redact", _("redact")
        REOPEN = "reopen", _("put back in the queue")

    class Reason(models.TextChoices):
        ABUSE = "abuse", _("insult or hatred")
        OFF_TOPIC = "off_topic", _("off topic")
        PRIVACY = "privacy", _("personal data")
        UNLAWFUL = "unlawful", _("unlawful")
        DUPLICATE = "duplicate", _("already said")
        UNCLEAR = "unclear", _("cannot be understood")
        OTHER = "other", _("another reason")

    comment = models.ForeignKey(
        Comment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("comment"),
    )
    statement = models.ForeignKey(
        Choice,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("statement"),
    )
    write_in = models.ForeignKey(
        WriteIn,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("write-in"),
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="decisions",
        verbose_name=_("moderator"),
    )
    action = models.CharField(_("decision"), max_length=12, choices=Action)
    reason = models.CharField(_("reason"), max_length=40, choices=Reason, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    from_status = models.CharField(_("before"), max_length=10)
    to_status = models.CharField(_("after"), max_length=10)
    decided_at = models.DateTimeField(_("decided"))

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="polls_decision_on_one_text",
                condition=Q(comment__isnull=False, statement__isnull=True, write_in__isnull=True)
                | Q(comment__isnull=True, statement__isnull=False, write_in__isnull=True)
                | Q(comment__isnull=True, statement__isnull=True, write_in__isnull=False),
            ),
            models.CheckConstraint(
                name="polls_decision_rejects_with_reason",
                condition=~Q(action="reject") | ~Q(reason=""),
                violation_error_message=_("A rejection gives its reason."),
            ),
        ]

    def __str__(self) -> str:
        decided_at = date_format(localtime(self.decided_at), "SHORT_DATETIME_FORMAT")
        return f"{self.get_action_display()} ({decided_at})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise DecisionKept
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise DecisionKept
