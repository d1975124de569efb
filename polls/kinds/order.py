"""The order in which a question's choices are offered: as given, or shuffled for each reader.

What stands first is chosen more often for standing first. Shuffled for each voter, every choice
stands first as often as every other, and over all voters that favour cancels out. Results, tables
and exports keep the order in which the editors gave the choices.

A choice's place comes from a hash of who is asked and of the choice. So a voter keeps one order,
and a choice that editors add or take away leaves the others in theirs. Readers who are not known
yet share one order for ten minutes: their page is then the same for all and caches may keep it,
and over the day they see as many orders as there are.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

from django.utils.translation import gettext as _

from polls.models import Choice, Question, Voter

SLOT = timedelta(minutes=10)
# Kinds whose order means something: the points of a scale, statements by what is answered already.
KEEPS_ORDER = frozenset({Question.Kind.SCALE, Question.Kind.STATEMENTS})


def offered(
    question: Question, choices: Sequence[Choice], *, voter: Voter | None, now: datetime
) -> list[Choice]:
    """The question's choices as they are offered to this reader at this moment."""
    if question.order != Question.Order.SHUFFLED or question.kind in KEEPS_ORDER:
        return list(choices)
    reader = drawn_for(voter.key_hash if voter else "", now=now)
    return shuffled(choices, seed=f"{question.pk} {reader}")


def shuffled(choices: Sequence[Choice], *, seed: str) -> list[Choice]:
    """The choices in an order that follows from the seed alone.

    “None of these” and “other” refer to what stands before them: they stay last, as given.
    """
    regular = [choice for choice in choices if choice.role == Choice.Role.REGULAR]
    special = [choice for choice in choices if choice.role != Choice.Role.REGULAR]
    return sorted(regular, key=lambda choice: _draw(seed, choice)) + special


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
    return blake2b(f"{seed} {choice.pk}".encode(), digest_size=16).digest()
