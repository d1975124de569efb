"""What moves on open pages: a question's changing parts, and its result, as a stream says them.

A piece holds nothing of any reader. It comes in two forms: with the result for those who may see
it, without for all others; whoever hands it out asks which one (``Piece.told_to``).
"""

import json
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.template.loader import render_to_string

from polls import kinds
from polls.discussion import counters
from polls.kinds import TallyRead, wording
from polls.live.marks import Mark, one
from polls.live.papers import Paper
from polls.models import Question
from polls.results.fragments import Fragment
from polls.results.passes import NEWSROOM, READER, Opened
from polls.results.visibility import may_see

# A gzip stream begins with this; raw blocks of deflate follow for as long as it lasts.
PACKED_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


class Told(NamedTuple):
    """Bytes of a stream as they are, and packed for whoever takes that."""

    plain: bytes
    packed: bytes


def told(text: str) -> Told:
    """The text ready to be sent, packed once for all who get it.

    A full flush ends each text at a whole byte and forgets what came before it, so that the same
    bytes fit into any stream at any moment (RFC 1951, 3.2.4).
    """
    plain = text.encode()
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return Told(plain, packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH))


def event(name: str, data: Any) -> str:
    """An event of a stream; JSON keeps its data on one line."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n"


EVERYBODY = "e"


@dataclass(frozen=True)
class Piece:
    """What is told of a question at one mark, in one language."""

    question: int
    mark: Mark
    parts: dict[str, Any]
    """What everybody may know, as it stands in an event."""
    bare: Told
    whole: Told
    """With the result."""
    audiences: frozenset[str]
    """Who is told the whole: everybody (``EVERYBODY``), or the holders of which passes."""

    def told_to(self, opened: Collection[Opened]) -> Told:
        """The form for a reader to whom passes have opened these results."""
        if EVERYBODY in self.audiences:
            return self.whole
        shown = any((self.question, audience) in opened for audience in self.audiences)
        return self.whole if shown else self.bare


def make(paper: Paper, tally: TallyRead, *, comments: int, mark: Mark, now: datetime) -> Piece:
    """The piece of a question in the active language; no query is made."""
    question = paper.question
    bare = parts_of(question, tally, comments=comments, mark=mark, now=now)
    whole = bare
    audiences = _audiences(question, now=now)
    if audiences:
        whole = bare | {"result": _result(paper, tally, now=now)}
    return Piece(
        question=question.pk,
        mark=mark,
        parts=bare,
        bare=told(event("question", bare)),
        whole=told(event("question", whole)),
        audiences=audiences,
    )


def _result(paper: Paper, tally: TallyRead, *, now: datetime) -> str:
    asked, choices = paper.question, paper.choices
    fragment = Fragment(asked, choices, asked.state(now=now), tally.version)
    kind = kinds.of(asked)
    return fragment.html(lambda: kind.result(question=asked, choices=choices, tally=tally))


def comments_told(article: int) -> dict[str, Any]:
    """How many comments there are on the dossier itself and on its passages, by their slugs.

    As html in the active language; of the passages those that were ever commented. One query.
    """
    counts = counters.article_counts(article)
    whole = counts.pop(None, 0)
    return {
        "count": render_to_string("polls/discussion/_count.html", {"count": whole}).strip(),
        "passages": {
            slug: render_to_string("polls/discussion/_passage_count.html", {"comments": n}).strip()
            for slug, n in sorted(counts.items())
        },
    }


def parts_of(
    question: Question, tally: TallyRead, *, comments: int, mark: Mark, now: datetime
) -> dict[str, Any]:
    """What everybody may know of a question: its state, votes, window and comments, as html."""
    state = question.state(now=now)
    context = {
        "question": question,
        "state": state.value,
        "votes": tally.voters,
        "turnout": wording.whole(tally.voters),
        "comments": comments,
    }
    named = {"state": "_state", "window": "_window", "comments": "_comment_count"}
    if kinds.of(question).casts_ballots:
        named["votes"] = "_votes"
    parts = {
        name: render_to_string(f"polls/{file}.html", context).strip()
        for name, file in named.items()
    }
    return {
        "question": question.pk,
        "mark": one(question.pk, mark),
        "state": state.value,
        "parts": parts,
    }


def _audiences(question: Question, *, now: datetime) -> frozenset[str]:
    if not kinds.of(question).casts_ballots:
        return frozenset()
    if may_see(question, has_voted=False, now=now):
        return frozenset({EVERYBODY})
    readers = may_see(question, has_voted=True, now=now)
    return frozenset({READER, NEWSROOM}) if readers else frozenset({NEWSROOM})
