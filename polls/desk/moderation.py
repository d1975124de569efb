"""What waits for a moderator, on one screen with what is needed to decide it.

A plain form leads back to the page; HTMX gets in the place of the text what became of it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dossier.requests import Request
from polls.access import primary_key
from polls.desk import deciding
from polls.desk.blindness import is_blind, set_blind
from polls.desk.entries import KEYS, entries, key_of
from polls.desk.queues import Narrowing, named, tabs
from polls.models import Choice, Comment, WriteIn
from polls.moderation import (
    NOTE_MAX_LENGTH,
    PERMISSION,
    DecisionRefused,
    Outcome,
    queue,
    reasons,
)

PER_PAGE = 20
CONFLICT = 409


@permission_required(PERMISSION, raise_exception=True)
def moderate(request: Request) -> HttpResponse:
    """A queue, or all by one author, or one text; and the decisions taken there."""
    now = timezone.now()
    if request.method != "POST":
        return _page(request, now=now)
    if "blind" in request.POST:
        set_blind(request, on=request.POST["blind"] == "yes")
        return redirect(request.get_full_path())
    answer = _in_place if request.htmx else _led_back
    return answer(request, now=now)


def _led_back(request: Request, *, now: datetime) -> HttpResponse:
    """Do what a plain form asks: all of it leads back, anything less shows the page again."""
    done = _undo(request, now=now) if "undo" in request.POST else _decide(request, now=now)
    if done:
        return redirect(request.get_full_path())
    return _page(request, now=now, status=CONFLICT)


def _undo(request: Request, *, now: datetime) -> bool:
    undone, said = deciding.take_back(request, now=now)
    if undone:
        messages.success(request, deciding.taken_back(len(undone)))
    for one in said:
        messages.warning(request, one)
    return bool(undone) and not said


def _decide(request: Request, *, now: datetime) -> bool:
    """Take the decision that was sent; say what became of it, and whether all of it was taken."""
    try:
        outcomes = deciding.take(request, now=now)
    except DecisionRefused as refusal:
        messages.error(request, str(refusal))
        return False
    if said := deciding.decided(outcomes, request.POST.get("action", "")):
        messages.success(request, said)
    for outcome in outcomes:
        if outcome.refusal:
            messages.warning(request, deciding.refused(outcome.text, outcome.refusal))
    if not outcomes:
        messages.warning(request, _("Nothing was chosen."))
    return bool(outcomes) and all(outcome.decision for outcome in outcomes)


def _in_place(request: Request, *, now: datetime) -> HttpResponse:
    """One text's decision, or its undoing: the text's place on the page as it is now."""
    if "undo" in request.POST:
        undone, said = deciding.take_back(request, now=now)
        keys = [key_of(deciding.text_of(one)) for one in undone]
        told = deciding.taken_back(len(undone)) if undone else ""
        return _entry_again(request, keys, problem=" ".join(said), said=told, now=now)
    sent = request.POST.getlist("text")
    try:
        outcomes = deciding.take(request, now=now)
    except DecisionRefused as refusal:
        return _entry_again(request, sent, problem=str(refusal), now=now)
    if outcomes and all(outcome.decision for outcome in outcomes):
        return _decided_in_place(request, outcomes, now=now)
    problem = " ".join(
        deciding.refused(outcome.text, outcome.refusal) for outcome in outcomes if outcome.refusal
    )
    return _entry_again(request, sent, problem=problem or str(_("Nothing was chosen.")), now=now)


def _decided_in_place(
    request: Request, outcomes: Sequence[Outcome[Any]], *, now: datetime
) -> HttpResponse:
    (outcome, *_others) = outcomes
    context = {
        "key": key_of(outcome.text),
        "decision": outcome.decision,
        "words": deciding.words_of(outcome.text),
        "said": deciding.decided(outcomes, request.POST.get("action", "")),
        **_queues(request, now=now),
    }
    return render(request, "admin/moderation/_decided.html", context)


def _entry_again(
    request: Request, sent: Sequence[str], *, problem: str = "", said: str = "", now: datetime
) -> HttpResponse:
    """The text as it stands, to be decided on; with what went wrong, if anything did."""
    found = [text for one in sent[:1] for text in _named(one.partition(":")[0])]
    shown = entries(found, sent=sent, blind=is_blind(request), now=now)
    context = {
        "entry": shown[0] if shown else None,
        "problem": problem,
        "said": said or problem,
        **_queues(request, now=now),
        **_forms(request, now=now),
    }
    status = CONFLICT if problem else 200
    return render(request, "admin/moderation/_again.html", context, status=status)


def _named(key: str) -> QuerySet[Any]:
    """The one text that a form names, with what is needed to decide on it."""
    sort, _dash, number = key.partition("-")
    pk = primary_key(number)
    if sort == "words":
        return queue.with_decisions(WriteIn.objects.filter(pk=pk))
    if sort == "statement":
        return queue.of_question(Choice.objects.filter(pk=pk))
    return queue.in_context(Comment.objects.filter(pk=pk if sort == "comment" else 0))


def _page(request: HttpRequest, *, now: datetime, status: int = 200) -> HttpResponse:
    narrowing = Narrowing.asked(request.GET)
    title, texts = _asked_for(request, narrowing, now=now)
    page = Paginator(texts, PER_PAGE).get_page(request.GET.get("page"))
    sent = request.POST.getlist("text")
    context = {
        **admin.site.each_context(request),
        "title": _("Moderation"),
        "subtitle": title,
        "page": page,
        "entries": entries(page, sent=sent, blind=is_blind(request), now=now),
        "dossiers": narrowing.dossiers(),
        "questions": narrowing.questions() if narrowing.dossier else (),
        "just_taken": deciding.just_taken(request.user, now=now),
        **_queues(request, now=now),
        **_forms(request, now=now),
    }
    return render(request, "admin/moderation.html", context, status=status)


def _asked_for(
    request: HttpRequest, narrowing: Narrowing, *, now: datetime
) -> tuple[str | Promise, QuerySet[Any]]:
    author, comment, words = (request.GET.get(name) for name in ("author", "comment", "words"))
    if author:
        if is_blind(request):
            return _("All by one author"), Comment.objects.none()
        return _("All by one author"), queue.history_of(primary_key(author))
    if comment:
        return _("One comment"), _named(f"comment-{comment}")
    if words:
        return _("One reader’s words"), _named(f"words-{words}")
    asked = named(request.GET.get("show", ""))
    return asked.label, narrowing.of(asked, now=now)


def _queues(request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    """The row of queues, with what stands in each."""
    narrowing, query = Narrowing.asked(request.GET), request.GET
    beside = any(query.get(name) for name in ("author", "comment", "words"))
    current = "" if beside else named(query.get("show", "")).name
    return {
        "show": current,
        "narrowing": narrowing,
        "tabs": tabs(narrowing, current=current, now=now),
    }


def _forms(request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    """What the forms of decisions offer, and what was entered in the one that was sent."""
    return {
        "actions": [(action, action.label, KEYS[action]) for action in deciding.ON_SEVERAL],
        "reasons": reasons.offered(),
        "note_max_length": NOTE_MAX_LENGTH,
        "seen_at": now.isoformat(),
        "sent": request.POST,
        "blind": is_blind(request),
    }
