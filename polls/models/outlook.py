"""What readers expect: of one another, and of what will happen."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polls.models.question import Question
from polls.models.voter import Voter


class Guess(models.Model):
    """How a reader predicted, before the result showed, that a question's votes divide."""

    pk = models.CompositePrimaryKey("question", "voter")
    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="guesses", db_index=False
    )
    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="guesses")
    shares = models.JSONField(
        _("shares"), help_text=_("Pairs of a choice’s number and a share in percent; 100 in all.")
    )
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("guess of the room")
        verbose_name_plural = _("guesses of the room")

    def __str__(self) -> str:
        return f"{self.question_id}/{self.voter_id}"


class ResolutionKept(Exception):
    """Somebody tried to change or delete a resolution: it is corrected by another one."""


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def update(self, **_values: Any) -> NoReturn:
        raise ResolutionKept


class Resolution(models.Model):
    """How a forecast turned out, by an editor, with evidence; the newest one holds."""

    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="resolutions", verbose_name=_("question")
    )
    outcome = models.CharField(_("outcome"), max_length=4, choices=Question.Outcome)
    happened_at = models.DateTimeField(_("known since"), help_text=_("Forecasts count until then."))
    evidence = models.TextField(_("evidence"), help_text=_("In Markdown."))
    evidence_url = models.URLField(_("address of the evidence"), max_length=500, blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="resolutions",
        verbose_name=_("editor"),
    )
    made_at = models.DateTimeField(_("entered"))

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="polls_resolution_with_evidence",
                condition=~Q(evidence=""),
                violation_error_message=_("A resolution gives its evidence."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.outcome}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ResolutionKept
        super().save(*args, **kwargs)


class OpinionRun(models.Model):
    """The newest opinion groups of a question's statements, as they were computed."""

    question = models.OneToOneField(
        Question, on_delete=models.CASCADE, primary_key=True, related_name="opinion_run"
    )
    version = models.PositiveBigIntegerField(
        _("version"), help_text=_("That of the question’s counters that it was computed from.")
    )
    participants = models.PositiveIntegerField(_("participants"))
    k = models.PositiveSmallIntegerField(_("groups"))
    map = models.JSONField(_("map"), help_text=_("What the next run keeps its directions by."))
    summary = models.JSONField(
        _("summary"), help_text=_("Sizes, representative statements and consensus.")
    )
    made_at = models.DateTimeField(_("computed"))
    seconds = models.FloatField(_("seconds"), help_text=_("Processor time that it took."))
    claimed_at = models.DateTimeField(
        _("being computed since"),
        null=True,
        blank=True,
        help_text=_("By one process of one machine: others leave the question to it meanwhile."),
    )

    class Meta:
        verbose_name = _("computation of groups")
        verbose_name_plural = _("computations of groups")

    def __str__(self) -> str:
        return f"{self.question_id}: {self.k}"


class OpinionPlace(models.Model):
    """Where a participant stands on the map of a question's statements, and in which group."""

    pk = models.CompositePrimaryKey("question", "voter")
    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="opinion_places", db_index=False
    )
    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="opinion_places")
    group = models.PositiveSmallIntegerField(
        _("group"), null=True, help_text=_("None for whoever answered too few statements.")
    )
    x = models.FloatField()
    y = models.FloatField()

    class Meta:
        verbose_name = _("place on the map")
        verbose_name_plural = _("places on the map")

    def __str__(self) -> str:
        return f"{self.question_id}/{self.voter_id}"
