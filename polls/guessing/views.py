"""Taking a guess: back to the question, whose page then tells what was guessed."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from dossier.origins import checked_by_origin
from dossier.requests import Request
from polls.access import reachable_question
from polls.answering import CONFLICT, UNPROCESSABLE, card_of, page
from polls.cards import Card
from polls.guessing.forms import GuessForm
from polls.guessing.seeing import Sight
from polls.results.guesses import GuessRefused, guess
from polls.voting import VotingRefused, voters
from polls.voting.enrolment import enrols_voter

_SAID = _("Your guess is kept. Vote, and once the result shows you see how far it was off.")


@require_POST
@checked_by_origin
@enrols_voter
def make_guess(request: Request, dossier: str, question: str) -> HttpResponse:
    asked, now = reachable_question(request, dossier, question), timezone.now()
    card = card_of(request, asked, voter=voters.identify(request), now=now)
    form = GuessForm(request.POST, choices=card.choices)
    if not form.is_valid():
        return _again(request, card, form, status=UNPROCESSABLE)
    try:
        with transaction.atomic():  # a reader is enrolled with a guess that is taken, or not
            voter = voters.enrol(key_hash=voters.key_of(request), now=now)
            guess(question=asked, voter=voter, shares=form.shares, now=now)
    except (GuessRefused, VotingRefused) as refusal:
        form.add_error(None, str(refusal.message))
        return _again(request, card, form, status=CONFLICT)
    messages.success(request, str(_SAID))
    return redirect(asked)


def _again(request: Request, card: Card, form: GuessForm, *, status: int) -> HttpResponse:
    """The question's page with what was typed, and what is wrong with it."""
    return page(request, card, status=status, guess=Sight(form=form))
