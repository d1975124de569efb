"""A dossier's page for a reader who is known: the frame that is all readers', and in it their own.

What the reader holds is read anew, in one statement, and so are the versions of the results: a vote
shows at once. Everything else comes from what is kept, by what it is made of (polls/faces.py), and
is made the long way where that is not there yet.
"""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from dossier import metrics
from dossier.frames import Frame, Gap, frame_of
from dossier.requests import Request
from dossier.shelf import Shelf
from polls import cards, dealing, faces, progress
from polls.discussion.threads import open_discussion
from polls.faces import Face, Name
from polls.kinds.quiz import credit_of
from polls.models import Question, Voter
from polls.quiz import score
from polls.voting import hands, voters
from polls.voting.hands import Count, Hand, Hands

_NO_BALLOT, _NO_COUNT = Hand(), Count()
small: Shelf[bytes] = Shelf(2**20)


def page_of(request: Request, dossier: str, *, now: datetime) -> bytes | None:
    """The page for the known reader who asks; None where it has to be made the long way."""
    if not _is_plain(request):
        return None
    frame = frame_of(request, dossier, now=now)
    if frame is None:
        return None
    held = hands.read(key_hash=voters.key_of(request), dossier=dossier)
    return _Reader(request, frame, held, now).page()


def _is_plain(request: Request) -> bool:
    """Whether the request is that of a reader with a voter cookie and nothing else to be shown."""
    return (
        settings.MICROCACHE_MS > 0
        and not request.META.get("QUERY_STRING")
        and not request.COOKIES.keys() & _OTHER_COOKIES
        and voters.token_of(request) is not None
    )


_OTHER_COOKIES = frozenset(settings.COOKIES_THAT_TELL_APART) - {voters.COOKIE}


@dataclass
class _Reader:
    """One reader before one frame."""

    request: Request
    frame: Frame
    held: Hands
    now: datetime

    def page(self) -> bytes:
        placed = self._placed()
        return b"".join(
            piece if isinstance(piece, bytes) else placed.get(piece) or self._in(piece)
            for piece in self.frame.pieces
        )

    def _in(self, gap: Gap) -> bytes:
        match gap.what:
            case "quiz":
                return self._quiz()
            case "progress":
                return self._progress()
            case "discussion":
                return self._discussion() if self.held.discusses else self.frame.discussion
        return b""

    def _placed(self) -> dict[Gap, bytes]:
        """The cards and their lines in the index, by the gaps that they go into."""
        placed: dict[Gap, bytes] = {}
        missing = []
        for gap in self.frame.cards:
            name = self._name(gap)
            face = faces.shelf.get(name) if name else None
            if face is None or name is None:
                missing.append(gap)
                continue
            result = b""
            if face.holds_result:
                public, count = self.frame.public[gap.question], self._count(gap)
                result = faces.result_of(public, name, version=count.version)
            _fill(placed, gap, face, result)
        metrics.note_hit("faces", len(self.frame.cards) - len(missing))
        metrics.cache_misses.labels("faces").inc(len(missing))
        self._place_anew(missing, placed)
        return placed

    def _name(self, gap: Gap) -> Name | None:
        """By which name the face is kept that goes into the gap, if it may be."""
        if gap.question in self.held.more:
            return None
        return faces.name_for(
            self.frame.public[gap.question],
            self.held.ballots.get(gap.question, _NO_BALLOT),
            self._count(gap),
            slot=gap.slot,
            voter=self.held.voter,
            now=self.now,
        )

    def _count(self, gap: Gap) -> Count:
        return self.held.counts.get(gap.question, _NO_COUNT)

    def _place_anew(self, missing: Collection[Gap], placed: dict[Gap, bytes]) -> None:
        dealt = self._dealt({gap.question for gap in missing}) if missing else {}
        for gap in missing:
            if gap.question in dealt:  # it may have been withdrawn within the second
                card = dealt[gap.question]
                card = card.twin if gap.slot else card
                face = faces.face_of(card, voter=self.held.voter)
                _fill(placed, gap, face, card.result_html.encode())

    def _dealt(self, questions: Collection[int]) -> dict[int, cards.Card]:
        """The cards of what is not kept, the long way."""
        asked = Question.objects.filter(article=self.frame.article, pk__in=questions).shown()
        dealt = dealing.deal(asked, voter=self.voter, newsroom=False, now=self.now, back="dossier")
        return {card.question.pk: card for card in dealt}

    @cached_property
    def voter(self) -> Voter | None:
        return Voter.objects.filter(pk=self.held.voter).first() if self.held.voter else None

    @cached_property
    def _answered(self) -> set[int]:
        return {pk for pk, hand in self.held.ballots.items() if hand.stands}

    def _quiz(self) -> bytes:
        asked, ballots = self.frame.quiz, self.held.ballots
        waiting = [one for one in asked if one.pk not in self._answered]
        way = score.Progress(
            credit=sum(
                credit_of(dict(ballots[one.pk].marks)) for one in asked if one.pk in ballots
            ),
            total=len(asked),
            answered=len(asked) - len(waiting),
            open=sum(one.is_open(now=self.now) for one in waiting),
        )
        context = {"article": self.frame.article, "progress": way}
        return _made_once("polls/quiz/_invitation.html", context, self.frame.article.slug, way)

    def _progress(self) -> bytes:
        questions = [one.question for one in self.frame.public.values()]
        way = progress.through(questions, self._answered, now=self.now)
        ahead = way.next.pk if way.next else 0
        return _made_once("polls/_progress.html", {"progress": way}, way.answered, way.total, ahead)

    def _discussion(self) -> bytes:
        discussion = open_discussion(article=self.frame.article, voter=self.voter, now=self.now)
        context = {"discussion": discussion}
        return render_to_string("polls/discussion/_section.html", context, self.request).encode()


def _fill(placed: dict[Gap, bytes], gap: Gap, face: Face, result: bytes) -> None:
    placed[gap] = face.head + result + face.tail
    if not gap.slot:
        placed[Gap("entry", gap.question)] = face.entry


def _made_once(template: str, context: dict[str, Any], *made_of: Hashable) -> bytes:
    """A small text, kept by all that it is made of."""
    name = (template, get_language(), *made_of)
    kept = small.get(name)
    if kept is None:
        kept = render_to_string(template, context).encode()
        small.put(name, kept, size=len(kept) + 500)
    return kept
