"""A voter's answer to a question, and every answer before it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polls.models.question import Choice, Question
from polls.models.voter import Voter


class BallotQuerySet(models.QuerySet["Ballot"]):
    def counted(self) -> "BallotQuerySet":
        """Those that the tally counts: a withdrawn ballot stays on file but counts for nothing."""
        return self.filter(withdrawn_at__isnull=True)


class Ballot(models.Model):
    """One voter's current answer to one question; at most one for each pair."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="ballots")
    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="ballots")
    revision = models.PositiveIntegerField(
        _("revision"), default=1, help_text=_("Number of the newest revision.")
    )
    cast_at = models.DateTimeField(_("first cast"))
    changed_at = models.DateTimeField(_("last change"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            models.UniqueConstraint(fields=["question", "voter"], name="polls_ballot_one_per_voter")
        ]

    def __str__(self) -> str:
        return f"{self.question_id}/{self.voter_id}"

    @property
    def is_counted(self) -> bool:
        return self.withdrawn_at is None


class Mark(models.Model):
    """What a ballot says of one choice.

    The value's meaning is the kind's: 1 for chosen, a rank, a probability in percent, the credit
    of a quiz answer in percent, or 1 / 0 / -1 for agree / pass / disagree.
    """

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="marks")
    choice = models.ForeignKey(Choice, on_delete=models.PROTECT, related_name="marks")
    value = models.SmallIntegerField(_("value"), default=1)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [
            models.UniqueConstraint(fields=["ballot", "choice"], name="polls_mark_one_per_choice"),
            models.CheckConstraint(
                name="polls_mark_value_in_range", condition=Q(value__gte=-1, value__lte=1000)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.choice_id}: {self.value}"


class BallotRevision(models.Model):
    """An answer as it was given: revisions are only ever added."""

    class Action(models.TextChoices):
        CAST = "cast", _("cast")
        CHANGED = "changed", _("changed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    action = models.CharField(_("action"), max_length=10, choices=Action)
    marks = models.JSONField(
        _("marks"), default=list, help_text=_("Pairs of a choice’s number and a value.")
    )
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["ballot", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "number"], name="polls_ballotrevision_one_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id} r{self.number}"
