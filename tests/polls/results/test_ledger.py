"""How the counters came to be: whatever voters do, the last period says what the counters say."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polls.kinds import Answer, TallyRead
from polls.models import BallotRevision, Question
from polls.results import ledger, tally
from polls.roll.merging import merge
from polls.roll.removal import remove
from polls.voting import VotingRefused, cast, withdraw
from tests.factories import QuestionFactory, VoterFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)  # a Monday
VALUES = {
    "single": [{0: 1}, {1: 1}, {2: 1}],
    "multiple": [{0: 1}, {0: 1, 1: 1}, {0: 1, 1: 1, 2: 1}],
    "ranking": [{0: 1, 1: 2, 2: 3}, {0: 0, 1: 1, 2: 1}, {0: 1, 1: 0, 2: 0}],
    "statements": [{0: 1}, {0: -1}, {1: 0}, {2: 1}],
    "quiz": [{0: 100}, {1: 0}],
}


def figures(read: TallyRead) -> tuple[object, ...]:
    """What a tally says, counters of nought left out."""
    return (
        read.voters,
        read.abstentions,
        {cell: count for cell, count in read.counts.items() if count},
        {pair: count for pair, count in read.pairs.items() if count},
    )


def act(question: Question, chance: Random, *, steps: int) -> None:
    """Let four voters cast, change, abstain, withdraw, be merged and be removed, day by day."""
    choices = list(question.choices.values_list("pk", flat=True))
    voters, now = [VoterFactory() for _ in range(4)], NOON
    for _ in range(steps):
        now += timedelta(hours=chance.choice([0, 1, 30]))
        voter = chance.choice(voters)
        deed = chance.choice(["cast"] * 6 + ["abstain", "withdraw", "withdraw", "merge", "remove"])
        try:
            if deed == "cast":
                given = chance.choice(VALUES[question.kind])
                marks = {choices[place]: value for place, value in given.items()}
                cast(question=question, voter=voter, answer=Answer(marks), now=now)
            elif deed == "abstain" and question.allows_abstention:
                cast(question=question, voter=voter, answer=Answer(abstains=True), now=now)
            elif deed == "withdraw":
                withdraw(question=question, voter=voter, now=now)
            elif deed == "merge" and len(voters) > 2:
                voters.remove(voter)
                merge(kept=voters[0], merged=voter, now=now)
            elif deed == "remove" and len(voters) > 2:
                voters.remove(voter)
                remove(voter=voter, now=now)
        except VotingRefused:
            continue


@pytest.mark.parametrize("kind", VALUES)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10**9))
def test_the_last_period_says_what_the_counters_say(kind: str, seed: int) -> None:
    abstains = kind not in {"quiz", "statements"}
    question = QuestionFactory(kind=kind, choices=3, allows_abstention=abstains)
    act(question, Random(seed), steps=14)

    told = ledger.periods([question])[question.pk]

    counters = figures(tally.read([question])[question.pk])
    last = told[-1].so_far if told else TallyRead()
    assert figures(last) == counters


def on(question: Question, voter: object, slug: str, moment: datetime) -> None:
    choice = question.choices.get(slug=slug).pk
    cast(question=question, voter=voter, answer=Answer({choice: 1}), now=moment)  # type: ignore[arg-type]


def test_a_day_has_its_answers_and_what_stands_at_its_end() -> None:
    question = QuestionFactory()
    early, late = VoterFactory(), VoterFactory()
    on(question, early, "choice-1", NOON)
    on(question, early, "choice-2", NOON + timedelta(minutes=5))
    on(question, late, "choice-2", NOON + timedelta(days=2))
    on(question, early, "choice-1", NOON + timedelta(days=2))

    told = ledger.periods([question])[question.pk]

    first, second = question.choices.values_list("pk", flat=True)
    assert [one.start for one in told] == [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)]
    assert [figures(one.so_far) for one in told] == [
        (1, 0, {(second, 1): 1}, {}),
        (1, 0, {(second, 1): 1}, {}),
        (2, 0, {(first, 1): 1, (second, 1): 1}, {}),
    ]
    assert [one.given.voters for one in told] == [1, 0, 2]


def test_days_are_those_of_the_site() -> None:
    """At 23:30 in London it is past midnight in Paris."""
    question = QuestionFactory()
    on(question, VoterFactory(), "choice-1", datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    on(question, VoterFactory(), "choice-1", datetime(2026, 1, 1, 22, 30, tzinfo=UTC))

    steps = BallotRevision.objects.filter(question=question).count()
    told = ledger.periods([question])[question.pk]

    assert steps == 2
    assert [(told[0].start, told[0].unit), told[-1].start] == [
        (date(2025, 12, 29), "week"),
        date(2026, 6, 29),
    ]
    july = ledger.period_of(told, datetime(2026, 7, 5, 21, 59, tzinfo=UTC))
    assert july == len(told) - 1
    assert ledger.period_of(told, datetime(2026, 7, 5, 22, 0, tzinfo=UTC)) is None


def test_years_are_told_in_months() -> None:
    question = QuestionFactory()
    for month in (1, 12):
        for year in (2024, 2025):
            on(question, VoterFactory(), "choice-1", datetime(year, month, 15, tzinfo=UTC))

    told = ledger.periods([question])[question.pk]

    assert (told[0].unit, len(told)) == ("month", 24)
    assert [one.so_far.voters for one in told if one.given.voters] == [1, 2, 3, 4]


def test_without_answers_there_is_no_period() -> None:
    question = QuestionFactory()
    assert ledger.periods([question]) == {question.pk: []}
