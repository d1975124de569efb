"""The counters that results are read from; each equals a recount of the counted ballots."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from polls import announcing
from polls.models.choice import Choice
from polls.models.question import Question


class TurnoutManager(models.Manager["Turnout"]):
    def announce(self, question: int) -> None:
        """Tell what shows the question, by its primary key, that it was edited.

        Forms learn by its edition that an answer was judged by what no longer holds, and open
        pages by its version that they show something outdated.
        """
        Question.objects.filter(pk=question).update(edition=F("edition") + 1)
        self.renew(question)

    def renew(self, question: int) -> None:
        """Tell open pages alone that what they show of the question is outdated."""
        now = timezone.now()
        if not self.filter(question=question).update(version=F("version") + 1, changed_at=now):
            first = Turnout(question_id=question, version=1, changed_at=now)
            self.bulk_create([first], ignore_conflicts=True)
        announcing.moved()


class Turnout(models.Model):
    """How many ballots a question counts, and a version that every change of them raises."""

    question = models.OneToOneField(
        Question, on_delete=models.CASCADE, primary_key=True, related_name="turnout"
    )
    voters = models.PositiveIntegerField(_("voters"), default=0)
    abstentions = models.PositiveIntegerField(_("abstentions"), default=0)
    version = models.PositiveBigIntegerField(_("version"), default=0)
    changed_at = models.DateTimeField(
        _("last change"),
        null=True,
        blank=True,
        help_text=_("Tells how late open pages learn of it."),
    )
    mendings = models.PositiveIntegerField(
        _("times set right"),
        default=0,
        db_default=0,
        help_text=_("How often a recount found counters that were wrong, and set them right."),
    )

    objects = TurnoutManager()

    class Meta:
        verbose_name = _("turnout")
        verbose_name_plural = _("turnouts")

    def __str__(self) -> str:
        return f"{self.question_id}: {self.voters}"


class Tally(models.Model):
    """How many counted ballots give a choice a value."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="tallies")
    choice = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="tallies")
    value = models.SmallIntegerField(_("value"))
    count = models.IntegerField(_("ballots"), default=0)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "choice", "value"], name="polls_tally_one_per_value"
            ),
            models.CheckConstraint(name="polls_tally_not_negative", condition=Q(count__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.choice_id} = {self.value}: {self.count}"


class PairTally(models.Model):
    """How many counted ballots of a ranking prefer a choice to another."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="pair_tallies")
    preferred = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="+")
    count = models.IntegerField(_("ballots"), default=0)

    class Meta:
        verbose_name = _("pairwise tally")
        verbose_name_plural = _("pairwise tallies")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "preferred", "other"], name="polls_pairtally_one_per_pair"
            ),
            models.CheckConstraint(name="polls_pairtally_not_negative", condition=Q(count__gte=0)),
            models.CheckConstraint(
                name="polls_pairtally_two_choices", condition=~Q(preferred=F("other"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.preferred_id} > {self.other_id}: {self.count}"
