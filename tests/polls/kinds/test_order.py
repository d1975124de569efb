"""The order in which choices are offered: one a voter, fair over all, and never of a scale."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from polls.kinds import order
from polls.models import Choice, Question, Voter
from tests.browsing import Browser
from tests.factories import ChoiceFactory, QuestionFactory
from tests.polls.kinds.asking import address, vote
from tests.polls.kinds.ballots import problems_of

NOW = datetime(2026, 3, 1, 12, 3, tzinfo=UTC)
ROLES = st.lists(st.sampled_from(Choice.Role.values), max_size=12)
SEEDS = st.text(max_size=20)


def choices_with(roles: list[str]) -> list[Choice]:
    return [Choice(pk=number, role=role) for number, role in enumerate(roles, start=1)]


def keys(choices: list[Choice]) -> list[int]:
    return [choice.pk for choice in choices]


@given(ROLES, SEEDS)
def test_an_order_is_a_permutation_that_follows_from_its_seed(roles: list[str], seed: str) -> None:
    choices = choices_with(roles)
    made = order.shuffled(choices, seed=seed)
    assert sorted(keys(made)) == keys(choices)
    assert made == order.shuffled(choices, seed=seed)
    assert made == order.shuffled(list(reversed(choices_with(roles))), seed=seed) or len(
        set(roles) - {"regular"}
    )


@given(ROLES, SEEDS)
def test_choices_with_a_role_stay_last_as_given(roles: list[str], seed: str) -> None:
    choices = choices_with(roles)
    special = [choice for choice in choices if choice.role != "regular"]
    assert order.shuffled(choices, seed=seed)[len(choices) - len(special) :] == special


@given(ROLES, SEEDS, st.integers(0, 11))
def test_a_choice_that_goes_leaves_the_others_in_their_order(
    roles: list[str], seed: str, gone: int
) -> None:
    choices = choices_with(roles)
    rest = [choice for choice in choices if choice.pk != gone + 1]
    before = [choice for choice in order.shuffled(choices, seed=seed) if choice in rest]
    assert order.shuffled(rest, seed=seed) == before


def test_over_many_voters_every_choice_stands_everywhere_as_often() -> None:
    """A chi-square test of choices against places; the voters, and so the outcome, are fixed."""
    size, voters = 5, 4000
    question = Question(pk=7, kind="single", order="shuffled")
    choices = choices_with(["regular"] * size)
    cells: Counter[tuple[int, int]] = Counter()
    whole: Counter[tuple[int, ...]] = Counter()
    for number in range(voters):
        voter = Voter(key_hash=f"{number:064x}")
        made = keys(order.offered(question, choices, voter=voter, now=NOW))
        cells.update(enumerate(made))
        whole[tuple(made)] += 1
    expected = voters / size
    chi_square = sum((count - expected) ** 2 / expected for count in cells.values())
    assert len(cells) == size**2
    assert chi_square < 32.0  # the 99th percentile with 16 degrees of freedom
    assert len(whole) == 120
    per_order = voters / 120
    assert sum((n - per_order) ** 2 / per_order for n in whole.values()) < 157.8  # 99 %, 119


def test_a_voter_s_orders_of_two_questions_have_nothing_in_common() -> None:
    choices, voter = choices_with(["regular"] * 8), Voter(key_hash="a" * 64)
    made = {
        tuple(keys(order.offered(question, choices, voter=voter, now=NOW)))
        for question in (Question(pk=pk, kind="single", order="shuffled") for pk in range(20))
    }
    assert len(made) == 20


def test_unknown_readers_share_an_order_for_ten_minutes() -> None:
    question = Question(pk=1, kind="single", order="shuffled")
    choices = choices_with(["regular"] * 8)

    def at(minutes: int) -> list[int]:
        moment = NOW + timedelta(minutes=minutes)
        return keys(order.offered(question, choices, voter=None, now=moment))

    assert at(-3) == at(0) == at(6)  # 12:00 to 12:10
    assert len({tuple(at(10 * slot)) for slot in range(30)}) > 25


@pytest.mark.parametrize("kind", ["scale", "statements"])
def test_some_kinds_keep_their_own_order(kind: str) -> None:
    question = Question(pk=1, kind=kind, order="shuffled")
    choices = choices_with(["regular"] * 8)
    assert order.offered(question, choices, voter=None, now=NOW) == choices


class TestByPriority:
    """Statements, once it is known how much is learnt by asking each."""

    question = Question(pk=3, kind="statements")

    @staticmethod
    def weighted(*priorities: float | None) -> list[Choice]:
        choices = choices_with(["regular"] * len(priorities))
        for choice, priority in zip(choices, priorities, strict=True):
            choice.priority = priority
        return choices

    def asked(self, choices: list[Choice], number: int = 1) -> list[int]:
        voter = Voter(key_hash=f"{number:064x}")
        return keys(order.offered(self.question, choices, voter=voter, now=NOW))

    def test_one_of_twice_the_priority_comes_first_twice_as_often(self) -> None:
        choices, voters = self.weighted(1.0, 2.0, 5.0), 4000
        first = Counter(self.asked(choices, number)[0] for number in range(voters))
        expected = {
            choice.pk: voters * weight / 8
            for choice, weight in zip(choices, (1, 2, 5), strict=True)
        }
        assert sum((first[pk] - n) ** 2 / n for pk, n in expected.items()) < 9.2  # 99 %, 2

    def test_a_voter_keeps_the_order(self) -> None:
        choices = self.weighted(*(1.0 + number for number in range(9)))
        assert self.asked(choices) == self.asked(choices[::-1])
        assert len({tuple(self.asked(choices, number)) for number in range(20)}) == 20

    @given(
        priorities=st.lists(st.floats(0.01, 100), min_size=2, max_size=9),
        new=st.floats(0.01, 100),
        data=st.data(),
    )
    def test_a_changed_priority_moves_that_statement_alone(
        self, priorities: list[float], new: float, data: st.DataObject
    ) -> None:
        choices = self.weighted(*priorities)
        moved = data.draw(st.sampled_from(choices))
        before, old = self.asked(choices), moved.priority
        moved.priority = new
        after = self.asked(choices)
        assert [pk for pk in after if pk != moved.pk] == [pk for pk in before if pk != moved.pk]
        assert (after.index(moved.pk) <= before.index(moved.pk)) or new < (old or 0)

    def test_until_it_is_known_they_come_as_given(self) -> None:
        choices = self.weighted(None, None, None)
        assert self.asked(choices) == keys(choices)

    def test_a_newer_one_counts_as_the_greatest(self) -> None:
        known, new = self.weighted(1.0, 50.0, None), self.weighted(1.0, 50.0, 50.0)
        assert [self.asked(known, n) for n in range(30)] == [self.asked(new, n) for n in range(30)]


# On the page


def asked(client: Client, question: Question, response: object = None) -> list[str]:
    """The choices in the order in which the page's form asks them."""
    page = client.get(address(question)) if response is None else response
    return re.findall(r'value="((?:choice-\d+)|other|none)"', page.content.decode())


