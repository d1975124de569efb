"""The argument of each side that convinces the other side most.

An argument approved by those who answered otherwise says more than one that its own side applauds:
the idea of bridging-based ranking (A. Ovadya and L. Thorburn, “Bridging Systems: Open Problems for
Countering Destructive Divisiveness across Ranking, Recommenders, and Governance”, 2023,
arXiv:2301.09976), here in its plainest form, which can be said in a sentence and recounted by hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from polls.kinds import wording
from polls.models import Approval, Comment, Side
from polls.sides.camps import OTHER_SIDE, Camps
from polls.sides.keeping import kept
from polls.statistics.intervals import wilson

# So many of the other side make an argument one that it approves of, and no fluke of three friends.
LEAST_APPROVALS = 5
# As many comments as are weighed for each side: those with the most approvals of the other side.
CANDIDATES = 30

_APPROVALS: Mapping[Side, str] = {Side.FOR: "approvals_for", Side.AGAINST: "approvals_against"}


@dataclass(frozen=True)
class Best:
    """The best argument of one side, in the eyes of the other."""

    comment: Comment
    side: Side
    said: str
    """What its author has answered, in the choices' words."""
    others_said: str
    """What those on the other side have answered."""
    approvals: int
    """Of voters on the other side."""
    voters: int
    """On the other side, who have approved anything here since the comment was published."""

    @property
    def bound(self) -> float:
        return bound(self.approvals, self.voters)

    @property
    def in_percent(self) -> str:
        return wording.percent(self.bound)

    @property
    def of_voters(self) -> str:
        return wording.whole(self.voters)


def bound(approvals: int, voters: int) -> float:
    """What share of the other side approves of an argument, at the least that is known of it.

    The lower end of Wilson's 95 % interval for k approvals among n voters (E. B. Wilson, “Probable
    Inference, the Law of Succession, and Statistical Inference”, JASA 22 (1927), pp. 209–212), with
    p = k/n and z = 1.96::

        (p + z²/2n − z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n)

    n are the voters of the other side who have approved anything in this discussion since the
    comment was published, so that an old comment gains nothing by its age. Whoever approved of this
    comment is among them, and n is never below k.
    """
    return wilson(approvals, max(voters, approvals)).low


def arguments(camps: Camps, *, first: Side | None = None) -> list[Best]:
    """The best argument of each side that has one, that of side ``first`` before the other.

    Six queries at most, over comments and approvals of this discussion and never over ballots; none
    where the question is not contested.
    """
    if not camps.are_contested:
        return []
    sides = [Side.FOR, Side.AGAINST] if first != Side.AGAINST else [Side.AGAINST, Side.FOR]
    name = ("best", camps.question.pk, camps.question.edition)
    found: Mapping[Side, tuple[int, int, int]] = kept(name, None, lambda: _weigh(camps))
    comments = (
        Comment.objects.published().in_bulk([pk for pk, _k, _n in found.values()]) if found else {}
    )
    return [
        _told(comments[found[side][0]], side, camps, found[side])
        for side in sides
        if side in found and _holds(comments.get(found[side][0]), side)
    ]


def _holds(comment: Comment | None, side: Side) -> bool:
    """Whether what was weighed a moment ago is still published, and still shows its stance."""
    return comment is not None and comment.stance == side


def _told(comment: Comment, side: Side, camps: Camps, weighed: tuple[int, int, int]) -> Best:
    _pk, approvals, voters = weighed
    return Best(
        comment=comment,
        side=side,
        said=camps.words(side),
        others_said=camps.words(OTHER_SIDE[side]),
        approvals=approvals,
        voters=max(voters, approvals),
    )


def _weigh(camps: Camps) -> dict[Side, tuple[int, int, int]]:
    """Key, approvals and voters of the best argument of each side that has one."""
    weighed = {}
    for side, other in OTHER_SIDE.items():
        candidates = _candidates(camps, Side(side))
        if candidates:
            voters = _voters_since(camps, other, [published for _pk, _k, published in candidates])
            best = foremost([(pk, k, voters[published]) for pk, k, published in candidates])
            weighed[Side(side)] = best
    return weighed


def foremost(weighed: Sequence[tuple[int, int, int]]) -> tuple[int, int, int]:
    """Of (key, approvals, voters) the one with the highest bound; of equals the most approved, then
    the oldest.
    """
    return max(weighed, key=lambda one: (bound(one[1], one[2]), one[1], -one[0]))


def _candidates(camps: Camps, side: Side) -> list[tuple[int, int, datetime]]:
    """Key, approvals by the other side and moment of publication of what is weighed."""
    by_others = _APPROVALS[OTHER_SIDE[side]]
    found = Comment.objects.published().filter(
        question=camps.question, stance=side, **{f"{by_others}__gte": LEAST_APPROVALS}
    )
    foremost = found.order_by(f"-{by_others}", "pk")[:CANDIDATES]
    return list(foremost.values_list("pk", by_others, "published_at"))


def _voters_since(camps: Camps, side: Side, moments: Sequence[datetime]) -> dict[datetime, int]:
    """How many voters of a side have approved anything in the discussion since each moment."""
    approvals = Approval.objects.filter(comment__question=camps.question, side=side)
    voters = approvals.order_by().values("voter").annotate(last=Max("approved_at"))
    names = {f"since_{place}": moment for place, moment in enumerate(sorted(set(moments)))}
    counted = voters.aggregate(
        **{name: Count("voter", filter=Q(last__gte=moment)) for name, moment in names.items()}
    )
    return {moment: counted[name] for name, moment in names.items()}
