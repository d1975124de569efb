"""Taking personal data out of a comment for good.

What is taken out is replaced by “[…]” and kept nowhere: not in the log, which says only how many
characters went, nor in what rules found, readers noted or the author appealed with.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from polls.models import Appeal, Comment, Decision, Flag, Hold
from polls.moderation.refusals import NothingToDecide, NothingToRedact, TextChanged
from polls.moderation.verdicts import Moderator, Verdict, record
from polls.plaintext import clean

GAP = "[…]"


@dataclass(frozen=True)
class Redacted:
    """A text without its passages, and how many characters went."""

    text: str
    characters: int


def passages_of(lines: str) -> list[str]:
    """The passages that somebody entered, one a line; the longest first, so that each is whole."""
    found = {clean(line).strip() for line in lines.splitlines()}
    return sorted(found - {""}, key=lambda passage: (-len(passage), passage))


def without(text: str, passages: Sequence[str]) -> Redacted:
    """The text with every occurrence of each passage replaced. Raises NothingToRedact, which names
    the first passage that is not in the text.
    """
    for passage in passages:
        if passage not in text:
            raise NothingToRedact(passage)
    if not passages:
        raise NothingToRedact("")
    pattern = "|".join(map(re.escape, passages))
    characters = sum(len(found.group()) for found in re.finditer(pattern, text))
    return Redacted(text=re.sub(pattern, GAP, text), characters=characters)


@transaction.atomic
def redact(
    *,
    comment: Comment,
    passages: Sequence[str],
    moderator: Moderator,
    reason: str = "",
    seen_at: datetime | None = None,
    now: datetime,
) -> Decision:
    """Replace the passages (``passages_of``) in the comment; its state stays what it is.

    Raises a DecisionRefused: NotAllowed, NothingToRedact, NothingToDecide where there is no text,
    or TextChanged when the author has edited it since ``seen_at``; then nothing has changed.
    """
    verdict = Verdict(
        moderator=moderator, action=Decision.Action.REDACT, reason=reason, given_at=now
    )
    current = Comment.objects.select_for_update(no_key=True).filter(pk=comment.pk).first()
    if current is None or not current.body:
        raise NothingToDecide
    if seen_at and current.edited_at and current.edited_at > seen_at:
        raise TextChanged
    redacted = without(current.body, passages)
    current.body, current.redacted_at = redacted.text, now
    current.form_token = uuid.uuid4()  # the former one was made from the text
    current.save(update_fields=["body", "redacted_at", "form_token"])
    _take_out_beside(current, passages)
    if current.status == Comment.Status.PUBLISHED:
        current.renew_place()
    return record(
        verdict,
        before=current.status,
        after=current.status,
        comment=current,
        characters=redacted.characters,
    )


def _take_out_beside(comment: Comment, passages: Sequence[str]) -> None:
    """From what others wrote beside the text; what a rule found is only needed until it is read."""
    Hold.objects.filter(comment=comment).update(found="")
    for model, field in ((Flag, "note"), (Appeal, "text")):
        for row in model.objects.filter(comment=comment).exclude(**{field: ""}):
            said = getattr(row, field)
            pattern = "|".join(map(re.escape, passages))
            kept = re.sub(pattern, GAP, said)[: len(said)]  # the field may hold no more
            if kept != said:
                setattr(row, field, kept)
                row.save(update_fields=[field])
