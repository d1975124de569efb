"""The questions that a part of the results may speak of, each with its tally; in two audiences.

Readers are shown what everybody may see at this moment (polls/results/visibility.py): while a
question is open, a result that shows after voting is not among it, whoever asks. The newsroom sees
all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.safestring import SafeString

from dossier.models import Article
from polls import kinds
from polls.kinds import Kind, Result, TallyRead
from polls.models import Choice, Question
from polls.results import tally as tallies
from polls.results import written
from polls.results.fragments import Fragment
from polls.results.visibility import may_see


@dataclass(frozen=True)
class Asked:
    """A question with its published choices and its counters as they stand."""

    question: Question
    choices: Sequence[Choice]
    state: Question.State
    tally: TallyRead

    @property
    def kind(self) -> Kind:
        return kinds.of(self.question)

    @property
    def result(self) -> Result:
        return self.kind.result(question=self.question, choices=self.choices, tally=self.tally)

    @property
    def html(self) -> SafeString:
        """The result as everybody gets it, for this page."""
        fragment = Fragment(
            self.question, self.choices, self.state, self.tally.version, slot="insight"
        )
        return fragment.html(lambda: self.result)


def shown(article: Article, *, now: datetime) -> list[Asked]:
    """The questions whose results everybody may see now, in their order; four queries at most."""
    return [one for one in everything(article, now=now) if is_public(one.question, now=now)]


def everything(article: Article, *, now: datetime) -> list[Asked]:
    """All questions of the dossier that take ballots, for the newsroom; four queries at most."""
    asked = list(
        Question.objects.filter(article=article)
        .shown()
        .prefetch_related(Prefetch("choices", queryset=Choice.objects.published()))
    )
    asked = [question for question in asked if kinds.of(question).casts_ballots]
    for question in asked:
        question.article = article
    choices = {question.pk: list(question.choices.all()) for question in asked}
    read = written.joined(tallies.read(asked), [(one, choices[one.pk]) for one in asked])
    return [
        Asked(question, choices[question.pk], question.state(now=now), read[question.pk])
        for question in asked
    ]


def is_public(question: Question, *, now: datetime) -> bool:
    """Whether everybody may see the question's result, those who have not voted among them."""
    return may_see(question, has_voted=False, now=now)
