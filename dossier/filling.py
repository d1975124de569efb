"""A dossier's page for a reader who is known: the frame that is all readers', and in it their own.

What the reader holds is read anew, in one statement, and so are the versions of the results: a vote
shows at once. Everything else comes from what is kept, by what it is made of (polls/faces.py), and
is made the long way where that is not there yet.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from dossier.frames import Frame, Gap, frame_of
from dossier.requests import Request
from dossier.shelf import Shelf
from polls import cards, faces, progress
from polls.discussion.threads import open_discussion
from polls.faces import Face
from polls.kinds.quiz import credit_of
from polls.models import Question, Voter
from polls.quiz import score
from polls.voting import hands, voters
from polls.voting.hands import Count, Hand, Hands

_NO_BALLOT, _NO_COUNT = Hand(), Count()
_small: Shelf[str] = Shelf(2**20)


def page_of(request: Request, dossier: str, *, now: datetime) -> str | None:
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

    def page(self) -> str:
        placed = self._placed()
        return "".join(
            piece if isinstance(piece, str) else self._in(piece, placed)
            for piece in self.frame.pieces
        )

    def _in(self, gap: Gap, placed: dict[Gap, str]) -> str:
        match gap.what:
            case "card" | "entry":
                return placed.get(gap, "")
            case "quiz":
                return self._quiz()
            case "progress":
                return self._progress()
        return self._discussion() if self.held.discusses else self.frame.discussion

    def _placed(self) -> dict[Gap, str]:
        """The cards and their lines in the index, by the gaps that they go into."""
        placed: dict[Gap, str] = {}
        missing = []
        for gap in self.frame.cards:
            face = self._kept(gap)
            if face is None:
                missing.append(gap)
            else:
                result = self._result(gap) if face.holds_result else ""
                placed |= _filled(gap, face, result)
        dealt = self._dealt({gap.question for gap in missing}) if missing else {}
        for gap in missing:
            if gap.question in dealt:  # it may have been withdrawn within the second
                card = dealt[gap.question]
                card = card.twin if gap.slot else card
                placed |= _filled(gap, faces.face_of(card, voter=self.held.voter), card.result_html)
        return placed

    def _kept(self, gap: Gap) -> Face | None:
        if gap.question in self.held.more:
            return None
        name = faces.name_for(
            self.frame.public[gap.question],
            self.held.ballots.get(gap.question, _NO_BALLOT),
            self._count(gap),
            slot=gap.slot,
            voter=self.held.voter,
            now=self.now,
        )
        return faces.shelf.get(name) if name else None

    def _count(self, gap: Gap) -> Count:
        return self.held.counts.get(gap.question, _NO_COUNT)

    def _result(self, gap: Gap) -> str:
        public, version = self.frame.public[gap.question], self._count(gap).version
        return faces.result_of(public, slot=gap.slot, version=version, now=self.now)

    def _dealt(self, questions: Collection[int]) -> dict[int, cards.Card]:
        """The cards of what is not kept, the long way."""
        asked = Question.objects.filter(article=self.frame.article, pk__in=questions).shown()
        dealt = cards.deal(asked, voter=self.voter, newsroom=False, now=self.now, back="dossier")
        return {card.question.pk: card for card in dealt}

    @cached_property
    def voter(self) -> Voter | None:
        return Voter.objects.filter(pk=self.held.voter).first() if self.held.voter else None

    @property
    def _answered(self) -> set[int]:
        return {pk for pk, hand in self.held.ballots.items() if hand.stands}

    def _quiz(self) -> str:
        answered, ballots, now = self._answered, self.held.ballots, self.now
        asked = [one.question for one in self.frame.public.values() if one.is_quiz]
        way = score.Progress(
            credit=sum(
                credit_of(ballots[one.pk].answer.marks) for one in asked if one.pk in ballots
            ),
            total=len(asked),
            answered=sum(one.pk in answered for one in asked),
            open=sum(one.pk not in answered and one.is_open(now=now) for one in asked),
        )
        context = {"article": self.frame.article, "progress": way}
        name = f"quiz {self.frame.article.slug} {way}"
        return _made_once(name, lambda: render_to_string("polls/quiz/_invitation.html", context))

    def _progress(self) -> str:
        questions = [one.question for one in self.frame.public.values()]
        way = progress.through(questions, self._answered, now=self.now)
        name = f"progress {way.answered} {way.total} {way.next and way.next.pk}"
        context = {"progress": way}
        return _made_once(name, lambda: render_to_string("polls/_progress.html", context))

    def _discussion(self) -> str:
        discussion = open_discussion(article=self.frame.article, voter=self.voter, now=self.now)
        context = {"discussion": discussion}
        return render_to_string("polls/discussion/_section.html", context, self.request)


def _filled(gap: Gap, face: Face, result: str) -> dict[Gap, str]:
    filled = {gap: f"{face.head}{result}{face.tail}"}
    if not gap.slot:
        filled[Gap("entry", gap.question)] = face.entry
    return filled


def _made_once(name: str, make: Callable[[], str]) -> str:
    """A small text that says all it is made of in its name."""
    name = f"{get_language()} {name}"
    kept = _small.get(name)
    if kept is None:
        kept = make()
        _small.put(name, kept, size=2 * len(kept) + 500)
    return kept
