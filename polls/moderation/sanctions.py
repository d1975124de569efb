"""What moderators do about an author: warn, hold all their comments, suspend, ban.

It is about a voter, as known by a cookie or an account, and never about an address: who comes back
without the cookie is somebody new. That keeps the well-meaning, and is said in the documentation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from polls.models import Reason, Sanction, Voter
from polls.moderation.refusals import (
    EndMissing,
    NotAllowed,
    NoteTooLong,
    NothingToDecide,
    ReasonMissing,
)
from polls.moderation.verdicts import NOTE_MAX_LENGTH, PERMISSION, Moderator

Kind = Sanction.Kind
_REFUSING = frozenset({Kind.SUSPEND, Kind.BAN})


@dataclass(frozen=True)
class Notice:
    """What an author is told of one measure."""

    sanction: Sanction
    text: str
    reason: str
    explanation: str

    @property
    def note(self) -> str:
        return self.sanction.note if self.sanction.tells_author else ""


@dataclass(frozen=True)
class Standing:
    """How an author stands with the newsroom; of most there is nothing to tell."""

    notices: Sequence[Notice] = ()
    """Measures in force, and those that the author has not seen yet; the newest first."""
    refuses: bool = False
    """Whether neither comments nor statements are taken from them."""
    holds: bool = False
    """Whether every comment of theirs waits for a person."""

    @property
    def refusal(self) -> str:
        """Why no comment is taken, in words for the author; nothing where one is."""
        told = (one.text for one in self.notices if one.sanction.kind in _REFUSING)
        return next(told, "") if self.refuses else ""

    @property
    def has_unseen(self) -> bool:
        return any(one.sanction.seen_at is None for one in self.notices)


def standing(voter: Voter | None, now: datetime) -> Standing:
    """How the author stands now; one query, and one more where there is something to tell."""
    if voter is None:
        return Standing()
    mine = list(in_force(now).filter(voter=voter))
    mine.sort(key=lambda one: one.kind not in _REFUSING)
    kinds = {one.kind for one in mine}
    return Standing(
        notices=_notices(mine),
        refuses=bool(kinds & _REFUSING),
        holds=Kind.HOLD in kinds,
    )


def in_force(now: datetime) -> QuerySet[Sanction]:
    """Measures neither lifted nor over; of warnings, those that their authors have not seen."""
    current = Sanction.objects.filter(lifted_at__isnull=True)
    return current.filter(
        Q(kind=Kind.WARN, seen_at__isnull=True)
        | (~Q(kind=Kind.WARN) & (Q(until__isnull=True) | Q(until__gt=now)))
    )


@transaction.atomic
def sanction(
    *,
    voter: Voter,
    moderator: Moderator,
    kind: str,
    reason: str,
    note: str = "",
    tells_author: bool = False,
    until: datetime | None = None,
    now: datetime,
) -> Sanction:
    """Take a measure about an author, who is told it with its reason.

    A suspension has an end, a hold may have one. Raises a DecisionRefused: NotAllowed,
    ReasonMissing, NoteTooLong, EndMissing, or NothingToDecide for a voter who is gone.
    """
    if not moderator.has_perm(PERMISSION):
        raise NotAllowed
    if not reason:
        raise ReasonMissing
    if len(note) > NOTE_MAX_LENGTH:
        raise NoteTooLong
    if (kind == Kind.SUSPEND and until is None) or (until and until <= now):
        raise EndMissing
    known = Voter.objects.select_for_update(no_key=True).filter(pk=voter.pk).first()
    if known is None or kind not in Kind.values:
        raise NothingToDecide
    return Sanction.objects.create(
        voter_id=known.merged_into_id or known.pk,
        kind=kind,
        reason=reason,
        note=note,
        tells_author=tells_author and bool(note),
        moderator_id=moderator.pk,
        decided_by=moderator.get_username(),
        made_at=now,
        until=until if kind in {Kind.SUSPEND, Kind.HOLD} else None,
    )


def lift(*, measure: Sanction, moderator: Moderator, now: datetime) -> None:
    """End a measure before its time; it stays in the log. Raises NotAllowed or NothingToDecide."""
    if not moderator.has_perm(PERMISSION):
        raise NotAllowed
    standing_still = Sanction.objects.filter(pk=measure.pk, lifted_at__isnull=True)
    if not standing_still.update(lifted_at=now, lifted_by=moderator.pk):
        raise NothingToDecide


def mark_seen(*, voter: Voter, now: datetime) -> None:
    """The author has read what they were told."""
    Sanction.objects.filter(voter=voter, seen_at__isnull=True).update(seen_at=now)


def move(*, source: Voter, target: Voter) -> None:
    """What was done about one voter holds for the one whom they turned out to be."""
    Sanction.objects.filter(voter=source).update(voter=target)


def _notices(measures: Sequence[Sanction]) -> list[Notice]:
    if not measures:
        return []
    reasons = {
        one.code: one for one in Reason.objects.filter(code__in={m.reason for m in measures})
    }
    return [
        Notice(
            sanction=one,
            text=_told(one),
            reason=reasons[one.reason].label if one.reason in reasons else "",
            explanation=reasons[one.reason].explanation if one.reason in reasons else "",
        )
        for one in measures
    ]


def _told(measure: Sanction) -> str:
    until = date_format(localtime(measure.until), "DATETIME_FORMAT") if measure.until else ""
    match measure.kind:
        case Kind.WARN:
            return _("A moderator asks you to mind how you write here.")
        case Kind.HOLD if until:
            return _("Until %(until)s, a moderator reads your comments before others do.") % {
                "until": until
            }
        case Kind.HOLD:
            return _("A moderator reads your comments before others do.")
        case Kind.SUSPEND:
            return _(
                "You cannot comment or add statements until %(until)s. You can still vote and read."
            ) % {"until": until}
    return _("You can no longer comment or add statements here. You can still vote and read.")
