"""Dividing cases into groups that are large enough to be told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polls.fairness.cases import Case
from polls.models import HoldingRule, Side

# A group with fewer comments is not told by itself: no answer of a reader is to be found in it,
# and nothing could be said of it.
LEAST = 10


@dataclass(frozen=True)
class Group:
    """Cases that have something in common, and the others that they are compared with."""

    label: str
    cases: Sequence[Case] = field(repr=False)
    others: Sequence[Case] = field(repr=False)


@dataclass(frozen=True)
class Division:
    """One way to divide the cases."""

    name: str
    title: str | Promise
    divide: Callable[[Sequence[Case]], list[Group]]


def by_side(cases: Sequence[Case]) -> list[Group]:
    """By the side of the author's ballot on the question that the comment is about."""
    labels: dict[object, str] = {
        Side.FOR: _("Authors in favour"),
        Side.BETWEEN: _("Authors in between"),
        Side.AGAINST: _("Authors against"),
        None: _("No side: not voted, or nothing to take sides on"),
    }
    return _parts(cases, labels, lambda case: case.side)


def by_moderator(cases: Sequence[Case]) -> list[Group]:
    """By who decided first; what nobody has decided is left out."""
    decided = [case for case in cases if case.moderator]
    labels: dict[object, str] = {name: name for name in sorted({one.moderator for one in decided})}
    return _parts(decided, labels, lambda case: case.moderator)


def by_language(cases: Sequence[Case]) -> list[Group]:
    named = dict(settings.LANGUAGES)
    found = sorted({case.language for case in cases})
    labels: dict[object, str] = {code: str(capfirst(named.get(code, code))) for code in found}
    return _parts(cases, labels, lambda case: case.language)


def by_rule(cases: Sequence[Case]) -> list[Group]:
    """By each rule that held a comment; several may hold the same, so these groups overlap."""
    groups = [
        Group(
            str(capfirst(rule.label)),
            [case for case in cases if rule.value in case.rules],
            [case for case in cases if rule.value not in case.rules],
        )
        for rule in HoldingRule.Code
    ]
    free = Group(
        _("Held by no rule"),
        [case for case in cases if not case.rules],
        [case for case in cases if case.rules],
    )
    return [group for group in (*groups, free) if len(group.cases) >= LEAST and group.others]


DIVISIONS = (
    Division("side", gettext_lazy("By the author’s side"), by_side),
    Division("moderator", gettext_lazy("By moderator"), by_moderator),
    Division("rule", gettext_lazy("By rule that held the comment"), by_rule),
    Division("language", gettext_lazy("By language"), by_language),
)


def _parts(
    cases: Sequence[Case], labels: dict[object, str], key: Callable[[Case], object]
) -> list[Group]:
    """The parts of a whole; those too small are put together until they are large enough.

    Not left out, since what is missing from a total can be reckoned from the rest. Nothing where
    fewer than two parts remain.
    """
    parts = [
        (label, [one for one in cases if key(one) == value]) for value, label in labels.items()
    ]
    parts = [part for part in parts if part[1]]
    small = [part for part in parts if len(part[1]) < LEAST]
    large = [part for part in parts if len(part[1]) >= LEAST]
    joined = [case for _label, part in small for case in part]
    if joined and len(joined) < LEAST and large:
        smallest = min(large, key=lambda part: len(part[1]))
        large.remove(smallest)
        small.append(smallest)
        joined += smallest[1]
    if joined:
        label = small[0][0] if len(small) == 1 else _("All others together")
        large.append((label, joined))
    if len(large) < 2:
        return []
    return [
        Group(label, part, [one for _label, other in large if other is not part for one in other])
        for label, part in large
    ]
