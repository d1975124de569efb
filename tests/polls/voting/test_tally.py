"""Whatever voters do, and in whatever order, the tally equals a recount of their last answers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Any

from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from polls.kinds import Answer, Marks
from polls.models import BallotRevision, Question, Voter
from polls.results import tally
from polls.results.recount import recount
from polls.voting import cast, withdraw
from tests.factories import QuestionFactory, VoterFactory

VOTERS, CHOICES = 3, 4


one_point = st.integers(0, CHOICES - 1).map(
    lambda chosen: [1 if place == chosen else None for place in range(CHOICES)]
)
several = st.lists(st.sampled_from([1, None]), min_size=CHOICES, max_size=CHOICES).filter(any)
ranks = st.lists(st.integers(0, CHOICES), min_size=CHOICES, max_size=CHOICES).filter(any)
probability = st.integers(0, 100).map(lambda value: [value])


def steps(answers: st.SearchStrategy[list[Any]]) -> st.SearchStrategy[list[Any]]:
    """Who does what: an answer, or None for a withdrawal."""
    return st.lists(st.tuples(st.integers(0, VOTERS - 1), st.none() | answers), max_size=15)


class TestTally(TestCase):
    """One test a kind; each against a model that is a voter's last answer and nothing more."""

    @settings(deadline=None, max_examples=40)
    @given(steps(one_point))
    def test_single(self, taken: list[Any]) -> None:
        self.hold("single", CHOICES, taken)

    @settings(deadline=None, max_examples=40)
    @given(steps(one_point))
    def test_scale(self, taken: list[Any]) -> None:
        self.hold("scale", CHOICES, taken)

    @settings(deadline=None, max_examples=40)
    @given(steps(several))
    def test_multiple(self, taken: list[Any]) -> None:
        self.hold("multiple", CHOICES, taken)

    @settings(deadline=None, max_examples=40)
    @given(steps(ranks))
    def test_ranking(self, taken: list[Any]) -> None:
        self.hold("ranking", CHOICES, taken)

    @settings(deadline=None, max_examples=40)
    @given(steps(probability))
    def test_forecast(self, taken: list[Any]) -> None:
        self.hold("forecast", 1, taken)

    def hold(self, kind: str, choices: int, taken: list[Any]) -> None:
        question: Question = QuestionFactory(kind=kind, choices=choices)
        voters: list[Voter] = [VoterFactory() for _voter in range(VOTERS)]
        last = _act(question, voters, taken)

        read = tally.read([question])[question.pk]
        assert read.voters == len(last)
        assert _without_zeros(read.counts) == Counter(
            mark for marks in last.values() for mark in marks.items()
        )
        assert _without_zeros(read.pairs) == (
            Counter(pair for marks in last.values() for pair in _preferred(marks))
            if kind == "ranking"
            else {}
        )
        assert recount(question) == []
        assert read.version == BallotRevision.objects.filter(question=question).count()


def _act(question: Question, voters: Sequence[Voter], taken: list[Any]) -> dict[int, Marks]:
    """Do each step; every voter's last answer, of those who have one."""
    pks, now = list(question.choices.values_list("pk", flat=True)), timezone.now()
    last: dict[int, Marks] = {}
    for who, answer in taken:
        if answer is None:
            withdraw(question=question, voter=voters[who], now=now)
            last.pop(who, None)
            continue
        marks = {pk: value for pk, value in zip(pks, answer, strict=True) if value is not None}
        cast(question=question, voter=voters[who], answer=Answer(marks), now=now)
        last[who] = marks
    return last


def _preferred(marks: Marks) -> list[tuple[int, int]]:
    """Who is put before whom, ranks compared one by one."""
    return [
        (a, b)
        for a, b in permutations(marks, 2)
        if marks[a] and (not marks[b] or marks[a] < marks[b])
    ]


def _without_zeros(counts: Mapping[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    return {cell: count for cell, count in counts.items() if count}
