"""Reading the counters: a page's questions together, never one by one, never over ballots."""

from collections import defaultdict
from collections.abc import Iterable

from polls.kinds import TallyRead
from polls.models import PairTally, Question, Tally, Turnout


def read(questions: Iterable[Question]) -> dict[int, TallyRead]:
    """The tallies of the questions by their primary keys, in three queries at most."""
    asked = list(questions)
    rankings = [question for question in asked if question.kind == Question.Kind.RANKING]
    counts: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    pairs: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    for question, choice, value, count in Tally.objects.filter(question__in=asked).values_list(
        "question_id", "choice_id", "value", "count"
    ):
        counts[question][choice, value] = count
    if rankings:
        for question, preferred, other, count in PairTally.objects.filter(
            question__in=rankings
        ).values_list("question_id", "preferred_id", "other_id", "count"):
            pairs[question][preferred, other] = count
    turnouts = Turnout.objects.in_bulk([question.pk for question in asked])
    return {
        question.pk: TallyRead(
            voters=turnouts[question.pk].voters if question.pk in turnouts else 0,
            version=turnouts[question.pk].version if question.pk in turnouts else 0,
            counts=counts[question.pk],
            pairs=pairs[question.pk],
        )
        for question in asked
    }


def version_of(question: Question) -> int:
    """How often the question's counters have changed; what is kept of them asks this first."""
    version = Turnout.objects.filter(question=question).values_list("version", flat=True).first()
    return version or 0
