"""A dossier's page for a reader who is known: the frame that is all readers', and in it their own.

What the reader holds is read anew, in one statement, and so are the versions of the results: a vote
shows at once. Everything else comes from what is kept, by what it is made of (polls/faces.py), and
is made the long way where that is not there yet.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from dossier.frames import Frame, Gap, frame_of
from dossier.requests import Request
from dossier.shelf import Shelf
from polls import cards, dealing, progress
from polls.discussion.threads import open_discussion
from polls.faces import sight_of
from polls.kinds.quiz import credit_of
from polls.models import Question, Voter
from polls.quiz import score
from polls.voting import hands, voters
from polls.voting.hands import Hands

invitations: Shelf[bytes] = Shelf(2**20)


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
            case "since":
                return self._since()
            case "discussion":
                return self._discussion() if self.held.discusses else self.frame.discussion
        return b""

    def _placed(self) -> dict[Gap, bytes]:
        """The cards and their lines in the index, by the gaps that they go into."""
        placed: dict[Gap, bytes] = {}
        beyond = []
        for gap in self.frame.cards:
            public = self.frame.public[gap.question]
            sight = sight_of(public, self.held, now=self.now, back="dossier", slot=gap.slot)
            if sight:
                placed[gap], placed[Gap("entry", gap.question)] = sight.html, sight.entry()
            elif gap.question in self.held.counts:
                beyond.append(gap)
        self._place_the_long_way(beyond, placed)
        return placed

    def _place_the_long_way(self, gaps: Sequence[Gap], placed: dict[Gap, bytes]) -> None:
        dealt = self._dealt({gap.question for gap in gaps}) if gaps else {}
        for gap in gaps:
            if gap.question in dealt:  # it may have been withdrawn this moment
                card = dealt[gap.question]
                card = card.twin if gap.slot else card
                placed[gap] = _rendered("polls/_question.html", {"card": card})
                entry = _rendered("polls/_index_entry.html", {"card": card})
                placed[Gap("entry", gap.question)] = entry

    def _dealt(self, questions: Collection[int]) -> dict[int, cards.Card]:
        """The cards with all that hands do not tell."""
        asked = Question.objects.filter(article=self.frame.article, pk__in=questions).shown()
        dealt = dealing.deal(asked, voter=self.voter, newsroom=False, now=self.now, back="dossier")
        return {card.question.pk: card for card in dealt}

    @cached_property
    def voter(self) -> Voter | None:
        return Voter.objects.filter(pk=self.held.voter).first() if self.held.voter else None

    def _quiz(self) -> bytes:
        asked = self.frame.quiz
        waiting = [one for one in asked if one.pk not in self.held.answered]
        way = score.Progress(
            credit=sum(credit_of(dict(self.held.of(one.pk).marks)) for one in asked),
            total=len(asked),
            answered=len(asked) - len(waiting),
            open=sum(one.is_open(now=self.now) for one in waiting),
        )
        name = (get_language(), self.frame.article.slug, way)
        context = {"article": self.frame.article, "progress": way}
        made = partial(_rendered, "polls/quiz/_invitation.html", context)
        return invitations.kept(name, made, size=lambda html: len(html) + 500)

    def _progress(self) -> bytes:
        way = progress.through(self.frame.questions, self.held.answered, now=self.now)
        return progress.html_of(way)

    def _since(self) -> bytes:
        """Whoever has answered is told what has changed on coming back."""
        context = {
            "article": self.frame.article,
            "returns": any(hand.says_something for hand in self.held.held.values()),
            "answers": sum(count.voters for count in self.held.counts.values()),
        }
        return _rendered("polls/returning/_line.html", context)

    def _discussion(self) -> bytes:
        discussion = open_discussion(article=self.frame.article, voter=self.voter, now=self.now)
        context = {"discussion": discussion}
        return render_to_string("polls/discussion/_section.html", context, self.request).encode()


def _rendered(template: str, context: dict[str, Any]) -> bytes:
    return render_to_string(template, context).encode()
