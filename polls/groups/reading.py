"""From a kept summary (polls/groups/records.py) and the statements asked now to what is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from polls.groups.outlook import Across, Counted, Group, Outlook, Stand
from polls.groups.records import Json
from polls.models import Choice, OpinionRun, Question


def outlook_of(question: Question, choices: Sequence[Choice]) -> Outlook | None:
    """The groups as they are kept, of the published ``choices``; None before they are computed."""
    run = OpinionRun.objects.filter(question=question, version__gt=0).defer("map").first()
    if run is None:
        return None
    return told_by(
        run.summary,
        choices,
        participants=run.participants,
        version=run.version,
        made_at=run.made_at,
    )


def computed_at(questions: Iterable[Question]) -> dict[int, datetime]:
    """When the kept groups of each question were computed, by primary keys: what names everything
    that is made of them. One query; nothing of those that have none.
    """
    kept = OpinionRun.objects.filter(question__in=list(questions), version__gt=0)
    return dict(kept.values_list("question", "made_at"))


def told_by(
    summary: Json,
    choices: Sequence[Choice],
    *,
    participants: int,
    version: int,
    made_at: datetime | None,
) -> Outlook:
    """The outlook of a summary (polls/groups/records.py); only of the statements given."""
    known = {choice.pk: choice for choice in choices}
    names = [group["name"] for group in summary["groups"]]
    grouped = sum(group["size"] for group in summary["groups"])
    across = [
        _across(known[row[0]], row, names) for row in summary["statements"] if row[0] in known
    ]
    by_choice = {one.choice.pk: one for one in across}
    return Outlook(
        participants=participants,
        version=version,
        made_at=made_at,
        groups=[
            Group(
                name=group["name"],
                size=group["size"],
                share=group["size"] / grouped if grouped else 0.0,
                telling=_stands(group["representative"], by_choice, of=group["name"]),
            )
            for group in summary["groups"]
        ],
        consensus=_stands(summary["consensus"], by_choice),
        statements=across,
    )


def _across(choice: Choice, row: list[Any], names: Sequence[int]) -> Across:
    _key, aware, agree, disagree, seen = row
    groups = [
        (name, Counted(yes, all_), Counted(no, all_))
        for name, yes, no, all_ in zip(names, agree, disagree, seen, strict=True)
    ]
    return Across(choice=choice, aware=aware, groups=groups)


def _stands(
    kept: Sequence[Json], across: Mapping[int, Across], *, of: int | None = None
) -> list[Stand]:
    return [
        Stand(
            choice=across[one["statement"]].choice,
            side=one["side"],
            own=Counted(one["count"], one["seen"]),
            others=_others(across[one["statement"]], one["side"], of),
            kept=one,
        )
        for one in kept
        if one["statement"] in across
    ]


def _others(across: Across, side: int, of: int | None) -> Counted:
    others = [
        agree if side > 0 else disagree
        for name, agree, disagree in across.groups
        if of is not None and name != of
    ]
    return Counted(sum(one.count for one in others), sum(one.seen for one in others))
