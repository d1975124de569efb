"""Tables of two questions as readers get them: the same one in every place where it is told.

A table stays as it is for ten minutes, so that no single vote is read from how it changes. That
holds only if both orders of its questions, all languages, the page and its files tell the very same
table: of two that were counted a moment apart, the difference would be somebody's vote.
"""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from dossier.models import Article
from polls.insight import keeping
from polls.insight.crossing import Crossing, Table, TooFew, cross
from polls.insight.variables import Variable

SAME_TABLE = 600.0  # seconds

type _Counts = tuple[Table, NDArray[np.bool_]]
"""A table, and what of it is kept back."""


def table_of(
    article: Article, rows: Variable, columns: Variable, *, now: datetime
) -> Crossing | None:
    """The table of two variables of different questions; None where too few answered."""
    first, second = sorted((rows, columns), key=lambda one: one.name)
    exact, versions = keeping.standing(article, now=now)
    about = ("cross", article.pk, article.updated_at, first.name, second.name)
    name = keeping.Name(exact=(about, exact), versions=versions)
    counts: _Counts | None = keeping.kept(
        name, lambda: _counts(first, second), size=_size, at_least=SAME_TABLE
    )
    if counts is None:
        return None
    table, hidden = counts if rows is first else (counts[0].T, counts[1].T)
    return Crossing(rows, columns, table, hidden)


def counted(rows: Variable, columns: Variable) -> Crossing | None:
    """The table as it is at this moment, for the newsroom alone; None where too few answered."""
    try:
        return cross(rows, columns)
    except TooFew:
        return None


def _counts(rows: Variable, columns: Variable) -> _Counts | None:
    crossing = counted(rows, columns)
    return (crossing.table, crossing.hidden) if crossing else None


def _size(counts: _Counts | None) -> int:
    return sum(part.nbytes for part in counts or ())
