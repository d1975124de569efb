"""The opinion groups of a dossier's questions of statements, and what they hold."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from dossier.models import Article
from polls.groups import pages
from polls.groups.reading import computed_at
from polls.insight.asked import Asked, everything, shown
from polls.models import OpinionRun, Question

_LEVEL = 4  # of headings, below the question's own


@dataclass(frozen=True)
class Opinions:
    """The groups of each question, drawn."""

    shown: Sequence[tuple[Question, SafeString]]


def part(article: Article, now: datetime) -> Opinions | None:
    """What everybody may see now; None where no statements were asked."""
    return _opinions(shown(article, now=now))


def for_newsroom(article: Article, now: datetime) -> Opinions | None:
    """The groups of every question."""
    return _opinions(everything(article, now=now))


def version(article: Article) -> Hashable:
    """When the groups were computed."""
    runs = OpinionRun.objects.filter(question__article=article).order_by("question")
    return tuple(runs.values_list("question", "made_at"))


def _opinions(asked: Sequence[Asked]) -> Opinions | None:
    stated = [one for one in asked if one.question.kind == Question.Kind.STATEMENTS]
    if not stated:
        return None
    questions = [one.question for one in stated]
    computed = computed_at(questions)
    return Opinions(
        [
            (
                one.question,
                pages.html_of(
                    one.question,
                    one.choices,
                    computed=computed.get(one.question.pk),
                    level=_LEVEL,
                ),
            )
            for one in stated
        ]
    )
