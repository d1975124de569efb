"""What readers make of one another's comments: a good argument, or one for a moderator."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from polls.models.choice import Side
from polls.models.discussion import Comment
from polls.models.voter import Voter


class Approval(models.Model):
    """A reader's mark of a good argument."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="approvals")
    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="approvals")
    side = models.SmallIntegerField(
        _("side"),
        choices=Side,
        null=True,
        blank=True,
        help_text=_("The side that the reader’s ballot took when approving."),
    )
    approved_at = models.DateTimeField(_("approved"))

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "voter"], name="polls_approval_one_per_voter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}/{self.voter_id}"


class Flag(models.Model):
    """A reader's call for a moderator."""

    class Reason(models.TextChoices):
        ABUSE = "abuse", _("insult or hatred")
        OFF_TOPIC = "off_topic", _("off topic")
        SPAM = "spam", _("advertising")
        PRIVACY = "privacy", _("personal data")
        FALSE = "false", _("false statement of fact")
        OTHER = "other", _("something else")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="flags")
    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="flags")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    note = models.CharField(_("note"), max_length=500, blank=True)
    flagged_at = models.DateTimeField(_("flagged"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        constraints = [
            models.UniqueConstraint(fields=["comment", "voter"], name="polls_flag_one_per_voter")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.reason}"
