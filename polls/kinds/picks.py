"""Where in a result the reader's own answer stands.

A result is the same for everybody and kept for all: it cannot say which answer is whose. The card
around it can, by classes that the sheet reads (static/css/polls.css).
"""

from collections.abc import Sequence

from polls.kinds.answers import Marks
from polls.models import Choice, Question

# Kinds whose result has a row a choice, in the order in which the editors gave them.
_IN_ROWS = frozenset({Question.Kind.SINGLE, Question.Kind.MULTIPLE, Question.Kind.SCALE})


def classes(question: Question, choices: Sequence[Choice], marks: Marks) -> str:
    """Where the answer stands: its rows from 1, as “ picks-1 picks-3”, or on a forecast's axis.

    A forecast of 37 is “ stands tens-3 ones-7”. Empty for other kinds, and without an answer.
    """
    if question.kind in _IN_ROWS:
        places = enumerate(choices, start=1)
        return "".join(f" picks-{place}" for place, one in places if one.pk in marks)
    if question.kind == Question.Kind.FORECAST:
        given = (divmod(marks[one.pk], 10) for one in choices if one.pk in marks)
        return "".join(f" stands tens-{tens} ones-{ones}" for tens, ones in given)
    return ""
