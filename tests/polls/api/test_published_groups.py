"""Conversations that others have published, imported and read back through the API alone."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests.polls.polis.published import (
    CONVERSATIONS,
    FOLDER,
    LEAST_AGREEMENT,
    adjusted_rand,
    groups_in,
    moderated_in,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the published conversations are not here"),
]


@pytest.fixture(params=CONVERSATIONS)
def folder(request: pytest.FixtureRequest) -> Path:
    found: Path = FOLDER / request.param
    call_command("import_polis", found, slug="conversation", verbosity=0)
    return found


def ask(client: Client, what: str, **query: Any) -> Any:
    response = client.get(f"/api/v1/questions/conversation/statements/{what}", query)
    assert response.status_code == 200, response.content
    return response.json()


def latest_votes(folder: Path) -> dict[str, dict[str, int]]:
    """participant → comment → the vote that stands, as it is published."""
    with (folder / "participants-votes.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["participant"]: {
                comment: int(vote) for comment, vote in row.items() if comment.isdigit() and vote
            }
            for row in csv.DictReader(file)
        }


def test_a_conversation_reads_back_as_it_was_published(folder: Path, client: Client) -> None:
    """Statements' counts, participants, and the published groups, in one import."""
    votes = latest_votes(folder)
    result = ask(client, "results")
    published = {comment for comment, decided in moderated_in(folder).items() if decided == 1}
    assert {one["external_id"] for one in result["statements"]} == published
    for one in result["statements"]:
        said = [own[one["external_id"]] for own in votes.values() if one["external_id"] in own]
        counts = (one["agree"], one["disagree"], one["pass"])
        assert counts == tuple(said.count(vote) for vote in (1, -1, 0)), one

    told = groups_in(folder)
    groups = ask(client, "groups", k=len(set(told.values())))
    assert (groups["forced"], groups["k"]) == (True, len(set(told.values())))
    everybody = groups["participants"]
    assert {one["external_id"] for one in everybody} == {who for who, own in votes.items() if own}
    assert len({one["id"] for one in everybody}) == len(everybody)
    few = {who for who, own in votes.items() if own and len(own) < 7}
    assert {one["external_id"] for one in everybody if one["group"] is None} == few
    ours = {one["external_id"]: one["group"] for one in everybody}
    index = adjusted_rand([ours[who] for who in told], list(told.values()))
    assert index >= LEAST_AGREEMENT[folder.name]


def test_counts_of_groups_add_up_to_those_of_their_members(folder: Path, client: Client) -> None:
    votes = latest_votes(folder)
    groups = ask(client, "groups")
    members = {
        one["group"]: [
            who["external_id"] for who in groups["participants"] if who["group"] == one["group"]
        ]
        for one in groups["groups"]
    }
    assert {one["group"]: one["size"] for one in groups["groups"]} == {
        group: len(own) for group, own in members.items()
    }
    for statement in groups["statements"]:
        for says in statement["groups"]:
            said = [votes[who].get(statement["external_id"]) for who in members[says["group"]]]
            told = (says["agree"], says["disagree"], says["pass"])
            assert told == tuple(said.count(vote) for vote in (1, -1, 0))
