"""Before and after reading, on the results page: a picture, its figures, and no winner."""

import pytest
from django.test import Client
from django.utils import timezone

from polls.insight import shifts
from polls.kinds import Answer
from polls.models import BallotRevision, Question
from polls.voting import cast, confirm
from tests.factories import QuestionFactory, VoterFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

Place = BallotRevision.Place


def asked_twice(**options: object) -> Question:
    question: Question = QuestionFactory(place="before", ask_again=True, **options)
    return question


def read(question: Question, before: str, after: str, *, times: int = 1) -> None:
    """So many voters who answer so before reading and so after."""
    by_slug = dict(question.choices.values_list("slug", "pk"))
    now = timezone.now()
    for _ in range(times):
        voter = VoterFactory()
        for slug, place in ((before, Place.BEFORE), (after, Place.AGAIN)):
            if place == Place.AGAIN and before == after:
                confirm(question=question, voter=voter, now=now)
            elif slug:
                answer = Answer({by_slug[slug]: 1})
                cast(question=question, voter=voter, answer=answer, now=now, place=place)


def shift(question: Question) -> shifts.Shift:
    told = shifts.part(question.article, timezone.now())
    assert told
    return told.questions[0].shifts[0]


def test_the_table_has_each_voter_once_and_tells_both_changes() -> None:
    question = asked_twice()
    read(question, "choice-1", "choice-1", times=10)
    read(question, "choice-1", "choice-2", times=8)
    read(question, "choice-2", "choice-1", times=2)

    told = shift(question)

    assert told.table.tolist() == [[10, 8], [2, 0]]
    assert told.sentence == (
        "20 readers answered before and after reading. 50% changed the answer (gross change); as a "
        "whole the answers moved by 30% (net change)."
    )
    assert [(side.before, side.after, side.gain) for side in told.sides] == [
        ("90%", "60%", "−6"),
        ("10%", "40%", "+6"),
    ]
    assert told.trial == (
        "If changes ran either way with even chances, they would be at least so one-sided in 11% "
        "of cases (McNemar’s test, exact)."
    )


def test_three_choices_are_judged_by_their_symmetry() -> None:
    question = asked_twice(choices=3)
    read(question, "choice-1", "choice-2", times=7)
    read(question, "choice-2", "choice-3", times=3)

    assert "Bowker’s test of symmetry, by simulation" in shift(question).trial


def test_under_ten_pairs_are_counts_without_a_trial(client: Client) -> None:
    question = asked_twice()
    read(question, "choice-1", "choice-2", times=6)
    read(question, "choice-2", "choice-2", times=3)

    told = shift(question)

    assert told.sentence == (
        "9 readers answered before and after reading. 6 changed the answer (gross change); as a "
        "whole the answers moved by 6 (net change)."
    )
    assert told.trial == ""
    page = client.get(f"/en/{question.article.slug}/results/").content.decode()
    picture = page[page.index('id="shifts"') :].split("</figure>")[0]
    assert "6 · 1" not in picture
    assert "1 · 6" in picture


def test_no_opinion_is_an_answer_where_somebody_gave_it() -> None:
    question = asked_twice(allows_abstention=True)
    read(question, "choice-1", "choice-2", times=2)
    voter, now = VoterFactory(), timezone.now()
    first = question.choices.get(slug="choice-1").pk
    for answer, place in ((Answer({first: 1}), Place.BEFORE), (Answer(abstains=True), Place.AGAIN)):
        cast(question=question, voter=voter, answer=answer, now=now, place=place)

    told = shift(question)

    assert [level.label for level in told.levels] == [
        "choice-1 (en)",
        "choice-2 (en)",
        "No opinion",
    ]
    assert told.table.tolist() == [[0, 2, 1], [0, 0, 0], [0, 0, 0]]


def test_of_several_choices_each_has_a_table_of_its_own() -> None:
    question = asked_twice(kind="multiple")
    read(question, "choice-1", "choice-2", times=3)

    told = shifts.part(question.article, timezone.now())

    assert told
    tables = [(one.variable.name, one.table.tolist()) for one in told.questions[0].shifts]
    assert tables == [
        (f"{question.slug}:choice-1", [[0, 3], [0, 0]]),
        (f"{question.slug}:choice-2", [[0, 0], [3, 0]]),
    ]


def test_who_answered_once_is_told(client: Client) -> None:
    question = asked_twice()
    read(question, "choice-1", "", times=4)

    page = client.get(f"/en/{question.article.slug}/results/").content.decode()

    assert "<li>4 answered before reading and not after</li>" in page


@pytest.mark.parametrize("options", [{"place": "end", "ask_again": False}, {"results": "staff"}])
def test_there_is_nothing_to_tell_of_others(options: dict[str, object]) -> None:
    question = QuestionFactory(**({"place": "before", "ask_again": True} | options))
    voter = VoterFactory()
    answer = Answer({question.choices.first().pk: 1})
    cast(question=question, voter=voter, answer=answer, now=timezone.now(), place=Place.BEFORE)

    assert shifts.part(question.article, timezone.now()) is None