def shuffled(**fields: object) -> Question:
    question: Question = QuestionFactory(choices=8, order="shuffled", **fields)
    ChoiceFactory(question=question, slug="other", role="other", position=3)
    if question.kind == "multiple":
        ChoiceFactory(question=question, slug="none", role="none", position=2)
    return question


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["single", "multiple"])
@time_machine.travel(NOW, tick=False)
def test_each_voter_has_an_order_and_keeps_it(kind: str) -> None:
    question = shuffled(kind=kind)
    last = ["none", "other"] if kind == "multiple" else ["other"]
    strangers = [asked(Browser(), question) for _number in range(2)]
    assert strangers[0] == strangers[1]

    readers = [Browser() for _number in range(4)]
    for reader in readers:
        vote(reader, question, {"choice": "choice-1"})
    orders = [asked(reader, question) for reader in readers]
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert [asked(reader, question) for reader in readers] == orders
    assert len({tuple(one) for one in orders}) > 1
    for one in [*orders, strangers[0]]:
        assert one[-len(last) :] == last
        assert sorted(one[: -len(last)]) == [f"choice-{number}" for number in range(1, 9)]


@pytest.mark.django_db
@pytest.mark.parametrize("known", [True, False])
@time_machine.travel(NOW, tick=False)
def test_a_form_that_comes_back_keeps_the_order(known: bool) -> None:
    question, reader = shuffled(), Browser()
    if known:
        vote(reader, question, {"choice": "choice-1"})
    before = asked(reader, question)
    response = vote(reader, question, {"choice": "gone"}, htmx=True)
    assert response.status_code == 422
    assert asked(reader, question, response) == before


@pytest.mark.django_db
def test_results_keep_the_order_that_editors_gave() -> None:
    question, reader = shuffled(), Browser()
    vote(reader, question, {"choice": "choice-4"})
    shown = reader.get(address(question, "results")).content.decode()
    labels = re.findall(r'class="bar-label">(.+?) \(en\)', shown)
    given = [choice.slug for choice in question.choices.all()]
    assert labels == given


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "problems"), [("scale", 1), ("statements", 1), ("single", 0)])
@pytest.mark.usefixtures("in_english")
def test_editors_are_told_where_shuffling_makes_no_sense(kind: str, problems: int) -> None:
    question = QuestionFactory(kind=kind, choices=3, order="shuffled")
    told = "The choices of this kind have an order of their own: they cannot be shuffled."
    assert problems_of(question) == [told] * problems
