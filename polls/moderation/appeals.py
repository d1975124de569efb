"""An author's one appeal against the rejection of a comment, and its answer by somebody else."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from polls.models import Appeal, Comment, Decision, Voter
from polls.moderation.decide import decide
from polls.moderation.refusals import NothingToDecide, SamePerson
from polls.moderation.verdicts import PERMISSION, Moderator, Verdict, record
from polls.plaintext import clean, is_blank

TEXT_MAX_LENGTH = 1000
REFUSED = frozenset({Comment.Status.REJECTED, Comment.Status.SPAM})


class AppealRefused(Exception):
    """An appeal that is not taken; ``message`` tells the author why. Nothing has changed."""

    message: str | Promise = _("This appeal cannot be taken.")

    def __str__(self) -> str:
        return str(self.message)


class NotTheAuthor(AppealRefused):
    message = _("Only its author can ask that the rejection of a comment be looked at again.")


class NotRejected(AppealRefused):
    message = _("This comment is not rejected: there is nothing to look at again.")


class AppealedAlready(AppealRefused):
    message = _("You have asked already. One appeal is possible for each comment.")


class TextForgotten(AppealRefused):
    message = _("The text of this comment has been deleted after the time for which it is kept.")


class NoArgument(AppealRefused):
    message = _("Say in a few words why the comment should be published.")


class ArgumentTooLong(AppealRefused):
    message = _("That is too long: 1,000 characters at most.")


@dataclass(frozen=True)
class Case:
    """An appeal with what is needed to answer it."""

    appeal: Appeal
    decision: Decision | None
    """The rejection that it is against."""
    same_person: bool
    """Whether whoever looks at it rejected the comment."""


def ensure_appealable(comment: Comment, *, voter: Voter | None) -> None:
    """Raises an AppealRefused unless this reader may appeal now; one query."""
    if voter is None or comment.voter_id != voter.pk:
        raise NotTheAuthor
    if Appeal.objects.filter(comment=comment).exists():
        raise AppealedAlready
    if comment.status not in REFUSED:
        raise NotRejected
    if not comment.body:
        raise TextForgotten


@transaction.atomic
def appeal(*, comment: Comment, voter: Voter, text: str, now: datetime) -> Appeal:
    """Ask that somebody else look at the rejection. Raises an AppealRefused."""
    current = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    ensure_appealable(current, voter=voter)
    text = clean(text)
    if is_blank(text):
        raise NoArgument
    if len(text) > TEXT_MAX_LENGTH:
        raise ArgumentTooLong
    return Appeal.objects.create(comment=current, text=text, made_at=now)


def waiting() -> QuerySet[Appeal]:
    """Appeals that nobody has answered, the oldest first, each with its comment in context.

    The comment comes with its page, parent, author, flags and decisions; the number of queries
    does not grow.
    """
    decisions = Decision.objects.select_related("moderator")
    return (
        Appeal.objects.waiting()
        .exclude(comment__status=Comment.Status.DELETED)
        .select_related(
            "comment__article", "comment__question__article", "comment__parent", "comment__voter"
        )
        .prefetch_related(Prefetch("comment__decisions", queryset=decisions), "comment__flags")
        .order_by("made_at", "pk")
    )


def case_of(waiting_appeal: Appeal, *, moderator: Moderator) -> Case:
    """The appeal as this moderator sees it; no query where it comes from ``waiting``."""
    against = rejection_of(waiting_appeal.comment)
    return Case(
        appeal=waiting_appeal,
        decision=against,
        same_person=against is not None and against.moderator_id == moderator.pk,
    )


def rejection_of(comment: Comment) -> Decision | None:
    """The newest decision that led to the comment's rejection."""
    undone = {decision.undoes_id for decision in comment.decisions.all()}
    against = (
        decision
        for decision in comment.decisions.all()
        if decision.action in {Decision.Action.REJECT, Decision.Action.SPAM}
        and decision.pk not in undone
    )
    return next(against, None)


def has_others(moderator: Moderator) -> bool:
    """Whether anybody else may decide; one query."""
    others: QuerySet[User] = User.objects.with_perm(PERMISSION).exclude(pk=moderator.pk or 0)
    return others.exists()


def answer(
    *,
    appeal: Appeal,
    moderator: Moderator,
    upholds: bool,
    note: str = "",
    tells_author: bool = False,
    insists: bool = False,
    now: datetime,
) -> Decision:
    """Publish the comment after all (``upholds``), or let its rejection stand.

    Whoever rejected it is refused as long as there is somebody else to ask, unless they insist:
    the log then shows that it was the same person. Raises a DecisionRefused: SamePerson,
    NotAllowed, NoteTooLong, NothingToDecide, AlreadyDecided.
    """
    against = rejection_of(appeal.comment)
    own = against is not None and against.moderator_id == moderator.pk
    if own and not insists and has_others(moderator):
        raise SamePerson
    if upholds:
        return decide(
            comment=appeal.comment,
            moderator=moderator,
            action=Decision.Action.APPROVE,
            note=note,
            tells_author=tells_author,
            now=now,
        )
    verdict = Verdict(
        moderator=moderator,
        action=Decision.Action.KEEP,
        note=note,
        tells_author=tells_author,
        given_at=now,
    )
    return _keep(appeal, verdict)


@transaction.atomic
def _keep(appeal: Appeal, verdict: Verdict) -> Decision:
    comment = Comment.objects.select_for_update(no_key=True).get(pk=appeal.comment.pk)
    still_waits = Appeal.objects.waiting().filter(pk=appeal.pk).exists()
    if comment.status not in REFUSED or not still_waits:
        raise NothingToDecide
    decision = record(verdict, before=comment.status, after=comment.status, comment=comment)
    Appeal.objects.settle(decision)
    return decision
