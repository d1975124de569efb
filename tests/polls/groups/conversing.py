"""Made-up conversations: camps of readers who answer alike, as ballots that are counted."""

from collections.abc import Sequence
from random import Random

from django.utils import timezone

from polls.models import Ballot, Choice, Mark, Question, Voter
from polls.results.recount import recount
from tests.factories import QuestionFactory, VoterFactory


def conversation(
    *sizes: int, statements: int = 10, noise: float = 0.1, **fields: object
) -> Question:
    """A question answered by camps of these sizes.

    The first two statements everybody agrees with; on the others camps disagree by turns.
    """
    question: Question = QuestionFactory(kind="statements", choices=statements, **fields)
    join(question, *sizes, noise=noise)
    return question


def join(
    question: Question, *sizes: int, noise: float = 0.1, answered: int | None = None
) -> list[Voter]:
    """More readers for the camps; each answers so many statements, all if left out."""
    random = Random(len(sizes) + sum(sizes))
    choices = list(question.choices.order_by("position"))
    voters = [
        (camp, voter)
        for camp, size in enumerate(sizes)
        for voter in VoterFactory.create_batch(size)
    ]
    answer(
        question,
        [
            (voter, {one.pk: _says(camp, place, random, noise) for place, one in enumerate(asked)})
            for camp, voter in voters
            for asked in [choices[: answered or len(choices)]]
        ],
    )
    return [voter for _camp, voter in voters]


def answer(question: Question, said: Sequence[tuple[Voter, dict[int, int]]]) -> None:
    """Put whole ballots into the box and count them."""
    now = timezone.now()
    Ballot.objects.bulk_create(
        Ballot(question=question, voter=voter, cast_at=now, changed_at=now) for voter, _ in said
    )
    Mark.objects.bulk_create(
        Mark(question=question, voter=voter, choice_id=choice, value=value)
        for voter, marks in said
        for choice, value in marks.items()
    )
    recount(question, fix=True)


def _says(camp: int, place: int, random: Random, noise: float) -> int:
    side = 1 if place < 2 or (place + camp) % 2 else -1
    return random.choice((-1, 0, 1)) if random.random() < noise else side


def rejected(question: Question, slug: str) -> Choice:
    choice: Choice = question.choices.get(slug=slug)
    choice.status = Choice.Status.REJECTED
    choice.save()
    return choice
