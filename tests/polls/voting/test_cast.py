"""A vote reaches the ballot, its revisions and the tally together, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dossier.models import Article
from polls.kinds import Answer
from polls.models import Ballot, BallotRevision, Question
from polls.results import recount, tally
from polls.voting import (
    AnswerOutdated,
    NotYetOpen,
    QuestionWithdrawn,
    VotingClosed,
    cast,
    withdraw,
)
from tests.factories import QuestionFactory, VoterFactory

pytestmark = pytest.mark.django_db


def choices_of(question: Question) -> list[int]:
    return list(question.choices.values_list("pk", flat=True))


def test_a_dossier_that_is_not_published_takes_no_ballot() -> None:
    """The newsroom tries the forms of a draft: that must not become a result."""
    question, voter, now = QuestionFactory(article__status="draft"), VoterFactory(), timezone.now()
    with pytest.raises(NotYetOpen):
        cast(question=question, voter=voter, answer=Answer({choices_of(question)[0]: 1}), now=now)
    with pytest.raises(NotYetOpen):
        withdraw(question=question, voter=voter, now=now)
    assert Ballot.objects.count() == 0


def test_a_first_answer_is_one_ballot_one_revision_and_one_vote_in_the_tally() -> None:
    question, voter, now = QuestionFactory(), VoterFactory(), timezone.now()
    yes, _no = choices_of(question)

    receipt = cast(question=question, voter=voter, answer=Answer({yes: 1}), now=now)

    assert receipt.action == "cast"
    assert Ballot.objects.count() == 1
    assert list(BallotRevision.objects.values_list("number", "action", "marks", "made_at")) == [
        (1, "cast", [[yes, 1]], now)
    ]
    read = tally.read([question])[question.pk]
    assert (read.voters, read.version, dict(read.counts)) == (1, 1, {(yes, 1): 1})


def test_a_change_moves_the_vote_and_keeps_the_earlier_answer_on_file() -> None:
    question, voter, now = QuestionFactory(), VoterFactory(), timezone.now()
    yes, no = choices_of(question)
    cast(question=question, voter=voter, answer=Answer({yes: 1}), now=now)

    receipt = cast(question=question, voter=voter, answer=Answer({no: 1}), now=now)

    assert receipt.action == "changed"
    assert list(BallotRevision.objects.values_list("number", "action", "marks")) == [
        (1, "cast", [[yes, 1]]),
        (2, "changed", [[no, 1]]),
    ]
    read = tally.read([question])[question.pk]
    assert (read.voters, read.version, dict(read.counts)) == (1, 2, {(yes, 1): 0, (no, 1): 1})


def test_the_same_answer_again_is_no_revision() -> None:
    question, voter, now = QuestionFactory(), VoterFactory(), timezone.now()
    yes, _no = choices_of(question)
    cast(question=question, voter=voter, answer=Answer({yes: 1}), now=now)

    receipt = cast(question=question, voter=voter, answer=Answer({yes: 1}), now=now)

    assert receipt.action == "kept"
    assert BallotRevision.objects.count() == 1
    assert tally.read([question])[question.pk].version == 1


def test_a_withdrawn_ballot_counts_for_nothing_and_can_be_cast_anew() -> None:
    question, voter, now = QuestionFactory(), VoterFactory(), timezone.now()
    yes, no = choices_of(question)
    cast(question=question, voter=voter, answer=Answer({yes: 1}), now=now)

    withdraw(question=question, voter=voter, now=now)
    withdrawn = tally.read([question])[question.pk]
    cast(question=question, voter=voter, answer=Answer({no: 1}), now=now)
    anew = tally.read([question])[question.pk]

    assert (withdrawn.voters, withdrawn.counts[yes, 1]) == (0, 0)
    assert (anew.voters, anew.counts[yes, 1], anew.counts[no, 1]) == (1, 0, 1)
    assert list(BallotRevision.objects.values_list("action", flat=True)) == [
        "cast",
        "withdrawn",
        "cast",
    ]


def test_withdrawing_without_a_ballot_is_nothing() -> None:
    assert withdraw(question=QuestionFactory(), voter=VoterFactory(), now=timezone.now()) is None


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"opens_at": timedelta(hours=1)}, NotYetOpen),
        ({"closes_at": timedelta(0)}, VotingClosed),
        ({"status": Question.Status.WITHDRAWN}, QuestionWithdrawn),
        ({"status": Question.Status.DRAFT}, NotYetOpen),
    ],
)
def test_a_question_outside_its_window_takes_no_answer(
    change: dict[str, object], refusal: type[Exception]
) -> None:
    now = timezone.now()
    fields = {
        name: now + value if isinstance(value, timedelta) else value
        for name, value in change.items()
    }
    question, voter = QuestionFactory(**fields), VoterFactory()
    yes, _no = choices_of(question)

    with pytest.raises(refusal):
        cast(question=question, voter=voter, answer=Answer({yes: 1}), now=now)

    assert Ballot.objects.count() == 0
    assert recount.recount(question) == []


def test_a_choice_of_another_question_is_refused() -> None:
    question, other = QuestionFactory(), QuestionFactory()
    with pytest.raises(AnswerOutdated):
        cast(
            question=question,
            voter=VoterFactory(),
            answer=Answer({choices_of(other)[0]: 1}),
            now=timezone.now(),
        )
    assert Ballot.objects.count() == 0


def test_the_same_answer_of_a_corrected_dossier_confirms_the_one_before_once() -> None:
    question, voter, now = QuestionFactory(), VoterFactory(), timezone.now()
    yes, _no = choices_of(question)
    cast(question=question, voter=voter, answer=Answer({yes: 1}), now=now)
    Article.objects.update(revision=3)

    actions = [
        cast(question=question, voter=voter, answer=Answer({yes: 1}), now=now).action
        for _time in range(2)
    ]

    assert actions == ["confirmed", "kept"]
    assert list(BallotRevision.objects.values_list("action", "dossier_revision")) == [
        ("cast", 1),
        ("confirmed", 3),
    ]
    assert Ballot.objects.get().dossier_revision == 3
    assert tally.read([question])[question.pk].version == 1
    assert recount.recount(question) == []
