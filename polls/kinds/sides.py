"""Which side of its question an answer takes, where the question is one that has sides.

A scale has them by its middle, one choice among several by what its editor says of the choices, a
forecast by even odds. What an editor says of any choice counts alone: the others then take none.
Abstaining takes no side, nor does an answer of any other kind.
"""

from collections.abc import Mapping, Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from polls.kinds import wording
from polls.kinds.answers import Marks
from polls.kinds.base import TallyRead
from polls.models import Choice, Question, Side

EVEN = 50  # percent: where a forecast leans neither way
_BY_CHOICE = frozenset({Question.Kind.SINGLE, Question.Kind.SCALE})


def has_sides(question: Question, choices: Sequence[Choice]) -> bool:
    """Whether answers can take either side; ``choices`` are the published ones, in their order."""
    if question.kind == Question.Kind.FORECAST:
        return len(choices) == 1
    return {Side.FOR, Side.AGAINST} <= set(_of_choices(question, choices).values())


def of_marks(question: Question, choices: Sequence[Choice], marks: Marks) -> Side | None:
    """The side that a ballot with these marks takes; None for none."""
    if not has_sides(question, choices) or len(marks) != 1:
        return None
    ((choice, value),) = marks.items()
    if question.kind == Question.Kind.FORECAST:
        return Side((value > EVEN) - (value < EVEN))
    return _of_choices(question, choices).get(choice)


def voters(question: Question, choices: Sequence[Choice], tally: TallyRead) -> dict[Side, int]:
    """How many counted ballots take each side."""
    counts = dict.fromkeys(Side, 0)
    for (choice, value), count in tally.counts.items():
        side = of_marks(question, choices, {choice: value})
        if side is not None:
            counts[side] += count
    return counts


def words(question: Question, choices: Sequence[Choice], side: int) -> str:
    """What those on a side have answered, in the choices' own words: “Yes” or “In part”."""
    if question.kind == Question.Kind.FORECAST:
        even = {"percent": wording.percentage(EVEN)}
        told = {
            Side.FOR: _("more than %(percent)s"),
            Side.BETWEEN: _("exactly %(percent)s"),
            Side.AGAINST: _("less than %(percent)s"),
        }
        return told[Side(side)] % even
    sides = _of_choices(question, choices)
    labels = [choice.label for choice in choices if sides.get(choice.pk) == side]
    quoted = [wording.quoted([label]) for label in labels]
    return wording.Said(get_text_list(quoted, _("or")), choices)


def _of_choices(question: Question, choices: Sequence[Choice]) -> Mapping[int, Side]:
    """The side of each choice that takes one, by its primary key."""
    if question.kind not in _BY_CHOICE:
        return {}
    said = {choice.pk: Side(choice.side) for choice in choices if choice.side is not None}
    if said:
        return said
    if question.kind == Question.Kind.SCALE:
        last = len(choices) - 1
        return {
            choice.pk: Side((2 * place > last) - (2 * place < last))
            for place, choice in enumerate(choices)
        }
    regular = [choice for choice in choices if choice.role == Choice.Role.REGULAR]
    if len(regular) != 2:
        return {}
    return {regular[0].pk: Side.FOR, regular[1].pk: Side.AGAINST}
