"""The opinion groups of a question's readers, from the ballots as they stand now.

Takes time in the number of votes: never for a reader's request.
"""

import numpy as np

from polls.models import Choice, Mark, Question
from polls.statistics.groups import Former, Groups, Votes, find

_AT_ONCE = 100_000  # marks


def votes_of(question: Question) -> Votes:
    """What every voter says now of every statement, by their primary keys."""
    marks = Mark.objects.filter(question=question).order_by("voter_id", "choice_id")
    rows = marks.values_list("voter_id", "choice_id", "value").iterator(chunk_size=_AT_ONCE)
    cells = np.fromiter(rows, dtype=np.dtype((np.int64, 3)))
    return Votes.gather(*cells.T)


def groups_of(
    question: Question, votes: Votes, *, k: int | None = None, former: Former | None = None
) -> Groups:
    """The groups of these votes; statements that a moderator rejected play no part in them."""
    return find(votes, rejected=rejected_in(question), k=k, former=former)


def rejected_in(question: Question) -> list[int]:
    """The primary keys of the statements that nobody is asked any more."""
    rejected = Choice.objects.filter(question=question, status=Choice.Status.REJECTED)
    return list(rejected.values_list("pk", flat=True))
