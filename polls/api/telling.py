"""The results of questions in the shapes of the API, whoever is to be told."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects

from polls import kinds
from polls.api import result_shapes as shapes
from polls.api.figures import common_of, shaped
from polls.models import Choice, Question
from polls.results import tally as tallies
from polls.results import written
from polls.results.discussed import Discussed, discussed


def told_of(questions: Sequence[Question], *, now: datetime) -> list[shapes.AnyResult]:
    """The results in the order of the questions, whose articles are at hand.

    A few queries, as many however many questions there are.
    """
    prefetch_related_objects(
        questions, Prefetch("choices", queryset=Choice.objects.published(), to_attr="offered")
    )
    offered = {question.pk: question.offered for question in questions}  # type: ignore[attr-defined]
    voted = [question for question in questions if kinds.of(question).casts_ballots]
    said = discussed([question for question in questions if question not in voted])
    read = written.joined(
        tallies.read(voted), [(question, offered[question.pk]) for question in voted]
    )
    told: list[shapes.AnyResult] = []
    for question in questions:
        state = question.state(now=now)
        if question.pk in said:
            told.append(_discussed(question, state, said[question.pk]))
            continue
        result = kinds.of(question).result(
            question=question, choices=offered[question.pk], tally=read[question.pk]
        )
        told.append(shaped(result, common_of(question, result, state=state)))
    return told


def _discussed(question: Question, state: Question.State, said: Discussed) -> shapes.OpenResult:
    empty = kinds.Result(question=question, voters=said.authors, version=0, rows=[], sentence="")
    return shapes.OpenResult(**common_of(question, empty, state=state), comments=said.comments)
