"""A reader's question: its page, casting and withdrawing a ballot, the public result."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dossier.caching import allow_keeping, public_unless_told_apart
from dossier.origins import checked_by_origin
from dossier.requests import Request
from polls import kinds, places, resending
from polls.access import reachable_question
from polls.answering import (
    UNPROCESSABLE,
    answered,
    answered_first,
    card_of,
    given_at,
    page,
    refused,
    seen_revision,
    takes_form,
    told,
    with_form,
)
from polls.cards import Card
from polls.guessing.seeing import sight
from polls.kinds import Answer
from polls.models import Question, Voter
from polls.results import fragments, tally
from polls.results.visibility import may_see, shows_to_asker
from polls.voting import (
    AnswerFinal,
    Receipt,
    UnknownVoter,
    VotingRefused,
    cast_by_key,
    confirm,
    ensure_open,
    first,
    papers,
    peek,
    voters,
    withdraw,
)
from polls.voting.enrolment import enrols_voter
from polls.voting.papers import Paper

FORBIDDEN = 403

_SHOWN = _(
    "Here is the result. If you answer now, your answer is marked as given in the knowledge of it."
)
_SHOWN_ALREADY = _("You have answered: the result shows without this.")
_NOTHING_TO_WITHDRAW = _("There was no answer of yours to withdraw.")
_NOTHING_TO_CONFIRM = _("There is no answer of yours to keep: answer below.")


@require_safe
@public_unless_told_apart
def question_page(request: Request, dossier: str, question: str) -> HttpResponse:
    asked = reachable_question(request, dossier, question)
    voter, now = voters.identify(request), timezone.now()
    card = card_of(request, asked, voter=voter, now=now)
    return page(request, card, guess=sight(card, voter=voter, now=now))


@takes_form
@checked_by_origin
@enrols_voter
def cast_ballot(request: Request, dossier: str, question: str) -> HttpResponse:
    now = timezone.now()
    paper = papers.kept((dossier, question))
    if paper and (answer := _cast_at_once(request, paper, now=now)):
        said = told(paper.question, "cast")
        return answered_first(request, paper, answer=answer, now=now, said=said)
    asked = reachable_question(request, dossier, question)
    known = voters.identify(request)
    card = card_of(request, asked, voter=known, now=now)
    form = card.kind.form(question=asked, choices=card.offered, data=request.POST, marks=card.marks)
    try:
        _ensure_answerable(request, card, known=known, now=now)
        if not form.is_valid() and card.form is None:
            raise AnswerFinal
        if not form.is_valid():
            return with_form(request, card, form, status=UNPROCESSABLE)
        receipt = cast_by_key(
            question=asked,
            key_hash=voters.key_of(request),
            answer=form.answer(),
            now=now,
            seen=seen_revision(request),
            place=given_at(request, asked),
            given_at=resending.given_at(request, now=now),
        )
    except VotingRefused as refusal:
        return refused(request, card, form, str(refusal.message))
    papers.keep(Paper(asked, card.choices))
    return answered(request, asked, now=now, said=told(asked, receipt.action))


@takes_form
@checked_by_origin
def withdraw_ballot(request: Request, dossier: str, question: str) -> HttpResponse:
    asked = reachable_question(request, dossier, question)
    act = partial(withdraw, place=given_at(request, asked))
    return _on_own_ballot(request, asked, act, without=_NOTHING_TO_WITHDRAW)


@takes_form
@checked_by_origin
def confirm_ballot(request: Request, dossier: str, question: str) -> HttpResponse:
    """The same answer after reading, for a question that is asked again."""
    asked = reachable_question(request, dossier, question)
    return _on_own_ballot(request, asked, confirm, without=_NOTHING_TO_CONFIRM)


def _on_own_ballot(
    request: Request, asked: Question, act: Callable[..., Receipt | None], *, without: Promise
) -> HttpResponse:
    """Do to the reader's ballot what needs no form filled in; ``without`` is said without one."""
    now = timezone.now()
    voter = voters.identify(request)
    try:
        receipt = (
            act(question=asked, voter=voter, now=now, seen=seen_revision(request))
            if voter
            else None
        )
    except VotingRefused as refusal:
        card = card_of(request, asked, voter=voter, now=now)
        return refused(request, card, card.form, str(refusal.message))
    said = told(asked, receipt.action) if receipt else str(without)
    return answered(request, asked, now=now, said=said)


@takes_form
@checked_by_origin
@enrols_voter
def peek_at_result(request: Request, dossier: str, question: str) -> HttpResponse:
    asked = reachable_question(request, dossier, question)
    now = timezone.now()
    try:
        with transaction.atomic():  # a reader is enrolled with a look that is granted, or not
            voter = voters.enrol(key_hash=voters.key_of(request), now=now)
            seen = peek(question=asked, voter=voter, now=now)
    except VotingRefused as refusal:
        card = card_of(request, asked, voter=voters.identify(request), now=now)
        return refused(request, card, card.form, str(refusal.message))
    return answered(request, asked, now=now, said=str(_SHOWN if seen else _SHOWN_ALREADY))


@require_safe
def result_fragment(request: Request, dossier: str, question: str) -> HttpResponse:
    """The result as everybody sees it, for pages that keep it up to date; 304 when unchanged.

    Only where the rule shows the result to some readers and not to others does the answer depend
    on who asks, and may no shared cache keep it.
    """
    now = timezone.now()
    fragment = _newest_fragment(request, dossier, question, now=now)
    asked = fragment.question
    public = asked.article.is_published and may_see(asked, has_voted=False, now=now)
    if not kinds.of(asked).casts_ballots or not (public or shows_to_asker(request, asked, now=now)):
        response = render(request, "polls/_result_hidden.html", status=FORBIDDEN)
    else:
        response = get_conditional_response(request, etag=fragment.etag) or HttpResponse(
            fragment.html(fragment.work_out)
        )
        response["ETag"] = fragment.etag
    if public:
        allow_keeping(response)
    else:
        patch_cache_control(response, no_cache=True, private=True)
        patch_vary_headers(response, ["Cookie"])
    return response


def _newest_fragment(
    request: Request, dossier: str, question: str, *, now: datetime
) -> fragments.Fragment:
    """The result as it stands; one query where a paper of the question is kept and holds good."""
    slot = places.slot_of(request.GET)
    paper, standing = papers.kept((dossier, question)), tally.standing(dossier, question)
    if paper and standing and paper.holds_at(standing.question, edition=standing.edition):
        return fragments.Fragment(
            question=paper.question,
            choices=paper.choices,
            state=paper.question.state(now=now),
            version=standing.version,
            slot=slot,
        )
    asked = reachable_question(request, dossier, question)
    fragment = fragments.newest(asked, slot=slot, now=now)
    if kinds.of(asked).casts_ballots:
        papers.keep(Paper(asked, fragment.choices))
    return fragment


def _cast_at_once(request: Request, paper: Paper, *, now: datetime) -> Answer | None:
    """The answer if it is a first one, as most are, and counted now: without reading anything."""
    form = paper.filled_in(request.POST)
    if seen_revision(request) or not form.is_valid():
        return None
    answer = form.answer()
    counted = first.cast(
        question=paper.question,
        key_hash=voters.key_of(request),
        answer=answer,
        now=now,
        place=given_at(request, paper.question),
    )
    return answer if counted else None


def _ensure_answerable(request: Request, card: Card, *, known: Voter | None, now: datetime) -> None:
    """Raise the VotingRefused for which no answer counts here, right or wrong."""
    ensure_open(card.question, now=now)
    if known is None and seen_revision(request):
        raise UnknownVoter
