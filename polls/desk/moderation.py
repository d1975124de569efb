"""What waits for a moderator, on one screen with what is needed to decide it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from polls.access import primary_key
from polls.desk.entries import MODELS, Text, entries
from polls.models import Comment, Decision, WriteIn
from polls.moderation import (
    NOTE_MAX_LENGTH,
    PERMISSION,
    DecisionRefused,
    Outcome,
    decide_many,
    queue,
    reasons,
)
from polls.plaintext import clean

PER_PAGE = 20
CONFLICT = 409
LONG_AGO = datetime.min.replace(tzinfo=UTC)
# What can be decided on several texts at once, of whatever sort and state.
ON_SEVERAL = (Decision.Action.APPROVE, Decision.Action.REJECT, Decision.Action.SPAM)

QUEUES = {
    "waiting": (_("Waiting comments"), queue.waiting),
    "flagged": (_("Flagged comments"), queue.flagged),
    "statements": (_("Proposed statements"), queue.waiting_statements),
    "words": (_("Words for “other”"), queue.waiting_write_ins),
}


@permission_required(PERMISSION, raise_exception=True)
def moderate(request: HttpRequest) -> HttpResponse:
    """A queue, or all by one author, or one text; and the decisions taken there."""
    now = timezone.now()
    if request.method == "POST" and _decide(request, now=now):
        return redirect(request.get_full_path())
    show = request.GET.get("show", "waiting")
    title, texts = _asked_for(request, show)
    page = Paginator(texts, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": _("Moderation"),
        "subtitle": title,
        "show": show,
        "queues": [(name, label, of().count()) for name, (label, of) in QUEUES.items()],
        "page": page,
        "entries": entries(page, sent=request.POST.getlist("text")),
        "actions": ON_SEVERAL,
        "reasons": reasons.offered(),
        "note_max_length": NOTE_MAX_LENGTH,
        "seen_at": now.isoformat(),
        "sent": request.POST,
    }
    status = CONFLICT if request.method == "POST" else 200
    return render(request, "admin/moderation.html", context, status=status)


def _asked_for(request: HttpRequest, show: str) -> tuple[str | Promise, QuerySet[Any]]:
    author, comment, words = (request.GET.get(name) for name in ("author", "comment", "words"))
    if author:
        return _("All by one author"), queue.history_of(primary_key(author))
    if comment:
        return _("One comment"), queue.in_context(Comment.objects.filter(pk=primary_key(comment)))
    if words:
        said = WriteIn.objects.filter(pk=primary_key(words))
        return _("One reader’s words"), queue.with_decisions(said)
    title, texts = QUEUES.get(show, QUEUES["waiting"])
    return title, texts()


def _decide(request: HttpRequest, *, now: datetime) -> bool:
    """Take the decision that was sent; say what became of it, and whether all of it was taken."""
    try:
        outcomes = list(_outcomes(request, now=now))
    except DecisionRefused as refusal:
        messages.error(request, str(refusal))
        return False
    decided = sum(outcome.decision is not None for outcome in outcomes)
    if decided:
        action = Decision.Action(request.POST["action"]).label
        said = ngettext(
            "Decided on %(count)d text: %(action)s.",
            "Decided on %(count)d texts: %(action)s.",
            decided,
        )
        messages.success(request, said % {"count": decided, "action": action})
    for outcome in outcomes:
        if outcome.refusal:
            messages.warning(request, _told(outcome))
    if not outcomes:
        messages.warning(request, _("Nothing was chosen."))
    return decided == len(outcomes) > 0


def _outcomes(request: HttpRequest, *, now: datetime) -> Iterable[Outcome[Any]]:
    seen: dict[str, dict[int, str]] = {sort: {} for sort in MODELS}
    for sent in request.POST.getlist("text"):
        key, _colon, status = sent.partition(":")
        sort, _dash, pk = key.partition("-")
        if sort in seen:
            seen[sort][primary_key(pk)] = status
    reason = request.POST.get("reason", "")
    for sort, model in MODELS.items():
        texts = list(model._default_manager.filter(pk__in=seen[sort]).order_by("pk"))
        if texts:
            yield from decide_many(
                texts=texts,
                moderator=request.user,
                action=request.POST.get("action", ""),
                reason=reasons.known(reason),
                note=clean(request.POST.get("note", "")),
                seen_statuses=seen[sort],
                seen_at=_moment(request.POST.get("seen_at", "")),
                now=now,
            )


def _moment(sent: str) -> datetime:
    """When the texts were read; of a moment that says nothing, before any edit of them."""
    try:
        read_at = parse_datetime(sent)
    except ValueError:
        read_at = None
    return read_at if read_at and timezone.is_aware(read_at) else LONG_AGO


def _told(outcome: Outcome[Any]) -> str:
    """Why one text was not decided on, and who decided it instead."""
    last = outcome.text.decisions.select_related("moderator").first()
    told = {"text": Truncator(_words(outcome.text)).chars(60), "reason": outcome.refusal}
    if last is None:
        return gettext("“%(text)s” — %(reason)s") % told
    by = {
        "moderator": last.moderator or gettext("a former member"),
        "action": last.get_action_display(),
    }
    return gettext("“%(text)s” — %(reason)s (%(moderator)s: %(action)s)") % (told | by)


def _words(text: Text) -> str:
    if isinstance(text, Comment):
        return text.body
    return text.text if isinstance(text, WriteIn) else str(text.label)
