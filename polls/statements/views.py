"""A reader adds a statement to a question."""

from datetime import datetime

from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dossier.origins import checked_by_origin
from dossier.requests import Request
from polls.access import reachable_question
from polls.answering import CONFLICT, UNPROCESSABLE, again, answered, card_of, takes_form
from polls.models import Question
from polls.statements.forms import ProposalForm
from polls.statements.proposing import (
    ProposalRefused,
    ProposalsClosed,
    alike_to,
    has_words_of,
    propose,
)
from polls.voting import voters
from polls.voting.enrolment import enrols_voter


@takes_form
@checked_by_origin
@enrols_voter
def propose_statement(request: Request, dossier: str, question: str) -> HttpResponse:
    asked = reachable_question(request, dossier, question)
    if asked.kind != Question.Kind.STATEMENTS:
        raise Http404
    now = timezone.now()
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return _with_proposal(request, asked, form, status=UNPROCESSABLE, now=now)
    text = form.cleaned_data["text"]
    form.alike = alike_to(text, question=asked)
    if _to_be_pointed_out(form, asked, now=now):
        return _with_proposal(request, asked, form, status=CONFLICT, now=now)
    try:
        with transaction.atomic():  # a reader is enrolled with a first statement, or not at all
            voter = voters.enrol(key_hash=voters.key_of(request), now=now)
            propose(
                question=asked,
                voter=voter,
                text=text,
                language=get_language() or "",
                now=now,
            )
    except ProposalRefused as refusal:
        form.add_error("text", str(refusal.message))
        return _with_proposal(request, asked, form, status=CONFLICT, now=now)
    said = _("Your statement waits for a moderator; until then only you see it.")
    return answered(request, asked, now=now, said=said)


def _to_be_pointed_out(form: ProposalForm, question: Question, *, now: datetime) -> bool:
    """Whether the reader is first asked if the statement is not one of those that are alike.

    Not where it is refused anyway: in the very words of another, or once the question has closed.
    """
    if form.differs or not question.is_open(now=now):
        return False
    text = form.cleaned_data["text"]
    return bool(form.alike) and not any(has_words_of(text, one) for one in form.alike)


def _with_proposal(
    request: Request, question: Question, form: ProposalForm, *, status: int, now: datetime
) -> HttpResponse:
    """The question once more with what the reader wrote, also where it takes no statements."""
    card = card_of(request, question, voter=voters.identify(request), now=now)
    if card.form is None:
        card.refusal = _("%(reason)s You had written: “%(text)s”") % {
            "reason": ProposalsClosed.message,
            "text": form["text"].value() or "",
        }
    return again(request, card, status=status, proposal=form)
