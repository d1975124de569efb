"""A guess is made before anything is known, once, and measured when the result shows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from polls.guessing.forms import GuessForm
from polls.kinds import TallyRead
from polls.models import Choice, Guess, Question, Voter
from polls.results.guesses import guess, off
from polls.roll.merging import merge
from tests.browsing import Browser
from tests.factories import QuestionFactory, VoterFactory
from tests.polls.kinds.ballots import cast_all

ONE, TWO = {"choice-1": 1}, {"choice-2": 1}


def guessed(**about: object) -> Question:
    rule = {"results": Question.Results.AFTER_VOTE} | about
    made: Question = QuestionFactory(asks_guess=True, **rule)
    return made


def address(question: Question, act: str = "") -> str:
    return f"/en/{question.article.slug}/{question.slug}/{act}"


def vote(client: Client, question: Question) -> None:
    client.post(address(question, "vote/"), {"choice": "choice-1"})


@pytest.mark.django_db
def test_a_reader_guesses_votes_and_learns_how_far_off_it_was(client: Client) -> None:
    question = guessed()
    cast_all(question, *[ONE] * 5, *[TWO] * 4)
    assert "Keep my guess" in client.get(address(question)).content.decode()

    answer = client.post(address(question, "guess/"), {"share-1": "80"}, follow=True)
    page = answer.content.decode()
    assert "Your guess is kept." in page
    assert "<span>choice-1 (en)</span> <strong>80%</strong>" in page.replace("\xa0", "")
    assert "Keep my guess" not in page

    vote(client, question)
    page = client.get(address(question)).content.decode().replace("\xa0", "")
    assert "Your guess was off by 20 points" in page
    assert '<td class="num">80%</td>' in page
    assert '<td class="num">60%</td>' in page


@pytest.mark.django_db
def test_the_first_guess_stands(client: Client) -> None:
    question = guessed()
    client.post(address(question, "guess/"), {"share-1": "80"})
    again = client.post(address(question, "guess/"), {"share-1": "10"})
    assert again.status_code == 409
    assert "the first guess stands" in again.content.decode()
    first, second = question.choices.values_list("pk", flat=True)
    assert Guess.objects.get().shares == [[first, 80], [second, 20]]


@pytest.mark.django_db
def test_whoever_knows_something_is_not_asked(client: Client) -> None:
    question = guessed()
    vote(client, question)
    assert "Keep my guess" not in client.get(address(question)).content.decode()
    late = client.post(address(question, "guess/"), {"share-1": "80"})
    assert late.status_code == 409
    assert "a guess would say nothing now" in late.content.decode()
    assert not Guess.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("closed", [True, False])
def test_a_question_that_asks_none_takes_none(client: Client, closed: bool) -> None:
    question = guessed() if closed else QuestionFactory(results="after_vote")
    if closed:
        Question.objects.filter(pk=question.pk).update(closes_at=datetime(2024, 1, 1, tzinfo=UTC))
    assert "Guess the room" not in client.get(address(question)).content.decode()
    answer = client.post(address(question, "guess/"), {"share-1": "80"})
    assert answer.status_code == 409
    assert not Guess.objects.exists()
    assert not Voter.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Say how you think the votes divide."),
        ({"share-1": "70", "share-2": "40"}, "They make 110 now."),
        ({"share-1": "70", "share-2": "20"}, "They make 90 now."),
        ({"share-1": "101"}, "100"),
        ({"share-1": "-1"}, "0"),
        ({"share-1": "1e2"}, "whole"),
        ({"share-1": "many"}, "whole"),
    ],
)
def test_what_is_no_guess_is_asked_again(client: Client, sent: dict[str, str], said: str) -> None:
    question = guessed()
    answer = client.post(address(question, "guess/"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'value="{sent.get("share-1", "")}"' in page
    assert not Guess.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("about", [{"results": "always"}, {"kind": "multiple"}])
def test_a_result_that_shows_or_has_no_whole_is_not_guessed(about: dict[str, str]) -> None:
    question = guessed()
    for name, value in about.items():
        setattr(question, name, value)
    with translation.override("en"), pytest.raises(ValidationError, match="where it shows later"):
        question.full_clean()


@pytest.mark.django_db
def test_of_two_readers_who_are_one_the_first_guess_stands() -> None:
    question, only = guessed(), guessed()
    kept, merged = VoterFactory(), VoterFactory()
    now = datetime.now(UTC)
    first, second = question.choices.values_list("pk", flat=True)
    shares = {kept: {first: 10, second: 90}, merged: {first: 70, second: 30}}
    guess(question=question, voter=merged, shares=shares[merged], now=now - timedelta(hours=1))
    guess(question=question, voter=kept, shares=shares[kept], now=now)
    one, other = only.choices.values_list("pk", flat=True)
    guess(question=only, voter=merged, shares={one: 50, other: 50}, now=now)

    merge(kept=kept, merged=merged, now=now)

    stands = Guess.objects.order_by("question").values_list("question", "voter", "shares")
    assert list(stands) == [
        (question.pk, kept.pk, [[first, 70], [second, 30]]),
        (only.pk, kept.pk, [[one, 50], [other, 50]]),
    ]


@pytest.mark.django_db
def test_a_reader_without_cookies_is_told(client: Client) -> None:
    question = guessed()
    answer = Client(headers={"Accept-Language": "en"}).post(
        address(question, "guess/"), {"share-1": "80"}
    )
    assert answer.status_code == 307
    assert not Guess.objects.exists()


shares = st.lists(st.none() | st.integers(0, 100), min_size=2, max_size=7)


@given(shares)
def test_a_guess_is_a_hundred_in_whole_numbers(given_: list[int | None]) -> None:
    """What is given stands; what is left is divided as evenly as whole numbers can."""
    choices = [Choice(pk=number, label=str(number)) for number in range(1, len(given_) + 1)]
    sent = {f"share-{n}": str(said) for n, said in enumerate(given_, 1) if said is not None}
    known = [said for said in given_ if said is not None]
    form = GuessForm(sent, choices=choices)

    possible = bool(known) and (sum(known) == 100 or (sum(known) < 100 and None in given_))
    assert form.is_valid() is possible
    if possible:
        kept = [form.shares[choice.pk] for choice in choices]
        filled = [said for said, asked in zip(kept, given_, strict=True) if asked is None]
        assert sum(kept) == 100
        assert [
            said for said, asked in zip(kept, given_, strict=True) if asked is not None
        ] == known
        assert not filled or max(filled) - min(filled) <= 1


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 50)), min_size=2, max_size=6))
def test_how_far_off_is_between_nothing_and_all(pairs: list[tuple[int, int]]) -> None:
    choices = [Choice(pk=number) for number in range(len(pairs))]
    votes = {(number, 1): count for number, (_said, count) in enumerate(pairs)}
    total = sum(votes.values())
    tally = TallyRead(voters=total, counts=votes)
    weights = sum(said for said, _count in pairs) or 1
    shares_ = {number: 100 * said / weights for number, (said, _count) in enumerate(pairs)}

    found = off(shares_, choices, tally)  # type: ignore[arg-type]

    if not total:
        assert found is None
        return
    assert found is not None
    exact = {number: 100 * count / total for (number, _value), count in votes.items()}
    assert -1e-9 <= found.points <= 100 + 1e-9
    right = off(exact, choices, tally)  # type: ignore[arg-type]
    assert right is not None
    assert right.points == pytest.approx(0)


@pytest.mark.django_db
def test_the_results_page_tells_what_each_side_thought(client: Client) -> None:
    question = guessed()
    for number in range(24):
        reader = Browser(headers={"Accept-Language": "en"})
        side = "choice-1" if number < 12 else "choice-2"
        reader.post(address(question, "guess/"), {"share-1": "80" if number < 12 else "40"})
        reader.post(address(question, "vote/"), {"choice": side})
    page_address = f"/en/{question.article.slug}/results/"
    assert "What readers thought of one another" not in client.get(page_address).content.decode()

    closed = datetime.now(UTC) - timedelta(seconds=1)
    Question.objects.filter(pk=question.pk).update(closes_at=closed)
    page = client.get(page_address).content.decode().replace("\xa0", "")

    assert "The average guess was off by 20 points." in page
    rows = [
        line.strip() for line in page.splitlines() if line.strip().startswith('<td class="num">')
    ]
    assert [row for row in rows if "80%" in row or "40%" in row or "60%" in row] == [
        '<td class="num">60%</td><td class="num">40%</td>',
        '<td class="num">80%</td><td class="num">20%</td>',
        '<td class="num">40%</td><td class="num">60%</td>',
    ]
