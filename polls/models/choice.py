"""What a question offers to choose among."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polls.models.question import Question
from polls.models.voter import Voter

# As long as a statement of the wiki-surveys that are imported; what readers propose is shorter.
MAX_LABEL = 1000


class Side(models.IntegerChoices):
    """On which side of a contested question a ballot stands; in between is a place, too."""

    AGAINST = -1, _("against")
    BETWEEN = 0, _("in between")
    FOR = 1, _("in favour")


class ChoiceQuerySet(models.QuerySet["Choice"]):
    def published(self) -> ChoiceQuerySet:
        return self.filter(status=Choice.Status.PUBLISHED)

    def waiting(self) -> ChoiceQuerySet:
        return self.filter(status=Choice.Status.PENDING)

    def visible_to(self, voter: Voter | None) -> ChoiceQuerySet:
        """Those published, and whatever became of those that the reader proposed."""
        if voter is None:
            return self.published()
        return self.filter(Q(status=Choice.Status.PUBLISHED) | Q(proposed_by=voter))


class Choice(models.Model):
    """An option of a question; for the statements kind, a statement by an editor or a reader."""

    class Status(models.TextChoices):
        PUBLISHED = "published", _("published")
        PENDING = "pending", _("waiting for moderation")
        REJECTED = "rejected", _("rejected")

    class Role(models.TextChoices):
        REGULAR = "regular", _("regular")
        NONE = "none", _("none of these")
        OTHER = "other", _("other, in the reader’s words")

    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="choices", verbose_name=_("question")
    )
    slug = models.SlugField(_("address"), max_length=80)
    label = models.CharField(_("label"), max_length=MAX_LABEL)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.REGULAR)
    correct = models.BooleanField(_("right answer"), default=False)
    side = models.SmallIntegerField(
        _("side"),
        choices=Side,
        null=True,
        blank=True,
        help_text=_(
            "Which side whoever chooses it takes. Empty: for a scale by its middle; of two choices "
            "the first is in favour; else none."
        ),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PUBLISHED)
    proposed_by = models.ForeignKey(
        Voter,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="proposed_statements",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True, editable=False)
    external_id = models.CharField(
        _("identifier elsewhere"),
        max_length=40,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text=_("What an imported statement is called where it comes from."),
    )
    priority = models.FloatField(
        _("priority"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("How much is learnt by asking this statement next, as last worked out."),
    )

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "slug"], name="polls_choice_one_per_address"
            ),
            # what a mark's composite foreign key names
            models.UniqueConstraint(fields=["question", "id"], name="polls_choice_of_its_question"),
            models.UniqueConstraint(
                fields=["question", "external_id"],
                condition=~Q(external_id=""),
                name="polls_choice_one_per_external_id",
            ),
            models.UniqueConstraint(
                fields=["question", "role"],
                condition=~Q(role="regular"),
                name="polls_choice_one_per_special_role",
                violation_error_message=_(
                    "A question has at most one “none of these” and one “other”."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED
