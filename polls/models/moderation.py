"""Who decided what on a reader's text, when and why."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname, get_language

from polls.models.append_only import AppendOnly
from polls.models.choice import Choice
from polls.models.discussion import Comment
from polls.models.measures import Reason
from polls.models.write_in import WriteIn


class DecisionKept(Exception):
    """Somebody tried to change or delete a decision: a log is worth what it cannot forget."""


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> "DecisionQuerySet":
        """What holds of a text: neither what was undone, nor what decides nothing on it."""
        beside = (Decision.Action.UNDO, Decision.Action.REDACT, Decision.Action.KEEP)
        return self.filter(undone_by__isnull=True).exclude(action__in=beside)

    def update(self, **_values: Any) -> NoReturn:
        raise DecisionKept

    def delete(self) -> NoReturn:
        raise DecisionKept


def with_reason_in_words(queryset: Any) -> Any:
    """The rows (decisions or measures) with ``reason_label`` and ``reason_explanation``, in the
    language of whoever reads; no query more.
    """
    reason = Reason.objects.filter(code=OuterRef("reason")).order_by()
    label, explanation = (
        build_localized_fieldname(field, get_language()) for field in ("label", "explanation")
    )
    return queryset.annotate(
        reason_label=Subquery(reason.values(label)),
        reason_explanation=Subquery(reason.values(explanation)),
    )


class DecisionManager(models.Manager.from_queryset(DecisionQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> DecisionQuerySet:
        """Each with its reason in words, in the language of whoever reads."""
        queryset: DecisionQuerySet = with_reason_in_words(super().get_queryset())
        return queryset


class Decision(models.Model):
    """A decision on a comment, a proposed statement or a write-in; only ever added.

    It goes only with the text itself, as when a whole dossier is deleted. One without a moderator
    and with a rule was taken by that rule; one with neither, by somebody whose account has gone.
    """

    class Action(models.TextChoices):
        APPROVE = "approve", _("approve")
        REJECT = "reject", _("reject")
        SPAM = "spam", _("mark as spam")
        REDACT = "redact", _("redact")
        REOPEN = "reopen", _("put back in the queue")
        UNDO = "undo", _("undo")
        KEEP = "keep", _("uphold the rejection")

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
    decided_by = models.CharField(
        _("decided by"),
        max_length=150,
        blank=True,
        default="",
        db_default="",
        help_text=_("The moderator’s name as it was; it stays when the account goes."),
    )
    rule = models.CharField(
        _("rule"),
        max_length=12,
        blank=True,
        default="",
        db_default="",
        help_text=_("What decided without a person: a rule, or the mode of the discussion."),
    )
    action = models.CharField(_("decision"), max_length=12, choices=Action)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    tells_author = models.BooleanField(
        _("the author reads the note"), default=False, db_default=False
    )
    undoes = models.OneToOneField(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="undone_by",
        verbose_name=_("undoes"),
    )
    characters = models.PositiveIntegerField(
        _("characters redacted"), null=True, blank=True, help_text=_("How many, and never which.")
    )
    from_status = models.CharField(_("before"), max_length=10)
    to_status = models.CharField(_("after"), max_length=10)
    decided_at = models.DateTimeField(_("decided"))

    objects = DecisionManager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at", "-pk"]
        permissions = [("see_fairness", _("Can see how evenly comments are dealt with"))]
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
            models.CheckConstraint(
                name="polls_decision_undoes_one",
                condition=Q(action="undo", undoes__isnull=False)
                | (~Q(action="undo") & Q(undoes__isnull=True)),
            ),
            models.CheckConstraint(
                name="polls_decision_redacts_characters",
                condition=Q(action="redact", characters__gt=0)
                | (~Q(action="redact") & Q(characters__isnull=True)),
            ),
            AppendOnly(
                name="polls_decision_only_added",
                forgets=["moderator_id"],
                about={
                    "comment_id": "polls_comment",
                    "statement_id": "polls_choice",
                    "write_in_id": "polls_writein",
                },
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

    def get_reason_display(self) -> str:
        """The reason's words; one query where the decision was not read through its manager."""
        label: str | None = self.__dict__.get("reason_label")
        if label is None and self.reason:
            reason = Reason.objects.filter(code=self.reason).first()
            label = reason.label if reason else self.reason
        return label or ""
