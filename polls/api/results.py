"""The public result of a question: the same figures as its page, and hidden when they are."""

from collections.abc import Hashable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from ninja import Query, Router

from polls import kinds
from polls.api import result_shapes, shapes
from polls.api.public import kept, respond
from polls.api.reach import published_question
from polls.api.telling import told_of
from polls.models import Question
from polls.results import tally as tallies
from polls.results.visibility import may_see

router = Router(tags=["results"])

FORBIDDEN = 403
_WHY_HIDDEN: dict[result_shapes.Reason, Promise] = {
    "scheduled": gettext_lazy("The question is not open yet: there is no result."),
    "after_vote": gettext_lazy(
        "The result shows to readers who have voted; to everybody once the question has closed."
    ),
    "after_close": gettext_lazy("The result shows once the question has closed."),
    "staff": gettext_lazy("The newsroom keeps this result to itself."),
}


@router.get(
    "/questions/{slug:dossier}/{slug:question}/results",
    by_alias=True,
    response={
        200: result_shapes.AnyResult,
        403: result_shapes.Hidden,
        404: shapes.Refusal,
        422: shapes.UnfitParameters,
    },
)
def result(
    request: HttpRequest, dossier: shapes.Slug, question: shapes.Slug, asked: Query[shapes.Asked]
) -> HttpResponse:
    """The question's result; 403, without any figure, while not everybody may see it."""
    now = timezone.now()
    found = published_question(dossier, question)
    state = found.state(now=now)
    if not may_see(found, has_voted=False, now=now):
        return respond(hidden(found, state), status=FORBIDDEN)
    if not kinds.of(found).casts_ballots:
        return respond(told_of([found], now=now)[0])
    name = _name(found, state, version=tallies.version_of(found))
    return kept(request, name, lambda: told_of([found], now=now)[0])


def _name(question: Question, state: Question.State, *, version: int) -> Hashable:
    """All that a result is made of but its language."""
    address = (question.article.slug, question.slug)
    return "result", address, question.pk, question.edition, question.updated_at, state, version


def hidden(question: Question, state: Question.State) -> result_shapes.Hidden:
    reason = _reason(question, state)
    return result_shapes.Hidden(
        detail=str(_WHY_HIDDEN[reason]),
        question=question.slug,
        kind=Question.Kind(question.kind),
        status=state,
        reason=reason,
    )


def _reason(question: Question, state: Question.State) -> result_shapes.Reason:
    """What the result waits for; “staff” for one that readers never see."""
    if question.results == Question.Results.STAFF:
        return "staff"
    if state == Question.State.SCHEDULED:
        return "scheduled"
    return "after_close" if question.results == Question.Results.AFTER_CLOSE else "after_vote"
