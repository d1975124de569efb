"""A reader's question: its page, casting and withdrawing a ballot, the public result."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from dossier.origins import checked_by_origin
from dossier.requests import Request
from polls import kinds
from polls.access import in_newsroom, reachable_question
from polls.answering import UNPROCESSABLE, answered, card_of, page, refused, with_form
from polls.models import Question
from polls.results.visibility import may_see
from polls.voting import VotingRefused, cast, voters, withdraw

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
    card = card_of(request, asked, voter=voters.identify(request), now=timezone.now())
    return page(request, card)


@require_POST
@checked_by_origin
def cast_ballot(request: Request, dossier: str, question: str) -> HttpResponse:
    asked = reachable_question(request, dossier, question)
    now = timezone.now()
    known = voters.identify(request)
    card = card_of(request, asked, voter=known, now=now)
    form = kinds.of(asked).form(
        question=asked, choices=card.choices, data=request.POST, marks=card.marks
    )
    if known is None and _rendered_for_a_voter(request):
        return refused(request, card, form, str(_UNKNOWN_VOTER))
    if not form.is_valid():
        return with_form(request, card, form, status=UNPROCESSABLE)
    voter, token = voters.identify_or_enrol(request, now=now)
    try:
        receipt = cast(question=asked, voter=voter, marks=form.marks(), now=now)
    except VotingRefused as refusal:
        return refused(request, card, form, str(refusal.message))
    response = answered(request, asked, voter=voter, now=now, said=str(_SAID[receipt.action]))
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
        card = card_of(request, asked, voter=voter, now=now)
        return refused(request, card, card.form, str(refusal.message))
    said = _SAID[receipt.action] if receipt else _NOTHING_TO_WITHDRAW
    return answered(request, asked, voter=voter, now=now, said=str(said))


@require_GET
def result_fragment(request: Request, dossier: str, question: str) -> HttpResponse:
    """The result as everybody sees it, for pages that keep it up to date; 304 when unchanged."""
    asked = reachable_question(request, dossier, question)
    now = timezone.now()
    newsroom = in_newsroom(request, "polls.see_results")
    voter = voters.identify(request) if asked.results == Question.Results.AFTER_VOTE else None
    card = card_of(request, asked, voter=voter, now=now)
    if not may_see(asked, has_voted=card.has_voted, newsroom=newsroom, now=now):
        return render(request, "polls/_result_hidden.html", {"card": card}, status=403)
    return render(request, "polls/_result.html", {"card": card})


def _rendered_for_a_voter(request: Request) -> bool:
    """Whether the form came from a page that knew the reader's ballot."""
    return request.POST.get("known") == "1"
