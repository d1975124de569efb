"""What the parts of a dossier's results count, from a thousand ballots to a million: seconds each.

They are worked out once for all readers and kept (polls/insight/keeping.py), so that a reader waits
for them only where nothing is kept yet.
"""

from collections.abc import Callable, Iterator
from time import perf_counter

from django.utils import timezone

from bench import filling
from bench.rounds import Bench, tell
from bench.table import Row
from polls.insight import asked
from polls.insight.crossing import counted
from polls.insight.variables import variables_of
from polls.models import Question
from polls.results import ledger, twice
from polls.results.answered import marks_of

QUESTION = "wrong-to-sue"  # asked twice
BESIDE = "answers-accusations"
MOST = 10**6
SECONDS = 10.0  # at most, of a million ballots


def run(bench: Bench) -> Iterator[Row]:
    questions = [
        Question.objects.select_related("article").get(slug=slug) for slug in (QUESTION, BESIDE)
    ]
    for size in (10**power for power in range(3, 7) if 10**power <= min(bench.ballots, MOST)):
        for question in questions:
            filling.fill(question, ballots=size)
        for what, count in _counts(questions).items():
            seconds = _timed(count)
            tell(f"{what} of {size:,} ballots, {bench.database}: {seconds:.2f} s")
            yield Row(
                what=f"{what} of {size:,} ballots",
                database=bench.database,
                figure=f"{seconds:.2f} s",
                aim=f"< {SECONDS:.0f} s" if size == MOST else "–",
                met=seconds < SECONDS if size == MOST else None,
            )


def _counts(questions: list[Question]) -> dict[str, Callable[[], object]]:
    """What is counted, by its name."""
    first, _second = questions
    return {
        "history": lambda: ledger.periods([first]),
        "before and after": lambda: twice.of_questions([first]),
        "two questions beside one another": lambda: _crossed(questions),
    }


def _crossed(questions: list[Question]) -> object:
    every = asked.everything(questions[0].article, now=timezone.now())
    by_slug = {one.question.slug: variables_of(one)[0] for one in every if variables_of(one)}
    rows, columns = (by_slug[question.slug] for question in questions)
    return counted(rows, columns, (marks_of(rows.question), marks_of(columns.question)))


def _timed(count: Callable[[], object]) -> float:
    started = perf_counter()
    count()
    return perf_counter() - started
