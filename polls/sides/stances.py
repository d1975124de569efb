"""The side that an author shows with a comment: by consent, as the ballot was when posting.

Consent is asked with every comment and never assumed: the box is empty whatever the reader did
before, since a box that is ticked beforehand is no consent (CJEU, C-673/17 *Planet49*, on an answer
to a political question all the more). What the reader did last is said beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from polls.kinds import sides
from polls.models import Comment, Question, Side, Voter
from polls.sides import camps
from polls.sides.camps import Camps


@dataclass(frozen=True)
class Offer:
    """What a reader may show with a comment on a question."""

    side: Side
    words: str
    """The reader's answer and those on its side, in the choices' words."""
    was_shown: bool
    """Whether the reader's newest comment on the question shows it."""

    @property
    def value(self) -> str:
        """What the form sends for it: the side, so that no other is shown than was agreed to."""
        return str(int(self.side))


def offer(question: Question | None, voter: Voter | None) -> Offer | None:
    """What the reader may show; None without a ballot that takes a side. Three queries at most."""
    if question is None or voter is None:
        return None
    choices = camps.choices_of(question)
    if not sides.has_sides(question, choices):
        return None
    side = camps.standing_of(voter, question, choices).side
    if side is None:
        return None
    earlier = Comment.objects.filter(voter=voter, question=question).order_by("-posted_at", "-pk")
    newest = earlier.exclude(status=Comment.Status.DELETED).values_list("stance", flat=True).first()
    return Offer(side, sides.words(question, choices, side), was_shown=newest is not None)


def consented(*, voter: Voter, question: Question | None, side: int | None) -> Side | None:
    """The stance of a comment whose author agreed to show ``side``: nothing if it is not, or no
    longer, the side of their ballot.
    """
    if side is None:
        return None
    current = camps.side_of(voter, question)
    return current if current == side else None


def shown(comments: Iterable[Comment], *, among: Camps | None) -> Mapping[int, str]:
    """What the authors of comments on one question have answered, by the comments' keys: of those
    who show it, on sides large enough to hide in. No query.
    """
    if among is None:
        return {}
    words = {side: among.words(side) for side in among.crowded}
    return {one.pk: words[Side(one.stance)] for one in comments if one.stance in words}


def crowded(question: Question | None) -> frozenset[Side]:
    """The sides on which a stance may be told to anybody, in a page, a file or an order.

    Two queries at most.
    """
    found = camps.of(question) if question else None
    return found.crowded if found else frozenset()
