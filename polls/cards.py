"""A question as one reader sees it at one moment: form, own answer, result and state together."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossier.models import Revision
from polls.framing import EMBEDS
from polls.kinds import Answer, AnswerForm, Kind, Marks, Result, TallyRead, picks, wording
from polls.models import Choice, Question
from polls.places import address_of
from polls.results import fragments, passes
from polls.results.fragments import Fragment
from polls.voting.asked_again import Reading
from polls.voting.hands import Words

_RESULT_NOTES = {
    Question.Results.AFTER_VOTE: gettext_lazy("The result shows once you have voted."),
    Question.Results.AFTER_CLOSE: gettext_lazy("The result shows once the question has closed."),
    Question.Results.STAFF: gettext_lazy("The newsroom does not publish this result."),
}


@dataclass
class Card:
    """Everything that the template of a question needs; no query is left to it."""

    question: Question
    kind: Kind
    state: Question.State
    choices: Sequence[Choice]
    """As the editors gave them."""
    offered: Sequence[Choice]
    """In the order in which this reader is asked."""
    seen: int
    """The ballot's revision that the card shows, which its forms send along; 0 for none."""
    answer: Answer
    """What the ballot says; the empty answer without one."""
    words: Words | None
    """The reader's own words for “other”, with what moderators made of them."""
    tally: TallyRead
    form: AnswerForm | None
    shows_result: bool
    before_readers: bool = False
    """Whether the newsroom sees a result that a reader in its place would not."""
    has_peeked: bool = False
    """Whether the reader has asked to see the result without voting."""
    asks_what_changed: bool = False
    """Whether a reader who has changed their answer may say what changed it."""
    reading: Reading = field(default_factory=Reading)
    """The reader's answers before and after reading, to a question asked twice."""
    proposed: Sequence[Choice] = ()
    """The reader's own statements that are not published: nobody else sees them."""
    back: str = "question"
    """Where a plain form leads back to: the "dossier", the "quiz" or the page of the "question"."""
    slot: str = ""
    """"again" for the second place of a question asked before and after the article."""
    refusal: str = ""
    """Why the newest answer was not counted, in words."""
    comments: int = 0
    """Published comments on the question, where it stands beside others."""
    corrected: Revision | None = None
    """The newest correction of the dossier since the reader answered."""

    @property
    def dom_id(self) -> str:
        return fragments.dom_id(self.question, self.slot)

    @property
    def place(self) -> str:
        """The address of the card where it stands."""
        return address_of(self.question, back=self.back, slot=self.slot)

    @property
    def is_framed(self) -> bool:
        """Whether the card stands in a frame on another site, where no other page of ours can."""
        return self.back in EMBEDS

    @property
    def marks(self) -> Marks:
        return self.answer.marks

    @property
    def has_voted(self) -> bool:
        return bool(self.answer)

    @property
    def picks(self) -> str:
        """Classes that mark the reader's own answer in the result."""
        return picks.classes(self.question, self.choices, self.marks)

    @property
    def newsroom_pass(self) -> str:
        """What keeps a result current on the page that readers may not see yet; else empty."""
        return (
            passes.for_newsroom(self.question.pk, now=timezone.now()) if self.before_readers else ""
        )

    @property
    def is_open(self) -> bool:
        return self.state == Question.State.OPEN

    @property
    def can_change(self) -> bool:
        return self.is_open and self.has_voted and not self.kind.final

    @property
    def offers_peek(self) -> bool:
        """Whether the reader may ask to see the result without voting."""
        return self.is_open and self.question.allows_peek and not self.shows_result

    @property
    def is_informed(self) -> bool:
        """Whether an answer of the reader's from now on is marked as informed by the result."""
        return self.has_peeked and self.is_open and not self.has_voted

    @property
    def correction(self) -> Revision | None:
        """What invites the reader to look at an answer again that can be changed."""
        return self.corrected if self.can_change else None

    @property
    def said(self) -> str:
        """The reader's own answer in words."""
        return self._in_words(self.answer)

    @property
    def can_confirm(self) -> bool:
        """Whether the reader, asked again after reading, may stay with an answer from before."""
        return bool(self.slot) and self.can_change and not self.reading.again

    @property
    def said_before(self) -> str:
        """What the reader answered before reading, if they have answered again; else empty."""
        if not self.slot or not self.reading.before or self.can_confirm:
            return ""
        return self._in_words(self.reading.before)

    @property
    def has_confirmed(self) -> bool:
        """Whether the reader, asked again after reading, answers the same as before."""
        before = self.reading.before
        same = (self.marks, self.answer.abstains) == (before.marks, before.abstains)
        return bool(self.said_before) and same

    @property
    def reveal(self) -> object | None:
        """What the kind reveals once the reader has answered, or can answer no more."""
        if not self.has_voted and self.state != Question.State.CLOSED:
            return None
        return self.kind.reveal(choices=self.choices, marks=self.marks)

    @property
    def reveal_template(self) -> str:
        return f"polls/kinds/{self.kind.name}/reveal.html"

    @property
    def form_template(self) -> str:
        return f"polls/kinds/{self.kind.name}/form.html"

    @property
    def label(self) -> str:
        """What stands above the prompt: the kind, or when the question is asked."""
        if self.slot:
            return _("After reading")
        if self.back == "dossier" and self.question.place == Question.Place.BEFORE:
            return _("Before reading")
        return capfirst(self.question.get_kind_display())

    @property
    def described_by(self) -> str:
        """The ids of what explains the form's fields: help, rule and error, where there are."""
        if self.form is None:
            return ""
        parts = {"help": self.question.help, "rule": self.form.rule, "error": self.form.errors}
        return " ".join(f"{self.dom_id}-{part}" for part, text in parts.items() if text)

    @property
    def takes_focus(self) -> bool:
        """Whether the prompt takes the focus after a swap, nothing below it asking for it."""
        return not (self.refusal or self.shows_result or (self.form and self.form.errors))

    @property
    def twin(self) -> "Card":
        """The card in its other place on the dossier's page."""
        return replace(self, slot="" if self.slot else "again")

    @property
    def turnout(self) -> str:
        return wording.whole(self.tally.voters)

    @cached_property
    def result(self) -> Result | None:
        """The result, if this reader may see it."""
        return self._work_out() if self.shows_result else None

    @property
    def sentence(self) -> str:
        """The result in one sentence, to be read aloud after an answer; not after each of many."""
        return self.result.sentence if self.result and not self.kind.own_buttons else ""

    @property
    def result_html(self) -> SafeString:
        """The result as everybody sees it who may, from the cache if it is there; else nothing."""
        if not self.shows_result:
            return SafeString()
        fragment = Fragment(
            question=self.question,
            choices=self.choices,
            state=self.state,
            version=self.tally.version,
            slot=self.slot,
        )
        return fragment.html(self._work_out)

    @property
    def result_note(self) -> str:
        """When the result shows, for a reader who may not see it yet; else nothing."""
        unanswered = self.kind.final and not self.has_voted
        if self.shows_result or not self.kind.casts_ballots or unanswered:
            return ""
        if self.state not in {Question.State.OPEN, Question.State.CLOSED}:
            return ""
        return str(_RESULT_NOTES.get(Question.Results(self.question.results), ""))

    def _in_words(self, answer: Answer) -> str:
        if answer.abstains:
            return _("No opinion")
        words = self.kind.describe(choices=self.choices, marks=answer.marks)
        return wording.Said(words, self.choices)

    def _work_out(self) -> Result:
        return self.kind.result(question=self.question, choices=self.choices, tally=self.tally)
