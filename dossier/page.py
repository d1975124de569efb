"""A dossier's page put together: each question where it belongs in the article."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from dossier.models import Article, Claim, Event, Figure, Passage, Revision
from dossier.models.cast import Actor
from polls.cards import Card
from polls.discussion.counters import passage_counts
from polls.discussion.threads import open_discussion
from polls.models import Question, Voter
from polls.progress import of_cards
from polls.quiz.score import Progress, progress
from polls.sides.influence import Influence, by_passage

# How far past its value a “more than” is drawn, in hundredths of the largest figure.
OPEN_END = 4.0


@dataclass(frozen=True)
class Bar:
    """A key figure drawn on its series' scale; lengths in hundredths of the largest figure."""

    figure: Figure
    length: float
    open_end: float
    """The length of the dashed piece beyond the bar; 0 for none."""


@dataclass(frozen=True)
class Series:
    """Key figures that share a unit, drawn on one scale."""

    name: str
    bars: Sequence[Bar]

    @property
    def first(self) -> Figure:
        """Whose unit is that of all."""
        return self.bars[0].figure


@dataclass(frozen=True)
class Part:
    """A passage of the article, the questions after it, and what readers make of it."""

    passage: Passage
    cards: Sequence[Card]
    comments: int
    """How many argue about it."""
    influence: Influence | None
    """How many minds it changed; None for too few to say."""


@dataclass(frozen=True)
class Page:
    """Everything of a dossier's page, in its order; templates ask the database for nothing."""

    article: Article
    corrections: Sequence[Revision]
    """What readers are told was corrected, newest first."""
    opening: Card | None
    """The question that stands below the standfirst, so that a first vote needs no scrolling."""
    before: Sequence[Card]
    """The other questions before the article."""
    passages: Sequence["Part"]
    actors: Sequence[Actor]
    events: Sequence[Event]
    figures: Sequence[Figure]
    series: Sequence[Series]
    claims: Sequence[Claim]
    end: Sequence[Card]
    """The questions after the article, those asked before it once more among them."""
    polls: Sequence[Card]
    """Every question but the quiz, once each."""
    quiz: Progress


def context_of(
    article: Article,
    dealt: Sequence[Card],
    *,
    voter: Voter | None,
    now: datetime,
    query: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What the page's template needs, from its cards as they were dealt to this reader."""
    return {
        "article": article,
        "page": compose(article, dealt),
        "progress": of_cards(dealt, now=now),
        "returns": article.is_published and any(card.has_voted for card in dealt),
        "answers": sum(card.tally.voters for card in dealt),
        "discussion": open_discussion(article=article, voter=voter, now=now, query=query),
    }


def compose(article: Article, cards: Iterable[Card]) -> Page:
    """The page of the article with these cards; one query a kind of part.

    A dossier that has not changed since it was published has no corrections to ask for.
    """
    dealt = list(cards)
    polls = [card for card in dealt if card.question.place != Question.Place.QUIZ]
    passages = list(article.passages.all())
    figures = list(article.figures.all())
    comments = passage_counts(article.pk, passages)
    influences = by_passage(passage.pk for passage in passages)
    before = [card for card in polls if card.question.place == Question.Place.BEFORE]
    return Page(
        article=article,
        corrections=_corrections(article) if article.revision > 1 else [],
        opening=before[0] if before else None,
        before=before[1:],
        passages=[
            Part(one, _after(one, polls), comments[one.pk], influences.get(one.pk))
            for one in passages
        ],
        actors=list(article.actors.all()),
        events=list(article.events.all()),
        figures=figures,
        series=draw(figures),
        claims=list(article.claims.select_related("maker").prefetch_related("rebuttals__maker")),
        end=_at_the_end(polls),
        polls=polls,
        quiz=progress(dealt),
    )


def _corrections(article: Article) -> list[Revision]:
    return list(Revision.objects.filter(article=article).corrections().newest_first())


def _after(passage: Passage, cards: Sequence[Card]) -> list[Card]:
    return [
        card
        for card in cards
        if card.question.place == Question.Place.PASSAGE and card.question.passage == passage
    ]


def _at_the_end(cards: Sequence[Card]) -> list[Card]:
    """A question meant to follow a passage that it does not name stands at the end, not nowhere."""
    again = [replace(card, slot="again") for card in cards if card.question.ask_again]
    return again + [
        card
        for card in cards
        if card.question.place == Question.Place.END
        or (card.question.place == Question.Place.PASSAGE and card.question.passage is None)
    ]


def draw(figures: Sequence[Figure]) -> list[Series]:
    """The series among the figures as bars, each series on the scale of its largest value."""
    drawn = []
    named = sorted((figure for figure in figures if figure.series), key=lambda f: f.series)
    for name, members in groupby(named, key=lambda figure: figure.series):
        group = list(members)
        largest = max(figure.value for figure in group)
        if len(group) > 1 and largest > 0:
            bars = [_bar(figure, largest) for figure in group]
            drawn.append(Series(name=name, bars=bars))
    return drawn


def _bar(figure: Figure, largest: Decimal) -> Bar:
    length = float(100 * figure.value / largest)
    beyond = min(OPEN_END, 100 - length) if figure.bound == Figure.Bound.MORE_THAN else 0.0
    return Bar(figure=figure, length=round(length, 3), open_end=round(beyond, 3))
