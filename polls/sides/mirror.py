"""Whether those who comment stand where those who vote stand.

By the ballots of all who commented, whether they show their side or not: an aggregate in which
nobody is to be found. So only commenters are counted and not what each of them wrote, who stands in
between is left out, and both sides hold several who do not show where they stand. Newcomers are
counted five together, in the order in which they came: the difference that one of them makes is
never to be seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Min

from polls.kinds import wording
from polls.models import Comment, Side
from polls.sides.camps import CROWD, Camps, sides_of
from polls.sides.keeping import kept
from polls.statistics import charts
from polls.statistics.intervals import wilson

# So many commenters come in before they are counted.
TOGETHER = 5
# So many on either side do not show it, or it would be told by those who do.
LEAST_HIDDEN = 3
# From so many on, the uncertainty of a share goes without saying.
MANY = 100


@dataclass(frozen=True)
class Part:
    """One side among voters and among commenters; shares between 0 and 1."""

    said: str
    """What those on this side have answered, in the choices' words."""
    of_voters: float
    of_commenters: float
    low: float
    high: float

    @property
    def voters(self) -> str:
        return wording.percent(self.of_voters)

    @property
    def commenters(self) -> str:
        return wording.percent(self.of_commenters)

    @property
    def interval(self) -> str:
        return wording.interval(self.low, self.high)

    @property
    def voters_width(self) -> str:
        return charts.length(100 * self.of_voters)

    @property
    def commenters_width(self) -> str:
        return charts.length(100 * self.of_commenters)


@dataclass(frozen=True)
class Mirror:
    """Voters and commenters side by side, those in favour first."""

    parts: Sequence[Part]
    counted: int
    """Commenters who take a side."""

    @property
    def lead(self) -> Part:
        """The side that comments more than it votes; where neither does, those in favour."""
        return max(self.parts, key=lambda part: part.of_commenters - part.of_voters)

    @property
    def is_uncertain(self) -> bool:
        return self.counted < MANY

    @property
    def is_true(self) -> bool:
        """Whether commenters may well be divided as voters are."""
        return self.lead.low <= self.lead.of_voters <= self.lead.high

    @property
    def commenters(self) -> str:
        return wording.whole(self.counted)


def of(camps: Camps) -> Mirror | None:
    """The mirror of a question's discussion; None while it would show too much of too few.

    Two queries where it is not kept.
    """
    name = ("mirror", camps.question.pk, camps.question.edition)
    counts: tuple[int, int] | None = kept(name, camps.version, lambda: _count(camps))
    if counts is None or not camps.taking_sides:
        return None
    total = sum(counts)
    parts = [
        _part(camps, side, count, total)
        for side, count in zip((Side.FOR, Side.AGAINST), counts, strict=True)
    ]
    return Mirror(parts=parts, counted=total)


def _part(camps: Camps, side: Side, count: int, total: int) -> Part:
    low, high = wilson(count, total)
    return Part(
        said=camps.words(side),
        of_voters=camps.share(side),
        of_commenters=count / total,
        low=low,
        high=high,
    )


def _count(camps: Camps) -> tuple[int, int] | None:
    """How many commenters are in favour and how many against; None for too few of either."""
    published = Comment.objects.published().filter(question=camps.question)
    authors = list(
        published.order_by()
        .values("voter")
        .annotate(first=Min("published_at"), shown=Count("stance"))
        .order_by("first", "voter")
        .values_list("voter", "shown")
    )
    taken = sides_of(camps.question, camps.choices, published.values("voter"))
    return counted([(taken[voter], bool(shown)) for voter, shown in authors if voter in taken])


def counted(commenters: Sequence[tuple[Side, bool]]) -> tuple[int, int] | None:
    """How many are in favour and how many against, of (side, whether it is shown) in the order of
    their coming; None where somebody could be found among them.
    """
    taking = [one for one in commenters if one[0] != Side.BETWEEN]
    together = taking[: len(taking) // TOGETHER * TOGETHER]
    hidden = [side for side, shown in together if not shown]
    if len(together) < CROWD or min(map(hidden.count, (Side.FOR, Side.AGAINST))) < LEAST_HIDDEN:
        return None
    sides = [side for side, _shown in together]
    return sides.count(Side.FOR), sides.count(Side.AGAINST)
