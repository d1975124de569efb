"""What voters wrote where a choice asks for words."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polls.models.choice import Choice
from polls.models.question import Question
from polls.models.voter import Voter


class WriteInQuerySet(models.QuerySet["WriteIn"]):
    def standing(self) -> "WriteInQuerySet":
        """Those that belong to what a ballot says now."""
        return self.filter(superseded_at__isnull=True)

    def published(self) -> "WriteInQuerySet":
        """Those that everybody may read."""
        return self.standing().filter(status=WriteIn.Status.PUBLISHED)

    def waiting(self) -> "WriteInQuerySet":
        """Those that a moderator has to decide on."""
        return self.standing().filter(status=WriteIn.Status.PENDING)


class WriteIn(models.Model):
    """What a voter wrote for a choice that asks for words; readers see it once it is published.

    Kept with the revision that said it; a later answer supersedes it.
    """

    class Status(models.TextChoices):
        PUBLISHED = "published", _("published")
        PENDING = "pending", _("waiting for moderation")
        REJECTED = "rejected", _("rejected")

    MAX_LENGTH = 140

    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="write_ins", verbose_name=_("question")
    )
    voter = models.ForeignKey(
        Voter, on_delete=models.PROTECT, related_name="write_ins", verbose_name=_("voter")
    )
    choice = models.ForeignKey(
        Choice, on_delete=models.PROTECT, related_name="write_ins", verbose_name=_("choice")
    )
    revision = models.PositiveIntegerField(_("revision"))
    text = models.CharField(_("text"), max_length=MAX_LENGTH)
    language = models.CharField(_("language"), max_length=8, default="fr")
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PENDING, db_index=True
    )
    written_at = models.DateTimeField(_("written"))
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)

    objects = WriteInQuerySet.as_manager()

    class Meta:
        verbose_name = _("write-in")
        verbose_name_plural = _("write-ins")
        ordering = ["written_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "voter", "revision"], name="polls_writein_one_per_revision"
            ),
            models.UniqueConstraint(
                fields=["question", "voter"],
                condition=Q(superseded_at__isnull=True),
                name="polls_writein_one_that_stands",
            ),
        ]

    def __str__(self) -> str:
        return self.text
