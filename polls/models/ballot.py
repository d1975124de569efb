"""A voter's answer to a question, and every answer before it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polls.models.append_only import AppendOnly
from polls.models.choice import Choice
from polls.models.constraints import CompositeForeignKey
from polls.models.question import Question
from polls.models.voter import Voter

_OF_ONE_BALLOT = ["question_id", "voter_id"]


class BallotQuerySet(models.QuerySet["Ballot"]):
    def standing(self) -> "BallotQuerySet":
        """Those that say something now: an answer, or that their voter has no opinion."""
        return self.filter(withdrawn_at__isnull=True)

    def counted(self) -> "BallotQuerySet":
        """Those that shares are of: neither withdrawn nor abstaining."""
        return self.standing().filter(abstains=False)


class Ballot(models.Model):
    """One voter's current answer to one question; at most one for each pair."""

    pk = models.CompositePrimaryKey("question", "voter")
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="ballots", db_index=False
    )
    voter = models.ForeignKey(Voter, on_delete=models.PROTECT, related_name="ballots")
    revision = models.PositiveIntegerField(
        _("revision"), default=1, help_text=_("Number of the newest revision.")
    )
    abstains = models.BooleanField(
        _("no opinion"), default=False, help_text=_("Counted beside the answers, not among them.")
    )
    dossier_revision = models.PositiveIntegerField(
        _("revision of the dossier"),
        default=1,
        help_text=_("What the dossier said when this answer was given."),
    )
    cast_at = models.DateTimeField(_("first cast"))
    changed_at = models.DateTimeField(_("last change"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")

    def __str__(self) -> str:
        return f"{self.question_id}/{self.voter_id}"

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None


class OfBallot(models.Model):
    """A row that belongs to a ballot, by the ballot's own key: its question and its voter."""

    question = models.ForeignKey(
        Question, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    voter = models.ForeignKey(
        Voter, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        abstract = True


def _ballot(related_name: str) -> models.ForeignObject:
    """The relation from such a row to its ballot, for queries; the database has the constraint."""
    return models.ForeignObject(
        Ballot,
        on_delete=models.CASCADE,
        from_fields=("question", "voter"),
        to_fields=("question", "voter"),
        related_name=related_name,
    )


class Mark(OfBallot):
    """What a ballot says of one choice.

    The value's meaning is the kind's: 1 for chosen, a rank, a probability in percent, the credit
    of a quiz answer in percent, or 1 / 0 / -1 for agree / pass / disagree.
    """

    pk = models.CompositePrimaryKey("question", "voter", "choice")
    ballot = _ballot("marks")
    choice = models.ForeignKey(
        Choice,
        on_delete=models.DO_NOTHING,
        related_name="marks",
        db_index=False,
        db_constraint=False,
    )
    value = models.SmallIntegerField(_("value"), default=1)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [
            models.CheckConstraint(
                name="polls_mark_value_in_range", condition=Q(value__gte=-1, value__lte=1000)
            ),
            CompositeForeignKey(
                name="polls_mark_of_a_ballot",
                columns=_OF_ONE_BALLOT,
                table="polls_ballot",
                to=_OF_ONE_BALLOT,
            ),
            CompositeForeignKey(
                name="polls_mark_of_its_question",
                columns=["question_id", "choice_id"],
                table="polls_choice",
                to=["question_id", "id"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.choice_id}: {self.value}"


class BallotRevision(OfBallot):
    """An answer as it was given: revisions are only ever added.

    ``marks`` are [choice, value] pairs: what was given, which for kinds that answer in steps is
    the step. Laid over one another by the kind, a ballot's revisions give its marks.
    """

    class Action(models.TextChoices):
        CAST = "cast", _("cast")
        CHANGED = "changed", _("changed")
        CONFIRMED = "confirmed", _("confirmed after reading")
        WITHDRAWN = "withdrawn", _("withdrawn")
        MERGED = "merged", _("merged with another voter’s")

    class Place(models.TextChoices):
        """Where a question that is asked twice was answered."""

        ELSEWHERE = "", _("elsewhere")
        BEFORE = "before", _("before reading")
        AGAIN = "again", _("after reading")

    pk = models.CompositePrimaryKey("question", "voter", "number")
    ballot = _ballot("revisions")
    number = models.PositiveIntegerField(_("number"))
    action = models.CharField(_("action"), max_length=10, choices=Action)
    marks = models.JSONField(
        _("marks"), default=list, help_text=_("Pairs of a choice’s number and a value.")
    )
    abstains = models.BooleanField(_("no opinion"), default=False)
    seen = models.PositiveIntegerField(
        _("answers revision"),
        null=True,
        help_text=_("The ballot’s revision that the form showed; none if it was 0."),
    )
    informed = models.BooleanField(
        _("informed"), default=False, help_text=_("The voter had asked to see the result first.")
    )
    place = models.CharField(
        _("place"), max_length=6, choices=Place, blank=True, default="", db_default=""
    )
    dossier_revision = models.PositiveIntegerField(_("revision of the dossier"), default=1)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["question", "voter", "number"]
        constraints = [
            CompositeForeignKey(
                name="polls_ballotrevision_of_a_ballot",
                columns=_OF_ONE_BALLOT,
                table="polls_ballot",
                to=_OF_ONE_BALLOT,
            ),
            AppendOnly(
                name="polls_ballotrevision_only_added",
                forgets=[],
                about={"question_id": "polls_question", "voter_id": "polls_voter"},
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}/{self.voter_id} r{self.number}"
