"""An order of the choices; ties are allowed, and choices may be left unranked.

A ballot marks every choice that was offered when it was cast: with its rank, from 1 without gaps,
or with 0 when it was left unranked. What is left unranked counts as tied behind all that is
ranked, both in the duels and in the Borda points. Marks therefore say by themselves which choices
a ballot weighed: one that the editors add later is in no duel of the ballots before it, which
count as no preference between it and the others.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, permutations
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polls.kinds import wording
from polls.kinds.answers import AnswerForm, Marks
from polls.kinds.base import Kind, Result, Row, TallyRead, share_row
from polls.kinds.numbers import WholeNumberField
from polls.models import Choice, Question
from polls.statistics import charts, ranking

UNRANKED = 0
FIELD = "rank-"


@dataclass(frozen=True)
class RankOption:
    """A choice as the form offers it."""

    choice: Choice
    name: str
    rank: str
    """What was sent or said before; empty for none."""
    error: str


class RankForm(AnswerForm):
    """A field ``rank-<slug>`` a choice: 1 for the best, empty for what is left unranked."""

    def initial_from(self, marks: Marks) -> dict[str, Any]:
        return {FIELD + one.slug: marks.get(one.pk) or "" for one in self.choices}

    def build(self) -> None:
        for choice in self.choices:
            self.fields[FIELD + choice.slug] = WholeNumberField(
                label=choice.label, least=1, most=len(self.choices), required=False
            )

    @property
    def rule(self) -> str:
        return _(
            "1 is the best, equal numbers are a tie. What you leave empty counts as tied behind "
            "all the rest."
        )

    @property
    def options(self) -> Sequence[RankOption]:
        """The choices, those ranked first and in their order."""
        places = {str(rank): rank for rank in range(1, len(self.choices) + 1)}
        offered = [self._option(choice) for choice in self.choices]
        return sorted(offered, key=lambda one: places.get(one.rank, len(places) + 1))

    def _option(self, choice: Choice) -> RankOption:
        name = FIELD + choice.slug
        return RankOption(
            choice=choice,
            name=name,
            rank=str(self[name].value() or "").strip(),
            error=" ".join(str(error) for error in self[name].errors),
        )

    def clean(self) -> dict[str, Any]:
        ranks = super().clean() or {}
        for name in self.fields:
            if len(self.sent(name)) > 1:
                self.add_error(name, _("Give one rank only."))
        if any(self._names_no_choice(name) for name in self.data):
            raise forms.ValidationError(
                _("One of the choices sent is no longer offered: please check your order.")
            )
        if not self.errors and not any(ranks.values()):
            raise forms.ValidationError(_("Rank at least one choice."))
        return ranks

    def _names_no_choice(self, name: str) -> bool:
        return name.startswith(FIELD) and name not in self.fields and any(self.sent(name))

    def marks(self) -> Marks:
        given = {one.pk: self.cleaned_data[FIELD + one.slug] for one in self.choices}
        dense = {rank: place for place, rank in enumerate(sorted(set(given.values()) - {None}), 1)}
        return {choice: dense.get(rank, UNRANKED) for choice, rank in given.items()}


@dataclass(frozen=True)
class Standing:
    """Where a choice stands in the order."""

    choice: Choice
    place: int
    tied: bool
    """Whether others stand in the same place."""
    points: float
    share: float
    """The Borda points as a share of what ranking it first on every ballot would give."""

    @property
    def in_points(self) -> str:
        return wording.decimal(self.points)

    @property
    def percent(self) -> str:
        return wording.percent(self.share)

    @property
    def width(self) -> str:
        return charts.length(100 * self.share)


@dataclass(frozen=True)
class Duel:
    """How many ballots rank one choice before another."""

    count: int
    share: float
    won: bool

    @property
    def votes(self) -> str:
        return wording.whole(self.count)

    @property
    def percent(self) -> str:
        return wording.percent(self.share)


@dataclass(frozen=True, kw_only=True)
class RankingResult(Result):
    """The Schulze order, from first to last, with the duels that it follows from."""

    standings: Sequence[Standing]
    duels: Mapping[tuple[int, int], Duel]

    @property
    def matrix(self) -> Sequence[tuple[Standing, Sequence[Duel | None]]]:
        """Each choice's duels with the others, both in the order; None against itself."""
        return [
            (row, [self.duels.get((row.choice.pk, other.choice.pk)) for other in self.standings])
            for row in self.standings
        ]


