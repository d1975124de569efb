"""Cards as html, each rendered once for all readers who would see the same.

A face is named by all that it is made of: the question as it stands, the reader's answer to it,
the place and the language. Readers with the same answer have the same face, and another answer,
an edit or a closing makes another one; nothing on the shelf is ever one reader's for being theirs.
The result is no part of a face: it changes with every vote, and is put in afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import get_language

from dossier.models import Revision
from dossier.shelf import Shelf
from polls.cards import Card
from polls.kinds import Answer
from polls.models import BallotRevision, Choice, Question
from polls.results.fragments import Fragment
from polls.results.visibility import may_see
from polls.voting.asked_again import Reading
from polls.voting.hands import Count, Hand

shelf: "Shelf[Face]" = Shelf(32 * 2**20)
results: Shelf[bytes] = Shelf(8 * 2**20)

# What of a card its name says, or what it is made from; a card that has more is not kept.
NAMED = frozenset(
    "question kind state choices offered ballot answer tally form shows_result reading back slot "
    "comments corrected".split()
)
KEPT_OUT = frozenset("before_readers has_peeked proposed refusal write_in".split())


@dataclass(frozen=True)
class Face:
    """A card's html around its result, and the question's line in the dossier's index."""

    head: bytes
    tail: bytes
    entry: bytes
    holds_result: bool


@dataclass(frozen=True)
class Public:
    """A question as everybody finds it: with its published choices and its place's comments."""

    question: Question
    choices: Sequence[Choice]
    casts_ballots: bool
    digest: str
    language: str | None
    comments: int
    correction: Revision | None
    """The newest correction of its dossier."""

    @property
    def is_quiz(self) -> bool:
        return self.question.kind == Question.Kind.QUIZ


class Name(NamedTuple):
    """All that a face is made of."""

    digest: str
    language: str | None
    slot: str
    state: Question.State
    revision: int
    marks: tuple[tuple[int, int], ...]
    abstains: bool
    reading: tuple[object, ...]
    corrected: tuple[object, ...]
    voters: int | None
    """None where the result stands instead."""
    comments: int
    reader: int
    """The voter where each has an order of the choices; else 0."""


def digest_of(question: Question) -> str:
    """What stands for the question with its article's address and all its published choices."""
    choices = [choice for choice in question.choices.all() if choice.is_published]
    made_of = [question, question.article, question.passage, *choices]
    texts = [_columns(part) for part in made_of if part]
    return sha256(repr(texts).encode()).hexdigest()


def _columns(row: object) -> list[tuple[str, object]]:
    return [(name, value) for name, value in sorted(vars(row).items()) if name[0] != "_"]


def name_of(card: Card, *, voter: int) -> Name | None:
    """What the card is made of; None if that is more than a face may hold."""
    if any(getattr(card, name) for name in KEPT_OUT) or (card.form and card.form.is_bound):
        return None
    shuffled = card.question.order == Question.Order.SHUFFLED
    if shuffled and not voter:  # an order for ten minutes
        return None
    return Name(
        digest=digest_of(card.question),
        language=get_language(),
        slot=card.slot,
        state=card.state,
        revision=card.seen,
        marks=_marks(card.answer),
        abstains=card.answer.abstains,
        reading=_read(card.reading),
        corrected=_corrected(card.corrected),
        voters=None if card.shows_result else card.tally.voters,
        comments=card.comments,
        reader=voter if shuffled else 0,
    )


def name_for(
    public: Public, hand: Hand, count: Count, *, slot: str, voter: int, now: datetime
) -> Name | None:
    """What the card would be made of that a reader with this hand is dealt; None if unknown."""
    question = public.question
    if question.ask_again and hand.revision > 1:
        return None
    voted = hand.says_something
    shows = public.casts_ballots and may_see(question, has_voted=voted, now=now)
    return Name(
        digest=public.digest,
        language=public.language,
        slot=slot,
        state=question.state(now=now),
        revision=hand.revision,
        marks=hand.marks,
        abstains=hand.abstains,
        reading=_first_reading(hand) if question.ask_again and hand.revision else _NOT_READ,
        corrected=_corrected(_correction_since(hand, public)),
        voters=None if shows else count.voters,
        comments=public.comments,
        reader=voter if question.order == Question.Order.SHUFFLED else 0,
    )


def public_of(card: Card, *, correction: Revision | None) -> Public:
    """The question of a card that was dealt to nobody in particular."""
    return Public(
        question=card.question,
        choices=card.choices,
        casts_ballots=card.kind.casts_ballots,
        digest=digest_of(card.question),
        language=get_language(),
        comments=card.comments,
        correction=correction,
    )


def face_of(card: Card, *, voter: int) -> Face:
    """The face of a card on its dossier's page, kept for whoever would see the same."""
    html = render_to_string("polls/_question.html", {"card": card})
    entry = render_to_string("polls/_index_entry.html", {"card": card})
    head, _result, tail = html.partition(card.result_html) if card.shows_result else (html, "", "")
    face = Face(head.encode(), tail.encode(), entry.encode(), holds_result=card.shows_result)
    name = name_of(card, voter=voter)
    if name:
        shelf.put(name, face, size=len(face.head) + len(face.tail) + len(face.entry) + 1000)
    return face


def result_of(public: Public, name: Name, *, version: int) -> bytes:
    """The result that goes into a face of this name, at a version of the question's counters."""
    of_result = (name.digest, name.language, name.slot, name.state, version)
    kept = results.get(of_result)
    if kept is None:
        fragment = Fragment(
            question=public.question,
            choices=public.choices,
            state=name.state,
            version=version,
            slot=name.slot,
        )
        kept = fragment.html(fragment.work_out).encode()
        results.put(of_result, kept, size=len(kept) + 500)
    return kept


def _marks(answer: Answer) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(answer.marks.items()))


def _read(reading: Reading) -> tuple[object, ...]:
    before = reading.before
    return _marks(before), before.abstains, reading.at_the_top, reading.again


_NOT_READ = _read(Reading())


def _first_reading(hand: Hand) -> tuple[object, ...]:
    """What a ballot of one revision tells of its voter's reading."""
    if hand.first_place == BallotRevision.Place.AGAIN:
        return (), False, False, True
    return hand.marks, hand.abstains, hand.first_place == BallotRevision.Place.BEFORE, False


def _correction_since(hand: Hand, public: Public) -> Revision | None:
    correction = public.correction
    known = hand.dossier_revision
    behind = hand.stands and known < public.question.article.revision
    return correction if behind and correction and correction.number > known else None


def _corrected(correction: Revision | None) -> tuple[object, ...]:
    return (correction.number, correction.made_at) if correction else ()
