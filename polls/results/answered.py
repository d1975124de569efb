"""What each voter answered to a question, for results that lay several questions together.

Takes time in the number of ballots: for what is worked out once for all readers.
"""

from typing import cast

import numpy as np
from numpy.typing import NDArray

from polls.models import Mark, Question

type Marks = NDArray[np.int64]
"""One row a mark of a counted ballot: its voter's primary key, its choice's, its value."""

_AT_ONCE = 100_000  # marks


def marks_of(question: Question) -> Marks:
    """Every mark of the ballots that count, by voter and choice; one query.

    Who withdrew or abstains has no marks.
    """
    marks = Mark.objects.filter(question=question).order_by("voter_id", "choice_id")
    rows = marks.values_list("voter_id", "choice_id", "value").iterator(chunk_size=_AT_ONCE)
    return cast(Marks, np.fromiter(rows, dtype=np.dtype((np.int64, 3))).reshape(-1, 3))
