"""What becomes of a comment that is sent: by the dossier's mode, its author, and the rules.

A comment that no person read before it was published is logged as a decision without a moderator,
so that the log is complete. Where every comment waits, what rules find is kept beside it all the
same, for whoever reads it. Nothing is ever rejected here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from dossier.models import Article
from polls.models import Comment, Decision, Hold, Policy, Sanction, Voter
from polls.moderation import sanctions
from polls.moderation.rules import Finding, Sent, findings
from polls.moderation.verdicts import record_rule

Mode = Policy.Mode

# Whom a dossier trusts that does not let trusted authors wait: so many comments published, none
# rejected and no measure taken in so much time.
TRUSTED_FROM = 5
TRUSTED_OVER = timedelta(days=90)

# Modes in which a comment may be published before a person has read it.
UNREAD = frozenset({Mode.POST, Mode.TRUSTED})
# Modes in which no comments are taken.
SHUT = frozenset({Mode.READ_ONLY, Mode.CLOSED})


@dataclass(frozen=True)
class Ruling:
    """What becomes of a comment, and why."""

    status: str
    rule: str = ""
    """The mode that publishes it unread."""
    findings: Sequence[Finding] = ()

    @property
    def publishes(self) -> bool:
        return self.status == Comment.Status.PUBLISHED


def mode_of(article: Article) -> str:
    """The dossier's mode; the policy is read once for each object of the article."""
    policy: Policy | None = getattr(article, "policy", None)
    return policy.mode if policy else Mode.PRE


def seconds_to_wait(*, article: Article, voter: Voter, now: datetime) -> int:
    """How long its author must wait before another comment on the dossier; 0 to go ahead."""
    policy: Policy | None = getattr(article, "policy", None)
    if policy is None or not policy.slow_seconds:
        return 0
    own = Comment.objects.filter(voter=voter, article=article).order_by("-posted_at")
    last = own.values_list("posted_at", flat=True).first()
    if last is None:
        return 0
    return max(0, ceil((last + timedelta(seconds=policy.slow_seconds) - now).total_seconds()))


def judge(sent: Sent, *, comment: Comment | None = None) -> Ruling:
    """What becomes of a comment that is sent, or of the new text of ``comment``.

    What waits already, or is flagged, waits for a person whatever its new text says.
    """
    found = findings(sent)
    mode = mode_of(sent.article)
    unread = mode in UNREAD and not found and not _is_held(sent.voter, now=sent.at)
    if comment and (comment.status != Comment.Status.PUBLISHED or comment.flags_count):
        unread = False
    if unread and mode == Mode.TRUSTED:
        unread = is_trusted(sent.voter, now=sent.at)
    if unread:
        return Ruling(Comment.Status.PUBLISHED, rule=mode)
    return Ruling(Comment.Status.PENDING, findings=found)


def note(ruling: Ruling, *, comment: Comment, before: str, now: datetime) -> None:
    """Keep beside the comment what rules found in it, and that nobody read it first.

    ``before`` is the state in which it was until now.
    """
    Hold.objects.bulk_create(
        Hold(comment=comment, rule=one.rule, found=one.found, held_at=now)
        for one in ruling.findings
    )
    if ruling.publishes:
        approve = Decision.Action.APPROVE
        record_rule(comment, rule=ruling.rule, action=approve, before=before, now=now)


def is_trusted(voter: Voter, *, now: datetime) -> bool:
    """Whether an author has earned it; at most three queries."""
    since = now - TRUSTED_OVER
    own = Comment.objects.filter(voter=voter)
    refused = {Comment.Status.REJECTED, Comment.Status.SPAM}
    return (
        own.published()[:TRUSTED_FROM].count() == TRUSTED_FROM
        and not own.filter(
            status__in=refused, decisions__to_status__in=refused, decisions__decided_at__gt=since
        ).exists()
        and not Sanction.objects.filter(voter=voter, made_at__gt=since).exists()
        and not _is_held(voter, now=now)
    )


def _is_held(voter: Voter, *, now: datetime) -> bool:
    """Whether a measure is in force by which nothing of the author's is published unread."""
    measures = sanctions.in_force(now).filter(voter=voter)
    return measures.exclude(kind=Sanction.Kind.WARN).exists()
