"""The order in which a question's choices are offered: as given, or drawn for each reader.

What stands first is chosen more often for standing first. Shuffled for each voter, every choice
stands first as often as every other, and over all voters that favour cancels out. Results, tables
and exports keep the order in which the editors gave the choices.

A choice's place comes from a hash of who is asked and of the choice. So a voter keeps one order,
and a choice that editors add or take away leaves the others in theirs. Readers who are not known
yet share one order for ten minutes: their page is then the same for all and caches may keep it,
and over the day they see as many orders as there are.

Statements are drawn by lot, too, once it is known how much is learnt by asking each of them next
(``Choice.priority``; the metric is told in polls/statistics/groups/asking.py): one of twice the
priority comes first twice as often, as Polis deals them. Until then they come as given.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from math import log

from django.utils.translation import gettext as _

from polls.models import Choice, Question, Voter

SLOT = timedelta(minutes=10)
_DRAWN = 16  # bytes
# Kinds that editors cannot have shuffled: the points of a scale, and statements, drawn anyway.
KEEPS_ORDER = frozenset({Question.Kind.SCALE, Question.Kind.STATEMENTS})


def offered(
    question: Question, choices: Sequence[Choice], *, voter: Voter | None, now: datetime
) -> list[Choice]:
    """The question's choices as they are offered to this reader at this moment."""
    if not is_readers_own(question, choices):
        return list(choices)
    seed = f"{question.pk} {drawn_for(voter.key_hash if voter else '', now=now)}"
    if question.kind == Question.Kind.STATEMENTS:
        return by_priority(choices, seed=seed)
    return shuffled(choices, seed=seed)


def is_readers_own(question: Question, choices: Sequence[Choice]) -> bool:
    """Whether the order is another one for each reader."""
    if question.kind == Question.Kind.STATEMENTS:
        return any(choice.priority for choice in choices)
    return question.order == Question.Order.SHUFFLED and question.kind not in KEEPS_ORDER


def shuffled(choices: Sequence[Choice], *, seed: str) -> list[Choice]:
    """The choices in an order that follows from the seed alone.

    “None of these” and “other” refer to what stands before them: they stay last, as given.
    """
    regular = [choice for choice in choices if choice.role == Choice.Role.REGULAR]
    special = [choice for choice in choices if choice.role != Choice.Role.REGULAR]
    return sorted(regular, key=lambda choice: _draw(seed, choice)) + special


def by_priority(choices: Sequence[Choice], *, seed: str) -> list[Choice]:
    """The statements in an order that follows from the seed and from their priorities alone.

    Each next one is drawn with a chance in proportion to its priority, by exponential keys
    ``-ln(u) / w`` in ascending order (P. S. Efraimidis and P. G. Spirakis, “Weighted random
    sampling with a reservoir”, Information Processing Letters 97 (2006), pp. 181–185). A change of
    one statement's priority moves that statement alone. What was published since they were worked
    out has the greatest there is.
    """
    greatest = max((choice.priority for choice in choices if choice.priority), default=1.0)

    def key(choice: Choice) -> tuple[float, int]:
        drawn = (int.from_bytes(_draw(seed, choice)) + 1) / 2 ** (8 * _DRAWN)
        return -log(drawn) / (choice.priority or greatest), choice.pk

    return sorted(choices, key=key)


def drawn_for(key_hash: str, *, now: datetime) -> str:
    """Whoever shares one order: the voter with this key alone, or all unknown readers of the same
    ten minutes, whose key is empty.
    """
    return key_hash or str(int(now.timestamp() // SLOT.total_seconds()))


def misfits(question: Question) -> list[str]:
    """What is wrong with an editor's wish to shuffle, in words."""
    if question.order == Question.Order.SHUFFLED and question.kind in KEEPS_ORDER:
        return [_("The choices of this kind have an order of their own: they cannot be shuffled.")]
    return []


def _draw(seed: str, choice: Choice) -> bytes:
    return blake2b(f"{seed} {choice.pk}".encode(), digest_size=_DRAWN).digest()
