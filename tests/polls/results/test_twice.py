"""Who answered before reading and after: each voter is one pair, or is told why not."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.utils import timezone

from polls.kinds import Answer
from polls.models import BallotRevision, Question
from polls.results import twice
from polls.results.twice import Stated
from polls.voting import cast, confirm, withdraw
from tests.factories import QuestionFactory, VoterFactory

pytestmark = pytest.mark.django_db

Place = BallotRevision.Place
NOW = timezone.now()


def read_by(question: Question, *acts: str) -> None:
    """A voter who does these things one after another: “before yes”, “again no”, “again same”…"""
    voter = VoterFactory()
    yes, no = question.choices.values_list("pk", flat=True)
    answers = {
        "yes": Answer({yes: 1}),
        "no": Answer({no: 1}),
        "none": Answer(abstains=True),
    }
    places = {"before": Place.BEFORE, "again": Place.AGAIN, "page": Place.ELSEWHERE}
    for number, act in enumerate(acts):
        where, said = act.split()
        now, place = NOW + timedelta(minutes=number), places[where]
        if said == "same":
            confirm(question=question, voter=voter, now=now)
        elif said == "withdraws":
            withdraw(question=question, voter=voter, now=now, place=place)
        else:
            answer = answers[said]
            cast(question=question, voter=voter, answer=answer, now=now, place=place)


@pytest.mark.parametrize(
    ("acts", "pair"),
    [
        (["before yes", "again no"], ("yes", "no")),
        (["before yes", "again same"], ("yes", "yes")),
        (["before no", "before yes", "again no"], ("yes", "no")),
        (["before yes", "again none"], ("yes", "none")),
        (["before yes", "again no", "again yes"], ("yes", "yes")),
    ],
)
def test_a_voter_who_answered_in_both_places_is_a_pair(
    acts: Sequence[str], pair: tuple[str, str]
) -> None:
    question = QuestionFactory(place="before", ask_again=True, allows_abstention=True)
    yes, no = question.choices.values_list("pk", flat=True)
    said = {"yes": Stated(((yes, 1),)), "no": Stated(((no, 1),)), "none": Stated((), abstains=True)}
    read_by(question, *acts)

    told = twice.of_questions([question])[question.pk]

    assert told == twice.Twice(both=Counter({(said[pair[0]], said[pair[1]]): 1}))


@pytest.mark.parametrize(
    ("acts", "told"),
    [
        (["before yes"], twice.Twice(before_only=1)),
        (["again yes"], twice.Twice(after_only=1)),
        (["before yes", "again withdraws"], twice.Twice(withdrawn=1)),
        (["page yes"], twice.Twice(elsewhere=1)),
        (["page yes", "again no"], twice.Twice(elsewhere=1)),
        (["before yes", "again no", "page yes"], twice.Twice(elsewhere=1)),
        (["before yes", "before withdraws"], twice.Twice()),
        (["again yes", "again withdraws"], twice.Twice()),
    ],
)
def test_who_did_not_answer_twice_is_told_apart(acts: Sequence[str], told: twice.Twice) -> None:
    question = QuestionFactory(place="before", ask_again=True)
    read_by(question, *acts)

    assert twice.of_questions([question]) == {question.pk: told}
