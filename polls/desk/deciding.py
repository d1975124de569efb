"""Decisions as the moderators' page sends them, and what is said of what became of them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext

from polls.access import primary_key
from polls.desk.entries import MODELS, Text
from polls.models import Comment, Decision, WriteIn
from polls.moderation import (
    UNDO_WITHIN,
    DecisionRefused,
    Outcome,
    can_undo,
    decide_many,
    reasons,
    undo,
)
from polls.moderation.verdicts import Moderator
from polls.plaintext import clean

LONG_AGO = datetime.min.replace(tzinfo=UTC)
# What can be decided on several texts at once, of whatever sort and state.
ON_SEVERAL = (Decision.Action.APPROVE, Decision.Action.REJECT, Decision.Action.SPAM)
# So many decisions taken at once are offered to be undone at once.
MOST_AT_ONCE = 20


def take(request: HttpRequest, *, now: datetime) -> list[Outcome[Any]]:
    """Take the decision that was sent on each text that was. Raises DecisionRefused."""
    return list(_outcomes(request, now=now))


def take_back(request: HttpRequest, *, now: datetime) -> tuple[list[Decision], list[str]]:
    """Undo the decisions that were sent: those that are undone, and why others are not."""
    keys = {primary_key(sent) for sent in request.POST.getlist("undo")}
    undone, said = [], []
    for decision in _with_texts(Decision.objects.filter(pk__in=keys)):
        try:
            undo(decision=decision, moderator=request.user, now=now)
        except DecisionRefused as refusal:
            said.append(refused(text_of(decision), refusal))
        else:
            undone.append(decision)
    return undone, said


def just_taken(moderator: Moderator, *, now: datetime) -> list[Decision]:
    """The moderator's own decisions that can still be undone, the newest first; one query."""
    recent = Decision.objects.filter(
        moderator=moderator.pk,
        decided_at__gt=now - UNDO_WITHIN,
        undone_by__isnull=True,
    )
    newest = _with_texts(recent.order_by("-decided_at", "-pk"))[:MOST_AT_ONCE]
    return [one for one in newest if can_undo(one, moderator=moderator, now=now)]


def text_of(decision: Decision) -> Text:
    """What it was taken on: exactly one, by a constraint of the database."""
    return decision.comment or decision.statement or decision.write_in  # type: ignore[return-value]


def words_of(text: Text) -> str:
    if isinstance(text, Comment):
        return text.body
    return text.text if isinstance(text, WriteIn) else str(text.label)


def decided(outcomes: Iterable[Outcome[Any]], action: str) -> str:
    """How many texts were decided on; nothing if none was."""
    count = sum(outcome.decision is not None for outcome in outcomes)
    if not count:
        return ""
    said = ngettext(
        "Decided on %(count)d text: %(action)s.", "Decided on %(count)d texts: %(action)s.", count
    )
    return said % {"count": count, "action": Decision.Action(action).label}


def taken_back(count: int) -> str:
    said = ngettext("%(count)d decision is undone.", "%(count)d decisions are undone.", count)
    return said % {"count": count}


def refused(text: Text, refusal: DecisionRefused) -> str:
    """Why nothing was done about one text, and who decided it instead."""
    last = text.decisions.select_related("moderator").first()
    told = {"text": Truncator(words_of(text)).chars(60), "reason": refusal}
    if last is None:
        return gettext("“%(text)s” – %(reason)s") % told
    by = {"moderator": who(last), "action": last.get_action_display()}
    return gettext("“%(text)s” – %(reason)s (%(moderator)s: %(action)s)") % (told | by)


def who(decision: Decision) -> str:
    """Who decided: a moderator by name, also one who is gone, or the dossier's mode."""
    if decision.rule:
        return gettext("published unread")
    return str(decision.moderator or decision.decided_by or gettext("a former member"))


def _outcomes(request: HttpRequest, *, now: datetime) -> Iterable[Outcome[Any]]:
    seen = _seen(request)
    reason = reasons.known(request.POST.get("reason", ""))
    for sort, model in MODELS.items():
        texts = list(model._default_manager.filter(pk__in=seen[sort]).order_by("pk"))
        if texts:
            yield from decide_many(
                texts=texts,
                moderator=request.user,
                action=request.POST.get("action", ""),
                reason=reason,
                note=clean(request.POST.get("note", "")),
                tells_author=request.POST.get("tells_author") == "yes",
                seen_statuses=seen[sort],
                seen_at=moment(request.POST.get("seen_at", "")),
                now=now,
            )


def _seen(request: HttpRequest) -> dict[str, dict[int, str]]:
    """The states in which texts were read, by sort and primary key."""
    seen: dict[str, dict[int, str]] = {sort: {} for sort in MODELS}
    for sent in request.POST.getlist("text"):
        key, _colon, status = sent.partition(":")
        sort, _dash, pk = key.partition("-")
        if sort in seen:
            seen[sort][primary_key(pk)] = status
    return seen


def moment(sent: str) -> datetime:
    """When the texts were read; of a moment that says nothing, before any edit of them."""
    try:
        read_at = parse_datetime(sent)
    except ValueError:
        read_at = None
    return read_at if read_at and timezone.is_aware(read_at) else LONG_AGO


def _with_texts(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    return decisions.select_related("comment", "statement", "write_in", "moderator")
