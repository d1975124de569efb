"""A question as one reader sees it at one moment: form, own answer, result and state together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from polls import kinds
from polls.kinds import AnswerForm, Kind, Marks, Result, TallyRead
from polls.models import Ballot, Choice, Question, Voter
from polls.results import tally as tallies
from polls.results.visibility import may_see


@dataclass
class Card:
    """Everything that the template of a question needs; no query is left to it."""

    question: Question
    kind: Kind
    state: Question.State
    choices: Sequence[Choice]
    ballot: Ballot | None
    marks: Marks
    tally: TallyRead
    form: AnswerForm | None
    result: Result | None
    back: str = "question"
    """Where a plain form leads back to: the "dossier" or the page of the "question"."""
    slot: str = ""
    """"again" for the second place of a question asked before and after the article."""
    refusal: str = ""
    """Why the newest answer was not counted, in words."""

    @property
    def dom_id(self) -> str:
        return f"question-{self.question.pk}" + (f"-{self.slot}" if self.slot else "")

    @property
    def has_voted(self) -> bool:
        return bool(self.marks)

    @property
    def is_open(self) -> bool:
        return self.state == Question.State.OPEN

    @property
    def can_change(self) -> bool:
        return self.is_open and self.has_voted and not self.kind.final

    @property
    def answer(self) -> str:
        """The reader's own answer in words."""
        return self.kind.describe(choices=self.choices, marks=self.marks)

    @property
    def form_template(self) -> str:
        return f"polls/kinds/{self.kind.name}/form.html"

    @property
    def result_template(self) -> str:
        return f"polls/kinds/{self.kind.name}/result.html"


def deal(
    questions: Iterable[Question],
    *,
    voter: Voter | None,
    newsroom: bool,
    now: datetime,
    back: str = "question",
) -> list[Card]:
    """The cards of several questions, in a number of queries that does not grow with them."""
    asked = list(
        Question.objects.filter(pk__in=[question.pk for question in questions])
        .select_related("article", "passage")
        .prefetch_related(Prefetch("choices", queryset=Choice.objects.published()))
    )
    read = tallies.read(asked)
    ballots = _ballots(asked, voter)
    return [
        _card(
            question,
            ballot=ballots.get(question.pk),
            tally=read[question.pk],
            newsroom=newsroom,
            now=now,
            back=back,
        )
        for question in asked
    ]


def _ballots(questions: Sequence[Question], voter: Voter | None) -> dict[int, Ballot]:
    if voter is None:
        return {}
    ballots = (
        Ballot.objects.counted()
        .filter(voter=voter, question__in=questions)
        .prefetch_related("marks")
    )
    return {ballot.question_id: ballot for ballot in ballots}


def _card(
    question: Question,
    *,
    ballot: Ballot | None,
    tally: TallyRead,
    newsroom: bool,
    now: datetime,
    back: str,
) -> Card:
    kind = kinds.of(question)
    choices = list(question.choices.all())
    marks = {mark.choice_id: mark.value for mark in ballot.marks.all()} if ballot else {}
    state = question.state(now=now)
    takes_answers = state == Question.State.OPEN and not (kind.final and marks)
    visible = kind.casts_ballots and may_see(
        question, has_voted=bool(marks), newsroom=newsroom, now=now
    )
    return Card(
        question=question,
        kind=kind,
        state=state,
        choices=choices,
        ballot=ballot,
        marks=marks,
        tally=tally,
        form=kind.form(question=question, choices=choices, marks=marks) if takes_answers else None,
        result=kind.result(question=question, choices=choices, tally=tally) if visible else None,
        back=back,
    )
