"""The kinds of question; each module says everything about its own.

``of(question)`` gives a question's kind, ``problems_of`` what keeps a question from being asked. A
new kind is a module here with a Kind of its own, its two templates under templates/polls/kinds/, a
name in Question.Kind and a line in _KINDS.
"""

from collections.abc import Sequence

from polls.kinds import order, roles
from polls.kinds.answers import Answer, AnswerForm, Marks
from polls.kinds.base import Kind, Result, Row, TallyRead, Written
from polls.kinds.forecast import Forecast
from polls.kinds.multiple import Multiple
from polls.kinds.open import Open
from polls.kinds.quiz import Quiz
from polls.kinds.ranking import Ranking
from polls.kinds.scale import Scale
from polls.kinds.single import Single
from polls.kinds.statements import Statements
from polls.models import Choice, Question

_KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Single(),
        Multiple(),
        Scale(),
        Ranking(),
        Forecast(),
        Quiz(),
        Statements(),
        Open(),
    )
}


def of(question: Question) -> Kind:
    """The kind of a question."""
    return _KINDS[question.kind]


def problems_of(question: Question, choices: Sequence[Choice]) -> list[str]:
    """What keeps an editor's question from being asked, in words: its kind's own rules, and what
    it wishes for that its kind cannot do.
    """
    return [
        *of(question).editorial_problems(question=question, choices=choices),
        *roles.misfits(question, choices),
        *order.misfits(question),
    ]


def every() -> list[Kind]:
    """All kinds, in the order in which editors choose among them."""
    return list(_KINDS.values())


__all__ = [
    "Answer",
    "AnswerForm",
    "Kind",
    "Marks",
    "Result",
    "Row",
    "TallyRead",
    "Written",
    "every",
    "of",
    "problems_of",
]
