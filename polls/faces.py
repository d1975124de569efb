"""Cards as html, each rendered once for all readers who would see the same.

A *sight* is one reader before one question: everything that a card is dealt from. A *face* is the
card's html, kept under a name that says all of it. Readers with the same answer have the same face,
and another answer, an edit or a closing makes another one; nothing on the shelf is ever one
reader's for being theirs. The result is a gap in a face: it changes with every vote.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import get_language

from dossier import metrics
from dossier.models import Revision
from dossier.shelf import Shelf
from dossier.templatetags.gaps import Gaps, taken_apart
from polls import dealing, kinds
from polls.cards import Card
from polls.kinds import order
from polls.models import Question
from polls.results.fragments import Fragment
from polls.results.visibility import may_see
from polls.voting.hands import Count, Hand, Hands
from polls.voting.papers import Paper

MORE = 1000  # bytes that what is kept takes beside its html, at most

type Pieces = tuple[bytes, ...]

shelf: Shelf[Pieces] = Shelf(32 * 2**20)
entries: Shelf[bytes] = Shelf(2**20)
results: "Shelf[Told]" = Shelf(8 * 2**20)


class Told(NamedTuple):
    """A result at one version: to be seen, and in one sentence to be heard."""

    html: bytes
    sentence: str


class Name(NamedTuple):
    """All that a face is made of."""

    digest: str
    """The question with its article's address and its published choices."""
    language: str | None
    back: str
    slot: str
    twin: bool
    state: Question.State
    hand: Hand
    corrected: tuple[object, ...]
    turnout: Count | None
    """How many have voted; None where the result stands instead."""
    comments: int
    order_of: str
    """Who shares the order of the choices where readers have orders of their own; else empty."""


@dataclass(frozen=True)
class Public:
    """What everybody finds of a question, beside its counters."""

    paper: Paper
    comments: int = 0
    correction: Revision | None = None
    """The newest correction of its dossier."""


@dataclass(frozen=True)
class Sight:
    """One reader, known or not to be told apart, before one question at one moment."""

    public: Public
    hand: Hand
    count: Count
    reader: str
    """The key of the voter whom the hand belongs to; empty for none yet."""
    now: datetime
    back: str
    slot: str = ""
    twin: bool = False
    """Whether it is put in its place on the page together with the other one."""

    @property
    def question(self) -> Question:
        return self.public.paper.question

    @cached_property
    def state(self) -> Question.State:
        return self.question.state(now=self.now)

    @cached_property
    def shows_result(self) -> bool:
        hand = self.hand
        return kinds.of(self.question).casts_ballots and may_see(
            self.question, has_voted=hand.says_something, has_peeked=hand.has_peeked, now=self.now
        )

    @property
    def corrected(self) -> Revision | None:
        """The newest correction, if the reader's answer does not know it."""
        correction, known = self.public.correction, self.hand.dossier_revision
        behind = self.hand.stands and known < self.question.article.revision
        return correction if behind and correction and correction.number > known else None

    @property
    def _turnout(self) -> Count | None:
        """How many have voted, where the card says no more of its result."""
        return None if self.shows_result else self.count

    @property
    def name(self) -> Name:
        corrected = self.corrected
        own = order.is_readers_own(self.question, self.public.paper.choices)
        return Name(
            digest=self.public.paper.digest,
            language=get_language(),
            back=self.back,
            slot=self.slot,
            twin=self.twin,
            state=self.state,
            hand=self.hand,
            corrected=(corrected.number, corrected.made_at) if corrected else (),
            turnout=self._turnout,
            comments=self.public.comments,
            order_of=order.drawn_for(self.reader, now=self.now) if own else "",
        )

    @property
    def card(self) -> Card:
        """The card, dealt from nothing but what its face is named by."""
        return dealing.deal_from(
            self.public.paper,
            self.hand,
            turnout=self._turnout or Count(),
            corrected=self.corrected,
            comments=self.public.comments,
            reader=self.reader,
            now=self.now,
            back=self.back,
            slot=self.slot,
        )

    @property
    def html(self) -> bytes:
        """The card with its result."""
        name = self.name
        pieces = shelf.get(name)
        if pieces is None:
            metrics.cache_misses.labels("faces").inc()
            pieces = self._pieces()
            shelf.put(name, pieces, size=_size(*pieces))
        else:
            metrics.note_hit("faces")
        return self.result.html.join(pieces) if self.shows_result else pieces[0]

    def _pieces(self) -> Pieces:
        """The card's html before and after its result."""
        alone, gaps = self.back != "dossier", Gaps()
        context = {"card": self.card, "alone": alone, "twin": self.twin, "gaps": gaps}
        texts = taken_apart(render_to_string("polls/_question.html", context))
        return tuple(text.encode() for text in texts[::2])  # in between are the gaps' names

    def entry(self, *, swapped: bool = False) -> bytes:
        """The question's line in the dossier's index; ``swapped`` into a page that has one."""
        name = (
            self.public.paper.digest,
            get_language(),
            self.state,
            self.hand.says_something,
            swapped,
        )

        def made() -> bytes:
            context = {"card": self.card, "swapped": swapped}
            return render_to_string("polls/_index_entry.html", context).encode()

        return entries.kept(name, made, size=_size)

    @property
    def result(self) -> Told:
        """The result as everybody gets it who may, at the version of the counters in sight."""
        paper, version = self.public.paper, self.count.version
        name = (paper.digest, get_language(), self.slot, self.state, version)
        return results.kept(name, self._told, size=lambda made: _size(made.html))

    def _told(self) -> Told:
        asked, choices = self.question, self.public.paper.choices
        fragment = Fragment(asked, choices, self.state, self.count.version, self.slot)
        result = fragment.work_out()
        return Told(fragment.html(lambda: result).encode(), result.sentence)

    def in_its_other_place(self) -> "Sight":
        """The sight of the same question in its other place on the dossier's page."""
        return replace(self, slot="" if self.slot else "again", twin=True)


def sight_of(
    public: Public, hands: Hands, *, now: datetime, back: str, slot: str = ""
) -> Sight | None:
    """What the reader with these hands has before them; None where hands do not tell all of it."""
    question = public.paper.question
    hand, count = hands.of(question.pk), hands.counts.get(question.pk)
    answered_again = question.ask_again and hand.revision > 1
    if count is None or answered_again or question.pk in hands.proposed:
        return None
    return Sight(public, hand, count, hands.key_hash, now, back, slot)


def _size(*html: bytes) -> int:
    return sum(map(len, html)) + MORE
