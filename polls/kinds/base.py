"""What every kind of question can be asked about itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from polls.kinds import wording
from polls.kinds.answers import Answer, AnswerForm, Marks
from polls.models import Choice, Question
from polls.statistics import charts
from polls.statistics.intervals import simultaneous, wilson

# Under so many voters a share says more than is known: counts are shown instead.
FEW_VOTERS = 10


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

    @cached_property
    def label(self) -> str:
        return str(self.choice.label)

    @cached_property
    def votes(self) -> str:
        return wording.whole(self.count)

    @cached_property
    def percent(self) -> str:
        return wording.percent(self.share)

    @cached_property
    def interval(self) -> str:
        return wording.interval(self.low, self.high)

    @cached_property
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
    together: bool = False
    """Whether the intervals hold for all shares at once."""

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


class Kind:
    """One kind of question; a kind overrides what is its own."""

    name: ClassVar[str]
    form_class: ClassVar[type[AnswerForm]]
    casts_ballots: ClassVar[bool] = True
    """Whether an answer is a ballot (an open question's answer is a comment)."""
    exclusive: ClassVar[bool] = False
    """Whether a ballot has one choice and no other: the shares are parts of one whole."""
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
            sentence=wording.Said(self.sentence(rows=rows, voters=tally.voters), choices),
            written=tally.written,
            together=self.joins_intervals(choices),
        )

    def rows(self, *, choices: Sequence[Choice], tally: TallyRead) -> list[Row]:
        """The share of voters that each choice has, with its 95 % interval.

        Where the shares are parts of one whole, the intervals hold for all of them together.
        """
        rows = [share_row(choice, tally) for choice in choices]
        if not self.joins_intervals(choices):
            return rows
        together = simultaneous([row.count for row in rows], tally.voters)
        return [
            replace(row, low=low, high=high)
            for row, (low, high) in zip(rows, together, strict=True)
        ]

    def joins_intervals(self, choices: Sequence[Choice]) -> bool:
        """Whether the intervals hold for all shares at once; two shares are one anyway."""
        return self.exclusive and len(choices) > 2

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
