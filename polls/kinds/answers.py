"""What a voter says to a question, and the form that reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from polls.models import Choice, Question

# What a ballot says: a choice's primary key → the value that the kind gives it.
type Marks = dict[int, int]

# What is sent for the answer that one has no opinion.
ABSTAIN = "abstain"


@dataclass(frozen=True)
class Answer:
    """What a voter says to a question; where there is no ballot, nothing at all."""

    marks: Marks = field(default_factory=dict)
    abstains: bool = False
    """Whether the answer is that the voter has no opinion; then without marks."""
    words: str = ""
    """What the voter wrote for a choice that asks for it."""

    def __bool__(self) -> bool:
        return self.abstains or bool(self.marks)

    @property
    def pairs(self) -> list[list[int]]:
        """The marks as a revision keeps them."""
        return [[choice, value] for choice, value in sorted(self.marks.items())]


class AnswerForm(forms.Form):
    """A form that turns what a reader sends into marks.

    ``choices`` are the question's published choices in the order in which they are offered;
    ``marks`` and ``words`` what the reader's ballot says now, from which the form starts.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        question: Question,
        choices: Sequence[Choice],
        marks: Marks | None = None,
        words: str = "",
        prefix: str | None = None,
    ) -> None:
        self.question = question
        self.choices = list(choices)
        self.by_slug = {choice.slug: choice for choice in self.choices}
        self.said = marks or {}
        self.said_in_words = words
        super().__init__(data, prefix=prefix, initial=self.initial_from(self.said))
        self.build()

    @property
    def rule(self) -> str:
        """What an answer must keep to, told before it is broken."""
        return ""

    @property
    def error(self) -> str:
        """The first thing wrong with what was sent; empty for nothing."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")

    def initial_from(self, marks: Marks) -> dict[str, Any]:
        """The fields' first values from the ballot's marks."""
        return {}

    def build(self) -> None:
        """Add the fields that depend on the choices."""

    def full_clean(self) -> None:
        """Abstaining is a whole answer: what stands in the fields beside it is not read."""
        if not (self.is_bound and self.sent(ABSTAIN)):
            super().full_clean()
            return
        self._errors = ErrorDict()
        self.cleaned_data = {}
        if not self.abstains:
            self.add_error(None, _("“No opinion” is no answer to this question: please give one."))

    @property
    def abstains(self) -> bool:
        """Whether what was sent is that the reader has no opinion, where that is an answer."""
        return self.question.allows_abstention and bool(self.sent(ABSTAIN))

    def answer(self) -> Answer:
        """What the valid form says; the empty answer where it is no ballot."""
        if self.abstains:
            return Answer(abstains=True)
        return Answer(marks=self.marks(), words=self.words())

    def marks(self) -> Marks:
        """The marks of the valid form."""
        return {}

    def words(self) -> str:
        """What the valid form says in words for the choice that asks for them."""
        return ""

    def sent(self, name: str) -> list[str]:
        """Every value sent under a name: a forged form may hold more than its fields can say."""
        if isinstance(self.data, MultiValueDict):
            return [str(value) for value in self.data.getlist(name)]
        return [str(self.data[name])] if name in self.data else []
