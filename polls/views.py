"""A reader's question: its page, casting and withdrawing a ballot, the public result."""

from datetime import datetime

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dossier.origins import checked_by_origin
from dossier.requests import Request
from polls import kinds
from dossier.caching import allow_keeping, public_unless_told_apart
from polls.access import in_newsroom, primary_key, reachable_question
from polls.answering import UNPROCESSABLE, answered, card_of, page, refused, takes_form, with_form
from polls.models import Question
from polls.results import fragments, tally
from polls.results.visibility import may_see
from polls.voting import (
    VotingRefused,
    cast_by_key,
    first,
    has_answered,
    has_peeked,
    papers,
    peek,
    voters,
    withdraw,
)
from polls.voting.enrolment import enrols_voter
from polls.voting.papers import Paper

FORBIDDEN = 403

_SAID = {
    "cast": _("Your answer is counted."),
    "changed": _("Your new answer is counted."),
    "kept": _("Your answer was counted already; nothing changed."),
    "repeated": _(
        "This form had been counted before, and your answer has changed since: it stands as shown."
    ),
    "withdrawn": _("Your answer is withdrawn and no longer counted."),
}
_UNKNOWN_VOTER = _(
    "This browser no longer carries the cookie by which we knew your earlier answer. "
    "Nothing was counted. Your choice is kept below: send it again to vote anew."
)
_SHOWN = _(
    "Here is the result. If you answer now, your answer is marked as given in the knowledge of it."
)
_SHOWN_ALREADY = _("You have answered: the result shows without this.")
_NOTHING_TO_WITHDRAW = _("There was no answer of yours to withdraw.")


@require_safe
def question_page(request: Request, dossier: str, question: str) -> HttpResponse:
    asked = reachable_question(request, dossier, question)
    card = card_of(request, asked, voter=voters.identify(request), now=timezone.now())
    return page(request, card)


@takes_form
@checked_by_origin
@enrols_voter
def cast_ballot(request: Request, dossier: str, question: str) -> HttpResponse:
    now = timezone.now()
    paper = papers.kept((dossier, question))
    if paper and _cast_at_once(request, paper, now=now):
        return answered(request, paper.question, now=now, said=str(_SAID["cast"]))
    asked = reachable_question(request, dossier, question)
    known = voters.identify(request)
    card = card_of(request, asked, voter=known, now=now)
@public_unless_told_apart
    form = card.kind.form(question=asked, choices=card.offered, data=request.POST, marks=card.marks)
    if known is None and _seen(request):
        return refused(request, card, form, str(_UNKNOWN_VOTER))
    if not form.is_valid():
        return with_form(request, card, form, status=UNPROCESSABLE)
    try:
        receipt = cast_by_key(
            question=asked,
            key_hash=voters.key_of(request),
            answer=form.answer(),
            now=now,
            seen=_seen(request),
        )
    except VotingRefused as refusal:
        return refused(request, card, form, str(refusal.message))
    papers.keep(Paper(asked, card.choices))
    return answered(request, asked, now=now, said=str(_SAID[receipt.action]))


@takes_form
@checked_by_origin
def withdraw_ballot(request: Request, dossier: str, question: str) -> HttpResponse:
    asked = reachable_question(request, dossier, question)
    now = timezone.now()
    voter = voters.identify(request)
    try:
        receipt = (
            withdraw(question=asked, voter=voter, now=now, seen=_seen(request)) if voter else None
        )
    except VotingRefused as refusal:
        card = card_of(request, asked, voter=voter, now=now)
        return refused(request, card, card.form, str(refusal.message))
    said = _SAID[receipt.action] if receipt else _NOTHING_TO_WITHDRAW
    return answered(request, asked, now=now, said=str(said))


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
    asked = reachable_question(request, dossier, question)
    now = timezone.now()
    fragment = _newest_fragment(request, dossier, question, now=now)
    asked = fragment.question
    public = asked.article.is_published and may_see(asked, has_voted=False, now=now)
    if not kinds.of(asked).casts_ballots or not (public or _may_see(request, asked, now=now)):
        response = render(request, "polls/_result_hidden.html", status=FORBIDDEN)
    else:
        papers.keep(Paper(asked, fragment.choices))
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


def _may_see(request: Request, question: Question, *, now: datetime) -> bool:
    """Whether this very reader may see the result."""
    voter = voters.identify(request)
    return may_see(
        question,
        has_voted=voter is not None and has_answered(voter=voter, question=question),
        has_peeked=voter is not None and has_peeked(voter=voter, question=question),
        newsroom=in_newsroom(request, "polls.see_results"),
        now=now,
    )


def _cast_at_once(request: Request, paper: Paper, *, now: datetime) -> bool:
    """Whether the answer is a first one, as most are, and counted: without reading anything."""
    form = paper.filled_in(request.POST)
    return (
        not _seen(request)
        and form.is_valid()
        and first.cast(
            question=paper.question,
            key_hash=voters.key_of(request),
            answer=form.answer(),
            now=now,
        )
    )


def _seen(request: Request) -> int | None:
    """The revision of the reader's ballot that the form showed: 0 for none, None if unsaid."""
    sent = request.POST.get("seen", "")
    return primary_key(sent) if sent else None
def _newest_fragment(
    request: Request, dossier: str, question: str, *, now: datetime
) -> fragments.Fragment:
    """The result as it stands; one query where a paper of the question is kept and holds good."""
    slot = "again" if request.GET.get("slot") == "again" else ""
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
    return fragments.newest(asked, slot=slot, now=now)


