"""A reader's question: its page, casting and withdrawing a ballot, the public result."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from dossier.origins import checked_by_origin
from dossier.requests import Request
from polls import cards, kinds
from polls.access import in_newsroom, reachable_question
from polls.cards import Card
from polls.kinds import AnswerForm
from polls.models import Question, Voter
from polls.results.visibility import may_see
from polls.voting import VotingRefused, cast, voters, withdraw

CONFLICT, UNPROCESSABLE = 409, 422

_SAID = {
    "cast": _("Your answer is counted."),
    "changed": _("Your new answer is counted in place of the earlier one."),
    "kept": _("Your answer was counted already; nothing changed."),
    "withdrawn": _("Your answer is withdrawn and no longer counted."),
}
_UNKNOWN_VOTER = _(
    "This browser no longer carries the cookie by which we knew your earlier answer. "
    "Nothing was counted. Your choice is kept below: send it again to vote anew."
)
_NOTHING_TO_WITHDRAW = _("There was no answer of yours to withdraw.")


@require_GET
def question_page(request: Request, dossier: str, question: str) -> HttpResponse:
    asked = reachable_question(request, dossier, question)
    card = _card(request, asked, voter=voters.identify(request), now=timezone.now())
    return _page(request, card)


@require_POST
@checked_by_origin
def cast_ballot(request: Request, dossier: str, question: str) -> HttpResponse:
    asked = reachable_question(request, dossier, question)
    now = timezone.now()
    known = voters.identify(request)
    card = _card(request, asked, voter=known, now=now)
    form = kinds.of(asked).form(
        question=asked, choices=card.choices, data=request.POST, marks=card.marks
    )
    if known is None and _rendered_for_a_voter(request):
        return _refused(request, card, form, str(_UNKNOWN_VOTER))
    if not form.is_valid():
        return _with_form(request, card, form, status=UNPROCESSABLE)
    voter, token = voters.identify_or_enrol(request, now=now)
    try:
        receipt = cast(question=asked, voter=voter, marks=form.marks(), now=now)
    except VotingRefused as refusal:
        return _refused(request, card, form, str(refusal.message))
    response = _answered(request, asked, voter=voter, now=now, said=str(_SAID[receipt.action]))
    voters.remember(response, token)
    return response


@require_POST
@checked_by_origin
def withdraw_ballot(request: Request, dossier: str, question: str) -> HttpResponse:
    asked = reachable_question(request, dossier, question)
    now = timezone.now()
    voter = voters.identify(request)
    try:
        receipt = withdraw(question=asked, voter=voter, now=now) if voter else None
    except VotingRefused as refusal:
        card = _card(request, asked, voter=voter, now=now)
        return _refused(request, card, card.form, str(refusal.message))
    said = _SAID[receipt.action] if receipt else _NOTHING_TO_WITHDRAW
    return _answered(request, asked, voter=voter, now=now, said=str(said))


@require_GET
def result_fragment(request: Request, dossier: str, question: str) -> HttpResponse:
    """The result as everybody sees it, for pages that keep it up to date; 304 when unchanged."""
    asked = reachable_question(request, dossier, question)
    now = timezone.now()
    newsroom = in_newsroom(request, "polls.see_results")
    voter = voters.identify(request) if asked.results == Question.Results.AFTER_VOTE else None
    card = _card(request, asked, voter=voter, now=now)
    if not may_see(asked, has_voted=card.has_voted, newsroom=newsroom, now=now):
        return render(request, "polls/_result_hidden.html", {"card": card}, status=403)
    return render(request, "polls/_result.html", {"card": card})


def _card(request: Request, question: Question, *, voter: Voter | None, now: datetime) -> Card:
    (card,) = cards.deal(
        [question],
        voter=voter,
        newsroom=in_newsroom(request, "polls.see_results"),
        now=now,
        back="dossier" if request.POST.get("back") == "dossier" else "question",
    )
    card.slot = "again" if request.POST.get("slot") == "again" else ""
    return card


def _rendered_for_a_voter(request: Request) -> bool:
    """Whether the form came from a page that knew the reader's ballot."""
    return request.POST.get("known") == "1"


def _answered(
    request: Request, question: Question, *, voter: Voter | None, now: datetime, said: str
) -> HttpResponse:
    """After a change: the fresh card for HTMX, a redirect back to its place for a plain form."""
    card = _card(request, question, voter=voter, now=now)
    if request.htmx:
        return render(request, "polls/_answered.html", {"card": card, "said": said})
    messages.success(request, said)
    page = question.article if card.back == "dossier" else question
    return redirect(f"{page.get_absolute_url()}#{card.dom_id}")


def _refused(request: Request, card: Card, form: AnswerForm | None, reason: str) -> HttpResponse:
    card.refusal = reason
    return _with_form(request, card, form, status=CONFLICT)


def _with_form(
    request: Request, card: Card, form: AnswerForm | None, *, status: int
) -> HttpResponse:
    """The question once more, with what the reader sent still in its form."""
    if card.is_open:
        card.form = form
    if request.htmx:
        return render(request, "polls/_answered.html", {"card": card}, status=status)
    return _page(request, card, status=status)


def _page(request: Request, card: Card, *, status: int = 200) -> HttpResponse:
    context = {"card": card, "question": card.question, "article": card.question.article}
    return render(request, "polls/question.html", context, status=status)
