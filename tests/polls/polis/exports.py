"""Made-up exports, as Polis writes them."""

import csv
from collections.abc import Sequence
from pathlib import Path

from polls.models import Question

HOUR = 3_600_000
START = 1_700_000_000_000  # milliseconds: 14 November 2023, 22:13:20 UTC

type Comment = tuple[int, int, int, str]
"""number, author, decision, text"""
type Vote = tuple[int, int, int, int]
"""participant, comment, vote, hours after the start"""

COMMENTS: Sequence[Comment] = (
    (11, 2, 1, "The buses are late,\nand there are not enough of them."),
    (3, 1, 1, "Trains are better than buses."),
    (7, 9, 0, "We should walk."),
    (20, 2, -1, "Buy my bicycles!"),
    (21, 2, 1, ""),
)
VOTES: Sequence[Vote] = (
    (1, 3, 1, 1),
    (2, 3, -1, 2),
    (1, 11, 0, 4),
    (2, 11, 1, 3),
    (1, 11, 1, 5),
    (1, 11, 1, 6),
    (2, 20, 1, 7),
    (15, 20, -1, 8),
    (15, 21, 1, 9),
)


def export(
    folder: Path, comments: Sequence[Comment] = COMMENTS, votes: Sequence[Vote] = VOTES
) -> Path:
    """Write a conversation into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(
        folder / "comments.csv",
        "timestamp datetime comment-id author-id agrees disagrees moderated comment-body",
        [
            (START, "Tue Nov 14", number, author, 0, 0, moderated, text)
            for number, author, moderated, text in comments
        ],
    )
    _write(
        folder / "votes.csv",
        "timestamp datetime comment-id voter-id vote",
        [
            (START + hours * HOUR, "Tue Nov 14", comment, participant, vote)
            for participant, comment, vote, hours in votes
        ],
    )
    _write(
        folder / "summary.csv",
        "topic Transport",
        [("url", "https://polis.example/abc"), ("conversation-description", "How to get *about*?")],
    )
    return folder


def _write(path: Path, head: str, rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head.split(), *rows])


def said_in(question: Question) -> dict[tuple[str, str], list[tuple[int, str, int]]]:
    """(participant, comment) → (vote, what it did, hours after the start) of every vote."""
    names = dict(question.choices.values_list("pk", "external_id"))
    said: dict[tuple[str, str], list[tuple[int, str, int]]] = {}
    for ballot in question.ballots.select_related("voter"):
        for revision in ballot.revisions.order_by("number"):
            ((choice, value),) = revision.marks
            hours = round((revision.made_at.timestamp() * 1000 - START) / HOUR)
            told = said.setdefault((ballot.voter.external_id, names[choice]), [])
            told.append((value, revision.action, hours))
    return said
