"""What the sides of a question add to its discussion, as one reader sees it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from polls.models import Comment, MindChange, Mute, Question, Voter
from polls.results.visibility import may_see
from polls.sides import best, camps, influence, minds, mirror, stances
from polls.sides.best import Best
from polls.sides.camps import OTHER_SIDE, Camps, Standing
from polls.sides.influence import Influence
from polls.sides.minds import Change
from polls.sides.mirror import Mirror
from polls.voting import peeked


@dataclass(frozen=True)
class Remarks:
    """What stands beside a comment."""

    stance: str = ""
    """What its author has answered, where they show it and may; in the choices' words."""
    shows_side: bool = False
    """Whether its author has agreed to show it."""
    influence: Influence | None = None
    towards: Sequence[tuple[str, str]] = ()
    """How many minds it changed towards which answer, as (words, number)."""
    takes_credit: bool = False
    """Whether the reader may say that it changed their mind."""
    has_credit: bool = False
    """Whether the reader says so."""


@dataclass(frozen=True)
class Contest:
    """A question before one reader: its camps, where the reader stands, what moved the reader."""

    camps: Camps | None
    standing: Standing = field(default_factory=Standing)
    shows_result: bool = False
    change: Change | None = None
    told: MindChange | None = None

    @property
    def best(self) -> Sequence[Best]:
        """The best argument of either side, that of the reader's other side first."""
        if self.camps is None:
            return []
        other = OTHER_SIDE.get(self.standing.side) if self.standing.side is not None else None
        return best.arguments(self.camps, first=other)

    @property
    def mirror(self) -> Mirror | None:
        """How commenters compare with voters, for whoever sees how voters divide."""
        return mirror.of(self.camps) if self.camps and self.shows_result else None

    def remarks(self, comments: Collection[Comment]) -> Mapping[int, Remarks]:
        """What stands beside comments on the question, by their keys; one query."""
        shown = stances.shown(comments, among=self.camps)
        changed = influence.by_comment(one.pk for one in comments)
        return {one.pk: self._remark(one, shown, changed) for one in comments}

    def _remark(
        self, comment: Comment, shown: Mapping[int, str], changed: Mapping[int, Influence]
    ) -> Remarks:
        found = changed.get(comment.pk)
        published = comment.status == Comment.Status.PUBLISHED
        others = self.change is not None and comment.voter_id != self.change.voter
        return Remarks(
            stance=shown.get(comment.pk, ""),
            shows_side=comment.stance is not None,
            influence=found,
            towards=found.sides(self.camps) if found and self.shows_result else (),
            takes_credit=published and others,
            has_credit=self.told is not None and self.told.comment_id == comment.pk,
        )


@dataclass(frozen=True)
class Head:
    """What stands above the comments, the same on every page and in every order of them."""

    best: Sequence[Best]
    mirror: Mirror | None


def of(question: Question, *, found: Camps | None, voter: Voter | None, now: datetime) -> Contest:
    """The question with its camps before this reader; four queries at most, none for a stranger."""
    choices = found.choices if found else []
    standing = camps.standing_of(voter, question, choices)
    change = minds.newest_change(voter, question) if standing.has_voted else None
    shows_result = may_see(
        question,
        has_voted=standing.has_voted,
        has_peeked=bool(peeked(voter=voter, questions=[question])),
        now=now,
    )
    return Contest(
        camps=found,
        standing=standing,
        shows_result=shows_result,
        change=change,
        told=minds.told(change),
    )


def head(contest: Contest, *, voter: Voter | None) -> Head | None:
    """What stands above the comments; None for nothing. Without authors whom the reader muted."""
    best = contest.best
    if best and voter:
        authors = [one.comment.voter_id for one in best]
        muted = Mute.objects.filter(voter=voter, author__in=authors).values_list(
            "author", flat=True
        )
        hidden = set(muted)
        best = [one for one in best if one.comment.voter_id not in hidden]
    made = Head(best=best, mirror=contest.mirror)
    return made if made.best or made.mirror else None
