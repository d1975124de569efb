"""How a reader's form is answered: the question anew for HTMX, a redirect to its place for a page.

The views of every room that takes forms on a question share these few responses.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from dossier import metrics
from dossier.requests import Request
from polls import dealing, places, progress, resending, swaps
from polls.access import in_newsroom
from polls.cards import Card
from polls.discussion.counters import published_counts
from polls.discussion.threads import open_discussion
from polls.forecasting.outcomes import outcome_of
from polls.framing import EMBEDS, framed_if_sent_so
from polls.groups import pages as groups
from polls.groups.reading import computed_at
from polls.kinds import Answer, AnswerForm
from polls.models import BallotRevision, Question, Voter
from polls.voting import voters
from polls.voting.papers import Paper

CONFLICT, UNPROCESSABLE = 409, 422
SEEN_DIGITS = 9
# What a page is told that shows more of a reader's answer than the card.
ANSWERED = "answered"

_SAID = {
    "cast": _("Your answer is counted."),
    "changed": _("Your new answer is counted."),
    "confirmed": _("Noted: after reading, you keep your answer."),
    "kept": _("Your answer was counted already; nothing changed."),
    "repeated": _(
        "This form had been counted before, and your answer has changed since: it stands as shown."
    ),
    "withdrawn": _("Your answer is withdrawn and no longer counted."),
}
_EARLIER_STANDS = _("Your earlier answer stands as shown below.")


def takes_form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view as one that a question's form is sent to.

    Whoever follows its address without a form (a restored tab, a language link) is led to the
    question.
    """

    @wraps(view)
    @framed_if_sent_so
    def taking(request: Request, dossier: str, question: str) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            return redirect("polls:question", dossier, question)
        return require_POST(view)(request, dossier, question)

    return taking


def card_of(request: Request, question: Question, *, voter: Voter | None, now: datetime) -> Card:
    """The question as this reader sees it, in the place that the form came from."""
    (card,) = dealing.deal(
        [question],
        voter=voter,
        newsroom=_sees_results(request),
        now=now,
        back=_back(request),
    )
    card.slot = _slot(request)
    return card


def _sees_results(request: Request) -> bool:
    return in_newsroom(request, "polls.see_results")


def _back(request: Request) -> str:
    return places.back_of(request.POST)


def _slot(request: Request) -> str:
    return places.slot_of(request.POST)


def given_at(request: Request, question: Question) -> BallotRevision.Place:
    """Where a question that is asked twice is answered; elsewhere for every other question."""
    if not question.ask_again or _back(request) != "dossier":
        return BallotRevision.Place.ELSEWHERE
    return BallotRevision.Place.AGAIN if _slot(request) else BallotRevision.Place.BEFORE


def seen_revision(request: Request) -> int | None:
    """The revision of the reader's ballot that the form showed: 0 for none, None if unsaid.

    What no ballot's revision can be is as good as unsaid.
    """
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= SEEN_DIGITS else None


def answered(request: Request, question: Question, *, now: datetime, said: str) -> HttpResponse:
    """After a change: the fresh card for HTMX, a redirect back to its place for a plain form.

    In the quiz both lead back to the quiz, which has more to show than the card.
    """
    back = _back(request)
    if resending.is_late(request):
        place = places.address_of(question, back=back, slot=_slot(request))
        return resending.taken(said, see=place)
    if not request.htmx or back == "quiz":
        if said and back != "quiz" and back not in EMBEDS:  # there the card itself says it
            messages.success(request, said)
        return HttpResponseRedirect(places.address_of(question, back=back, slot=_slot(request)))
    voter = voters.identify(request)
    card = card_of(request, question, voter=voter, now=now)
    context: dict[str, Any] = {"card": card, "said": said}
    if back == "dossier":
        context["progress"] = progress.of(question.article, voter=voter, now=now)
    return trigger_client_event(_fragment(request, context), ANSWERED)


def told(question: Question, outcome: str) -> str:
    """What a reader is told has become of a ballot, which is counted."""
    metrics.casts.labels(question.kind, outcome).inc()
    return str(_SAID[outcome])


def answered_first(
    request: Request, paper: Paper, *, answer: Answer, now: datetime, said: str
) -> HttpResponse:
    """As ``answered``, after a reader's first ballot on the question: from what is kept."""
    html = None
    if request.htmx and not _sees_results(request):
        html = swaps.after_first(
            paper,
            answer,
            key_hash=voters.key_of(request),
            back=_back(request),
            slot=_slot(request),
            now=now,
            said=said,
        )
    if html:
        return trigger_client_event(HttpResponse(html), ANSWERED)
    return answered(request, paper.question, now=now, said=said)


def refused(request: Request, card: Card, form: AnswerForm | None, reason: str) -> HttpResponse:
    """The question once more with the reason why what was sent does not count.

    Where nothing can be sent instead, the reader is told what became of an earlier answer.
    """
    metrics.casts.labels(card.question.kind, "refused").inc()
    stands = not card.is_open and card.has_voted
    card.refusal = f"{reason} {_EARLIER_STANDS}" if stands else reason
    return with_form(request, card, form, status=CONFLICT)


def with_form(
    request: Request, card: Card, form: AnswerForm | None, *, status: int
) -> HttpResponse:
    """The question once more, with what the reader sent still in its form if it has one."""
    if card.form is not None:
        card.form = form
    return again(request, card, status=status)


def again(request: Request, card: Card, *, status: int, **context: Any) -> HttpResponse:
    """The question once more: the card for HTMX, its page otherwise; for what comes late, why."""
    if resending.is_late(request):
        return resending.refused(_reason(card), status=status)
    if request.htmx:
        return _fragment(request, {"card": card, **context}, status=status)
    return page(request, card, status=status, **context)


def _reason(card: Card) -> str:
    """Why what was sent does not count, in words."""
    if card.refusal:
        return str(card.refusal)
    errors = card.form.errors.values() if card.form else ()
    return " ".join(dict.fromkeys(str(error) for of_field in errors for error in of_field))


def _fragment(request: Request, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The card's answer, without what only whole pages ask the context processors for."""
    html = render_to_string("polls/_answered.html", context | {"request": request})
    return HttpResponse(html, status=status)


def page(request: Request, card: Card, *, status: int = 200, **context: Any) -> HttpResponse:
    """The question's own page, with its discussion; a quiz question has none."""
    question = card.question
    context |= {"card": card, "question": question, "article": question.article}
    if card.back in EMBEDS:
        comments = published_counts([question]).get(question.pk, 0)
        context |= {"theme": EMBEDS[card.back], "comments": comments}
        return render(request, "polls/embeds/question.html", context, status=status)
    if question.outcome:
        context["outcome"] = outcome_of(question, voters.identify(request))
    if question.kind == Question.Kind.STATEMENTS and card.shows_result:
        computed = computed_at([question]).get(question.pk)
        context["opinion_groups"] = groups.html_of(
            question, card.choices, computed=computed, level=3
        )
    if question.kind != Question.Kind.QUIZ:
        context["discussion"] = open_discussion(
            article=question.article,
            question=question,
            voter=voters.identify(request),
            now=timezone.now(),
            query=request.GET,
        )
    return render(request, "polls/question.html", context, status=status)