class Ranking(Kind):
    name = Question.Kind.RANKING
    form_class = RankForm
    submit_label = gettext_lazy("Send this order")

    def pairs(self, marks: Marks) -> Counter[tuple[int, int]]:
        last = len(marks) + 1
        place = {choice: rank or last for choice, rank in marks.items()}
        return Counter((a, b) for a, b in permutations(place, 2) if place[a] < place[b])

    def describe(self, *, choices: Sequence[Choice], marks: Marks) -> str:
        ranked = sorted((one for one in choices if marks.get(one.pk)), key=lambda c: marks[c.pk])
        told = [
            f"{rank}. {', '.join(str(choice.label) for choice in tied)}"
            for rank, tied in groupby(ranked, key=lambda choice: marks[choice.pk])
        ]
        return " · ".join(told)

    def result(
        self, *, question: Question, choices: Sequence[Choice], tally: TallyRead
    ) -> RankingResult:
        by_pk = {choice.pk: choice for choice in choices}
        order = ranking.schulze(list(by_pk), tally.pairs)
        return RankingResult(
            question=question,
            voters=tally.voters,
            abstentions=tally.abstentions,
            version=tally.version,
            rows=self.rows(choices=choices, tally=tally),
            sentence=wording.Said(_sentence(order, by_pk, tally), choices),
            standings=_standings(order, by_pk, tally),
            duels=_duels(by_pk, tally),
        )

    def rows(self, *, choices: Sequence[Choice], tally: TallyRead) -> list[Row]:
        """How many gave each choice each rank; rank 0 stands for unranked."""
        given = sorted({value for _choice, value in tally.counts})
        return [share_row(choice, tally, rank) for choice in choices for rank in given]


def _standings(
    order: ranking.Schulze[int], choices: Mapping[int, Choice], tally: TallyRead
) -> list[Standing]:
    """The choices by Schulze order; within a tie, those with more Borda points first."""
    points = ranking.borda(list(choices), tally.pairs, tally.voters)
    most = tally.voters * (len(choices) - 1)
    return [
        Standing(
            choice=choices[choice],
            place=place,
            tied=len(layer) > 1,
            points=points[choice],
            share=points[choice] / most if most else 0.0,
        )
        for place, layer in enumerate(order.layers, start=1)
        for choice in sorted(layer, key=lambda choice: -points[choice])
    ]


def _duels(choices: Iterable[int], tally: TallyRead) -> dict[tuple[int, int], Duel]:
    duels = {}
    for a, b in permutations(choices, 2):
        count = tally.pairs.get((a, b), 0)
        share = count / tally.voters if tally.voters else 0.0
        duels[a, b] = Duel(count=count, share=share, won=_wins(tally, a, b))
    return duels


def _sentence(order: ranking.Schulze[int], choices: Mapping[int, Choice], tally: TallyRead) -> str:
    if not tally.voters:
        return _("Nobody has voted yet.")
    winners = order.winners
    if len(winners) == len(choices):
        return _("No choice comes out ahead: they are all tied.")
    told = {"choices": wording.quoted(choices[choice].label for choice in winners)}
    if len(winners) > 1:
        return _("%(choices)s are tied for the first place.") % told
    first = winners[0]
    others = [choice for choice in choices if choice != first]
    if all(_wins(tally, first, other) for other in others):
        return _("%(choices)s comes first: it wins the duel with every other choice.") % told
    return _("%(choices)s comes first by the Schulze method, without winning every duel.") % told


def _wins(tally: TallyRead, a: int, b: int) -> bool:
    return tally.pairs.get((a, b), 0) > tally.pairs.get((b, a), 0)
