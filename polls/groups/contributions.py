"""What became of the statements that a reader proposed."""

from dataclasses import dataclass

from polls.kinds import wording
from polls.models import Choice, Question, Tally, Voter


@dataclass(frozen=True)
class Contribution:
    """A reader's own statement, with what others said of it once it was published."""

    choice: Choice
    agree: int
    disagree: int
    passed: int
    shows: bool
    """Whether the reader may see what others said."""

    @property
    def answers(self) -> int:
        return self.agree + self.disagree + self.passed

    @property
    def answered(self) -> str:
        return wording.whole(self.answers)

    @property
    def agreeing(self) -> str:
        return wording.percent(self.agree / self.answers)

    @property
    def disagreeing(self) -> str:
        return wording.percent(self.disagree / self.answers)


def contributions_of(voter: Voter, question: Question, *, shows: bool) -> list[Contribution]:
    """The reader's statements, the newest first; two queries."""
    own = list(
        Choice.objects.filter(question=question, proposed_by=voter).order_by("-proposed_at", "-pk")
    )
    counted = Tally.objects.filter(choice__in=own).values_list("choice_id", "value", "count")
    counts = {(choice, value): count for choice, value, count in counted}
    return [
        Contribution(
            choice=one,
            agree=counts.get((one.pk, 1), 0),
            disagree=counts.get((one.pk, -1), 0),
            passed=counts.get((one.pk, 0), 0),
            shows=shows,
        )
        for one in own
    ]
