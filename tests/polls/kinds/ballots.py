"""Many voters' answers at once, and what comes of them."""

from django.utils import timezone

from polls import kinds
from polls.kinds import Answer, Result
from polls.models import Question
from polls.results import fragments, tally
from polls.voting import cast
from tests.factories import VoterFactory


def cast_all(question: Question, *answers: dict[str, int]) -> None:
    """A new voter's ballot for each answer, which gives values by the choices' slugs."""
    by_slug = dict(question.choices.values_list("slug", "pk"))
    for answer in answers:
        marks = {by_slug[slug]: value for slug, value in answer.items()}
        cast(question=question, voter=VoterFactory(), answer=Answer(marks), now=timezone.now())


def result_of(question: Question) -> Result:
    return kinds.of(question).result(
        question=question,
        choices=list(question.choices.all()),
        tally=tally.read([question])[question.pk],
    )


def drawn(question: Question) -> str:
    """The public fragment of the question's result."""
    return fragments.newest(question, now=timezone.now()).html(lambda: result_of(question))


def problems_of(question: Question) -> list[str]:
    return kinds.problems_of(question, list(question.choices.all()))
