"""Which questions can be laid beside one another: the form that asks for two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dossier.models import Article
from polls.insight.asked import Asked, shown
from polls.insight.variables import Variable, statements_of, variables_of
from polls.models import Question


@dataclass(frozen=True)
class Offer:
    """The variables of a dossier by question, and the two that were asked for."""

    by_question: Sequence[Sequence[Variable]]
    rows: str = ""
    columns: str = ""
    """Their names; empty for none yet."""

    def named(self, name: str) -> Variable | None:
        """The variable of this name; None for one that is not offered."""
        every = (variable for of_one in self.by_question for variable in of_one)
        return next((variable for variable in every if variable.name == name), None)


def part(article: Article, now: datetime) -> Offer | None:
    """What everybody may lay beside one another; None where there are no two questions."""
    return offer_of(shown(article, now=now))


def offer_of(asked: Sequence[Asked], *, rows: str = "", columns: str = "") -> Offer | None:
    """The offer of these questions, with what was asked for; None where there are no two."""
    by_question = [variables for one in asked if (variables := _variables(one))]
    return Offer(by_question, rows, columns) if len(by_question) > 1 else None


def _variables(asked: Asked) -> Sequence[Variable]:
    """What of a question is offered; of statements each, since together they have groups."""
    if asked.question.kind == Question.Kind.STATEMENTS:
        return statements_of(asked)
    return variables_of(asked)
