"""Which rows of a result the reader's own answer stands in.

A result is the same for everybody and kept for all: it cannot say which answer is whose. The card
around it can, by classes that the sheet reads (static/css/polls.css).
"""

from collections.abc import Sequence

from polls.kinds.answers import Marks
from polls.models import Choice, Question

# Kinds whose result has a row a choice, in the order in which the editors gave them.
_IN_ROWS = frozenset({Question.Kind.SINGLE, Question.Kind.MULTIPLE, Question.Kind.SCALE})


def classes(question: Question, choices: Sequence[Choice], marks: Marks) -> str:
    """The places of the answer's choices from 1, as “ picks-1 picks-3”; empty for other kinds."""
    if question.kind not in _IN_ROWS:
        return ""
    places = enumerate(choices, start=1)
    return "".join(f" picks-{place}" for place, one in places if one.pk in marks)
