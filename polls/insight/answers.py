"""The first part: what was answered, question by question, and which answers show later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.safestring import SafeString

from dossier.models import Article
from polls.insight.asked import Asked, everything, is_public
from polls.models import Question


@dataclass(frozen=True)
class Answers:
    """The results of a dossier's questions, and the questions whose results are kept back."""

    shown: Sequence[tuple[Question, SafeString]]
    kept_back: Sequence[tuple[str, Sequence[Question]]]
    """Together under the rule that keeps them, in the rules' order."""


def part(article: Article, now: datetime) -> Answers | None:
    """What everybody may see now; None where nothing was asked."""
    asked = everything(article, now=now)
    return _answers([one for one in asked if is_public(one.question, now=now)], asked)


def for_newsroom(article: Article, now: datetime) -> Answers | None:
    """Every result."""
    asked = everything(article, now=now)
    return _answers(asked, asked)


def _answers(shown: Sequence[Asked], asked: Sequence[Asked]) -> Answers | None:
    if not asked:
        return None
    kept = [
        one.question
        for one in asked
        if one not in shown and one.state in {Question.State.OPEN, Question.State.CLOSED}
    ]
    return Answers(shown=[(one.question, one.html) for one in shown], kept_back=_by_rule(kept))


def _by_rule(kept: Sequence[Question]) -> list[tuple[str, Sequence[Question]]]:
    order = Question.Results.values
    sort = sorted(kept, key=lambda one: order.index(one.results))
    return [(rule, list(same)) for rule, same in groupby(sort, key=lambda one: one.results)]
