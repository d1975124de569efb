"""How far a reader has come through a dossier's questions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import get_language

from dossier.models import Article
from dossier.shelf import Shelf
from polls import kinds
from polls.cards import Card
from polls.models import Ballot, Question, Voter
from polls.voting.hands import Hands

A_QUESTION = 5000  # bytes at most

_shown: Shelf[list[Question]] = Shelf(4 * 2**20)
_rendered: Shelf[bytes] = Shelf(2**20)


@dataclass(frozen=True)
class Progress:
    """So many of the questions that can be answered or were; the quiz keeps its own score."""

    answered: int
    total: int
    next: Question | None
    """The first open question without an answer of the reader's."""


def of_cards(cards: Iterable[Card], *, now: datetime) -> Progress:
    """The progress that cards already dealt show; no query."""
    dealt = list(cards)
    answered = {card.question.pk for card in dealt if card.has_voted}
    return through([card.question for card in dealt], answered, now=now)


def of(article: Article, *, voter: Voter | None, now: datetime) -> Progress:
    """The progress of a voter through the article's questions; two queries."""
    ballots = Ballot.objects.standing().filter(voter=voter, question__article=article)
    return through(
        Question.objects.filter(article=article).shown(),
        set(ballots.values_list("question_id", flat=True)) if voter else set(),
        now=now,
    )


def of_hands(article: Article, held: Hands, *, now: datetime) -> Progress:
    """The progress of a reader with these hands; no query while the questions stay as they are."""
    editions = tuple((question, count.edition) for question, count in held.counts.items())

    def shown() -> list[Question]:
        return list(Question.objects.filter(article=article).shown())

    questions = _shown.kept(editions, shown, size=lambda made: len(made) * A_QUESTION)
    return through(questions, held.answered, now=now)


def through(questions: Iterable[Question], answered: Collection[int], *, now: datetime) -> Progress:
    """The progress of who has answered the questions with these primary keys; no query."""
    counted = [
        question
        for question in questions
        if question.place != Question.Place.QUIZ
        and kinds.of(question).casts_ballots
        and (question.pk in answered or question.is_open(now=now))
    ]
    waiting = [question for question in counted if question.pk not in answered]
    return Progress(
        answered=len(counted) - len(waiting),
        total=len(counted),
        next=next((question for question in waiting if question.is_open(now=now)), None),
    )


def html_of(progress: Progress, *, swapped: bool = False) -> bytes:
    """The bar that shows the progress; ``swapped`` into a page that has one."""
    ahead = progress.next.pk if progress.next else 0
    name = (get_language(), progress.answered, progress.total, ahead, swapped)

    def made() -> bytes:
        context = {"progress": progress, "swapped": swapped}
        return render_to_string("polls/_progress.html", context).encode()

    return _rendered.kept(name, made, size=lambda html: len(html) + 500)
