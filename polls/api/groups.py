"""The opinion groups of a question of statements: as they are kept, or as many as are asked for."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router

from polls.api import group_shapes, result_shapes, shapes
from polls.api.public import kept, respond
from polls.api.reach import published_question
from polls.api.results import FORBIDDEN, hidden
from polls.groups import forced, outlook_of
from polls.groups.outlook import Across, Stand
from polls.groups.placing import Place, kept_places
from polls.groups.pseudonyms import pseudonyms
from polls.groups.reading import computed_at
from polls.models import Choice, Question, Voter
from polls.results import tally as tallies
from polls.results.visibility import may_see

router = Router(tags=["results"])

UNPROCESSABLE, UNAVAILABLE = 422, 503
DECIMALS = 6  # of a place


class AskedGroups(shapes.Asked):
    k: int | None = Field(
        None,
        ge=forced.CHOICE_OF_K.start,
        lt=forced.CHOICE_OF_K.stop,
        description="how many groups; as many as are best apart, if left out",
    )


@router.get(
    "/questions/{slug:dossier}/{slug:question}/groups",
    response={
        200: group_shapes.Groups,
        403: result_shapes.Hidden,
        404: shapes.Refusal,
        422: shapes.UnfitParameters,
        503: shapes.Refusal,
    },
)
def opinion_groups(
    request: HttpRequest, dossier: shapes.Slug, question: shapes.Slug, asked: Query[AskedGroups]
) -> HttpResponse:
    """Who answers alike, and on what groups agree; 403 while not everybody may see the result."""
    now = timezone.now()
    found = published_question(dossier, question)
    if found.kind != Question.Kind.STATEMENTS:
        raise Http404(_("Only questions of statements have opinion groups."))
    state = found.state(now=now)
    if not may_see(found, has_voted=False, now=now):
        return respond(hidden(found, state), status=FORBIDDEN)
    come = (tallies.version_of(found), computed_at([found]))
    name = ("groups", dossier, question, found.pk, found.edition, found.updated_at, state, come)
    try:
        return kept(request, (*name, asked.k), lambda: _worked_out(found, asked.k, now=now))
    except forced.TooLarge:
        return _too_large(asked.k)
    except forced.Busy:
        return _later(_("Other groups are being computed: ask again in a moment."))


def _too_large(k: int | None) -> HttpResponse:
    if k is None:
        return _later(_("The groups of this conversation are being computed: ask again later."))
    problem = _(
        "This conversation has too many votes to be grouped on request: leave k out for the "
        "groups that are kept."
    )
    told = shapes.UnfitParameters(
        detail=_("These parameters cannot be used."),
        parameters=[shapes.UnfitParameter(name="k", problem=problem)],
    )
    return respond(told, status=UNPROCESSABLE)


def _later(detail: str) -> HttpResponse:
    response = respond(shapes.Refusal(detail=detail), status=UNAVAILABLE)
    response["Retry-After"] = "10"
    return response


def _worked_out(question: Question, k: int | None, *, now: datetime) -> group_shapes.Groups:
    choices = list(Choice.objects.published().filter(question=question))
    told = outlook_of(question, choices) if k is None else None
    if told is not None:
        places = kept_places(question)
    else:
        told, places = forced.computed(question, choices, k=k, now=now)
    imported = _imported(question)
    if told.few and not imported:  # a place among few would tell what one of them answered
        told, places = told.of_few, []
    return group_shapes.Groups(
        dossier=question.article.slug,
        question=question.slug,
        k=told.k,
        forced=k is not None,
        few=told.few,
        version=told.version,
        computed_at=told.made_at,
        participants=_participants(question, places, imported),
        groups=[
            group_shapes.Group(
                group=one.name,
                size=one.size,
                representative=[_telling(stand) for stand in one.telling],
            )
            for one in told.groups
        ],
        consensus=[_agreed(one) for one in told.consensus],
        statements=[_across(one) for one in told.statements],
    )


def _imported(question: Question) -> dict[int, str]:
    """What imported participants are called where they come from, by their keys."""
    voters = Voter.objects.filter(opinion_places__question=question, external_id__gt="")
    named = dict(voters.values_list("pk", "external_id"))
    if named:
        return named
    # before groups are kept, of the ballots
    voters = Voter.objects.filter(ballots__question=question, external_id__gt="")
    return dict(voters.values_list("pk", "external_id"))


def _participants(
    question: Question, places: list[Place], imported: dict[int, str]
) -> list[group_shapes.ImportedParticipant | group_shapes.Participant]:
    name_of: Callable[[int], str] = pseudonyms(question)
    told: list[group_shapes.ImportedParticipant | group_shapes.Participant] = []
    for voter, group, x, y in places:
        where: dict[str, Any] = {
            "id": name_of(voter),
            "group": group,
            "x": round(x, DECIMALS),
            "y": round(y, DECIMALS),
        }
        external = imported.get(voter)
        told.append(
            group_shapes.ImportedParticipant(**where, external_id=external)
            if external
            else group_shapes.Participant(**where)
        )
    return sorted(told, key=lambda one: one.id)


def _telling(stand: Stand) -> group_shapes.GroupStand:
    told = _stand(stand) | {
        "others_count": stand.others.count,
        "others_seen": stand.others.seen,
        "ratio": stand.kept["ratio"],
        "z_apart": stand.kept["apart"],
    }
    if stand.choice.external_id:
        return group_shapes.ImportedGroupStand(**told)
    return group_shapes.GroupStand(**told)


def _agreed(stand: Stand) -> group_shapes.Stand:
    shape = group_shapes.ImportedStand if stand.choice.external_id else group_shapes.Stand
    return shape(**_stand(stand))


def _stand(stand: Stand) -> dict[str, Any]:
    low, high = stand.own.limits
    return _statement(stand.choice) | {
        "side": "agree" if stand.side > 0 else "disagree",
        "count": stand.own.count,
        "seen": stand.own.seen,
        "share": stand.own.share,
        "low": low,
        "high": high,
        "likely": stand.kept["share"],
        "z": stand.kept["majority"],
        "weight": stand.kept["weight"],
    }


def _across(one: Across) -> group_shapes.Across:
    says = [
        group_shapes.Says(
            group=name,
            agree=agree.count,
            disagree=disagree.count,
            passed=agree.seen - agree.count - disagree.count,
        )
        for name, agree, disagree in one.groups
    ]
    shape = group_shapes.ImportedAcross if one.choice.external_id else group_shapes.Across
    return shape(**_statement(one.choice), group_aware_consensus=one.aware, groups=says)


def _statement(choice: Choice) -> dict[str, Any]:
    """What names the statement; imported ones have the number that they had elsewhere as well."""
    named = {"id": choice.slug, "text": str(choice.label)}
    return named | {"external_id": choice.external_id} if choice.external_id else named
