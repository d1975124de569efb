"""Plausible answers: each made-up voter leans one way and knows more or less."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from random import Random

from django.http import QueryDict

from polls import kinds
from polls.kinds import Answer, Marks
from polls.kinds.roles import other_of
from polls.models import Choice, Question


@dataclass(frozen=True)
class Person:
    """A made-up voter's character."""

    leaning: float
    """From -1 to 1: which end of ordered answers attracts."""
    knowledge: float
    """From 0 to 1: the chance to know a quiz answer."""


def invent_person(random: Random) -> Person:
    """Two camps and a middle, as contested questions have them."""
    camp = random.choices([-0.7, 0.1, 0.7], weights=[3, 3, 4])[0]
    leaning = max(-1.0, min(1.0, random.gauss(camp, 0.3)))
    return Person(leaning=leaning, knowledge=random.betavariate(5, 2))


def answer(
    question: Question,
    choices: Sequence[Choice],
    *,
    person: Person,
    words: Sequence[str],
    random: Random,
) -> Answer:
    """What one person says; empty for nothing. ``words`` are those to choose from for “other”.

    Where one may have no opinion, those in the middle and those who know little have none oftener.
    """
    if question.allows_abstention:
        undecided = (1 - abs(person.leaning)) * (1 - person.knowledge)
        if random.random() < 0.03 + 0.4 * undecided:
            return Answer(abstains=True)
    marks = _ANSWERS[question.kind](question, choices, person, random)
    other = other_of(question, choices)
    if other is None or other.pk not in marks:
        return Answer(marks=marks)
    return Answer(marks=marks, words=random.choice(words))


def _attraction(question: Question, choices: Sequence[Choice], person: Person) -> list[float]:
    """How strongly each choice attracts the person, most for those at the leaning's own end.

    Which end that is depends on the question, so that opinions go together without being one.
    """
    side = Random(question.slug).choice((-1, 1))  # noqa: S311 — plausibility, not secrecy
    last = max(len(choices) - 1, 1)
    return [
        exp(-2 * (side * person.leaning - (2 * place / last - 1)) ** 2) + 0.05
        for place in range(len(choices))
    ]


def _one(question: Question, choices: Sequence[Choice], person: Person, random: Random) -> Marks:
    weights = _attraction(question, choices, person)
    return {random.choices(list(choices), weights=weights)[0].pk: 1}


def _order(
    question: Question, choices: Sequence[Choice], person: Person, random: Random
) -> list[Choice]:
    weights = _attraction(question, choices, person)
    noisy = {
        choice.pk: weight * random.expovariate(1)
        for choice, weight in zip(choices, weights, strict=True)
    }
    return sorted(choices, key=lambda choice: -noisy[choice.pk])


def _some(question: Question, choices: Sequence[Choice], person: Person, random: Random) -> Marks:
    """Several of the choices; “none of these” by itself, for every tenth or so."""
    none = [choice for choice in choices if choice.role == Choice.Role.NONE]
    if none and random.random() < 0.1:
        return {none[0].pk: 1}
    together = [choice for choice in choices if choice not in none]
    most = question.max_choices or len(together)
    count = random.randint(question.min_choices, min(most, len(together)))
    return {choice.pk: 1 for choice in _order(question, together, person, random)[:count]}


def _ranks(question: Question, choices: Sequence[Choice], person: Person, random: Random) -> Marks:
    order = _order(question, choices, person, random)
    data = {f"rank-{choice.slug}": [str(rank)] for rank, choice in enumerate(order, start=1)}
    return _through_form(question, choices, data)


def _chance(question: Question, choices: Sequence[Choice], person: Person, random: Random) -> Marks:
    centre = 50 + 30 * person.leaning
    probability = max(1, min(99, round(random.gauss(centre, 15))))
    if random.random() < 0.6:
        probability = max(5, round(probability / 5) * 5)
    return {choices[0].pk: probability}


def _solution(
    question: Question, choices: Sequence[Choice], person: Person, random: Random
) -> Marks:
    if random.random() < person.knowledge:
        chosen = [choice for choice in choices if choice.correct]
    else:
        chosen = random.sample(list(choices), 1)
    return _through_form(question, choices, {"choice": [choice.slug for choice in chosen]})


def _stances(
    question: Question, choices: Sequence[Choice], person: Person, random: Random
) -> Marks:
    """Most statements split the camps; every third finds wide agreement."""
    marks = {}
    for place, choice in enumerate(choices):
        if random.random() < 0.2:
            continue
        direction = 1 if place % 2 else -1
        pull = 1.2 if place % 3 == 0 else 1.6 * direction * person.leaning
        felt = random.gauss(pull, 0.9)
        marks[choice.pk] = 1 if felt > 0.35 else -1 if felt < -0.35 else 0
    return marks


def _nothing(
    question: Question, choices: Sequence[Choice], person: Person, random: Random
) -> Marks:
    return {}


def _through_form(
    question: Question, choices: Sequence[Choice], data: Mapping[str, list[str]]
) -> Marks:
    """What the kind's own form makes of an answer, where marks are more than what was sent."""
    sent = QueryDict(mutable=True)
    for name, value in data.items():
        sent.setlist(name, value)
    form = kinds.of(question).form(question=question, choices=choices, data=sent)
    return form.marks() if form.is_valid() else {}


_ANSWERS: dict[str, Callable[[Question, Sequence[Choice], Person, Random], Marks]] = {
    Question.Kind.SINGLE: _one,
    Question.Kind.MULTIPLE: _some,
    Question.Kind.SCALE: _one,
    Question.Kind.RANKING: _ranks,
    Question.Kind.FORECAST: _chance,
    Question.Kind.QUIZ: _solution,
    Question.Kind.STATEMENTS: _stances,
    Question.Kind.OPEN: _nothing,
}
