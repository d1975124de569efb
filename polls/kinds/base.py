"""What every kind of question can be asked about itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from polls.kinds import wording
from polls.models import Choice, Question
from polls.statistics import charts
from polls.statistics.intervals import wilson

# What a ballot says: a choice's primary key → the value that the kind gives it.
type Marks = dict[int, int]

# What is sent for the answer that one has no opinion.
ABSTAIN = "abstain"

# Under so many voters a share says more than is known: counts are shown instead.
FEW_VOTERS = 10


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


@dataclass(frozen=True)
class Written:
    """Words that readers wrote for “other”, and how many wrote the very same."""

    text: str
    language: str
    """The language of the first who wrote them."""
    count: int

    @property
    def votes(self) -> str:
        return wording.whole(self.count)


@dataclass(frozen=True)
class TallyRead:
    """A question's counters as they stood at one version."""

    voters: int = 0
    """Ballots with an answer: what shares are of."""
    abstentions: int = 0
    """Ballots that say that their voters have no opinion."""
    version: int = 0
    counts: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """(choice, value) → ballots."""
    pairs: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """(preferred choice, other choice) → ballots; rankings only."""
    written: Sequence[Written] = ()
    """What readers wrote for “other” and moderators published."""

    def of(self, choice: Choice, value: int = 1) -> int:
        return self.counts.get((choice.pk, value), 0)


@dataclass(frozen=True)
class Row:
    """One figure of a result: so many of the voters gave this choice this value."""

    choice: Choice
    value: int
    count: int
    share: float
    low: float
    high: float

    @property
    def votes(self) -> str:
        return wording.whole(self.count)

    @property
    def percent(self) -> str:
        return wording.percent(self.share)

    @property
    def interval(self) -> str:
        return wording.interval(self.low, self.high)

    @property
    def bar(self) -> charts.Bar:
        return charts.bar(self.share, self.low, self.high)


@dataclass(frozen=True, kw_only=True)
class Result:
    """A question's result with every number worked out; kinds with more to say extend it."""

    question: Question
    voters: int
    abstentions: int = 0
    version: int
    rows: Sequence[Row]
    sentence: str
    """The result in one sentence, for readers who hear it rather than see it."""
    written: Sequence[Written] = ()
    """What readers wrote for “other”, the most frequent words first."""

    @property
    def few(self) -> bool:
        """Whether so few voted that shares are not shown."""
        return self.voters < FEW_VOTERS

    @property
    def turnout(self) -> str:
        return wording.whole(self.voters)

    @property
    def without_opinion(self) -> str:
        return wording.whole(self.abstentions)

    @property
    def other(self) -> Choice | None:
        """The choice that asks for the reader's words, if there is one."""
        return next((row.choice for row in self.rows if row.choice.role == Choice.Role.OTHER), None)


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


class Kind:
    """One kind of question; a kind overrides what is its own."""

    name: ClassVar[str]
    form_class: ClassVar[type[AnswerForm]]
    casts_ballots: ClassVar[bool] = True
    """Whether an answer is a ballot (an open question's answer is a comment)."""
    final: ClassVar[bool] = False
    """Whether the first answer stands, because giving it reveals something."""
    submit_label: ClassVar[str | Promise] = gettext_lazy("Vote")
    """What the button says that sends a first answer."""
    own_buttons: ClassVar[bool] = False
    """Whether the form's template brings its <form> and buttons: an answer in steps, or none."""

    def form(
        self,
        *,
        question: Question,
        choices: Sequence[Choice],
        data: Mapping[str, Any] | None = None,
        marks: Marks | None = None,
        words: str = "",
    ) -> AnswerForm:
        return self.form_class(data, question=question, choices=choices, marks=marks, words=words)

    def merge(self, current: Answer, given: Answer) -> Answer:
        """What the ballot says once ``given`` joins what it said before."""
        return given

    def pairs(self, marks: Marks) -> Counter[tuple[int, int]]:
        """The pairs (preferred, other) that these marks count for."""
        return Counter()

    def describe(self, *, choices: Sequence[Choice], marks: Marks) -> str:
        """The reader's own answer in words."""
        chosen = [str(choice.label) for choice in choices if choice.pk in marks]
        return ", ".join(chosen)

    def reveal(self, *, choices: Sequence[Choice], marks: Marks) -> object | None:
        """What a final answer reveals to whoever gave it; None where nothing is revealed."""
        return None

    def result(self, *, question: Question, choices: Sequence[Choice], tally: TallyRead) -> Result:
        rows = self.rows(choices=choices, tally=tally)
        return Result(
            question=question,
            voters=tally.voters,
            abstentions=tally.abstentions,
            version=tally.version,
            rows=rows,
            sentence=self.sentence(rows=rows, voters=tally.voters),
            written=tally.written,
        )

    def rows(self, *, choices: Sequence[Choice], tally: TallyRead) -> list[Row]:
        """The share of voters that each choice has, with its 95 % interval."""
        return [share_row(choice, tally) for choice in choices]

    def sentence(self, *, rows: Sequence[Row], voters: int) -> str:
        if not voters:
            return _("Nobody has voted yet.")
        most = max(row.count for row in rows)
        leaders = [row for row in rows if row.count == most]
        told = {
            "choices": wording.quoted(row.choice.label for row in leaders),
            "percent": leaders[0].percent,
            "count": leaders[0].votes,
            "voters": wording.whole(voters),
        }
        return self.lead(leaders=len(leaders), voters=voters) % told

    def lead(self, *, leaders: int, voters: int) -> str:
        """Who leads: a sentence with room for choices, percent, count and voters."""
        if voters < FEW_VOTERS and leaders > 1:
            return _("%(choices)s lead together, each with %(count)s of %(voters)s votes.")
        if voters < FEW_VOTERS:
            return ngettext(
                "%(choices)s leads with %(count)s of %(voters)s vote.",
                "%(choices)s leads with %(count)s of %(voters)s votes.",
                voters,
            )
        if leaders > 1:
            return _("%(choices)s lead together, each with %(percent)s of %(voters)s votes.")
        return _("%(choices)s leads with %(percent)s of %(voters)s votes.")

    def editorial_problems(self, *, question: Question, choices: Sequence[Choice]) -> list[str]:
        """What keeps an editor's question of this kind from being asked, in words."""
        if len(choices) < 2:
            return [_("A question of this kind needs at least two choices.")]
        return []


def share_row(choice: Choice, tally: TallyRead, value: int = 1) -> Row:
    """How many of the voters gave this choice this value, as a count and as a share."""
    count = tally.of(choice, value)
    low, high = wilson(count, tally.voters)
    share = count / tally.voters if tally.voters else 0.0
    return Row(choice=choice, value=value, count=count, share=share, low=low, high=high)
