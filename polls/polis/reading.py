"""From the exported files to a conversation, or to one line that says what is wrong with them.

Read are ``votes.csv``, ``comments.csv`` and, if it is there, ``summary.csv``; everything else in
the folder can be worked out from these. Columns are known by their names, rows may come in any
order, texts may run over several lines.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

type Line = Mapping[str, str]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_IDENTIFIER = re.compile(r"\d{1,40}", re.ASCII)  # what the database has room for
_MILLISECONDS = 18  # digits at most
_WORTHS = {"1": 1, "0": 0, "-1": -1}


class UnreadableConversation(Exception):
    """What the folder lacks, or which line of which file cannot be read."""


class Vote(NamedTuple):
    """What a participant said of a comment at one moment."""

    participant: int
    comment: int
    value: int
    """1 agree, 0 pass, -1 disagree."""
    cast_at: datetime


class Comment(NamedTuple):
    """A statement, as Polis calls it."""

    number: int
    author: int | None
    """None where the export does not tell."""
    text: str
    moderated: int
    """1 accepted, 0 not decided on, -1 rejected."""
    made_at: datetime


@dataclass(frozen=True)
class Conversation:
    topic: str
    description: str
    address: str
    comments: list[Comment]
    """By their numbers."""
    votes: list[Vote]
    """Every vote, re-votes included: by participant, and each one's from first to last; of one
    moment, as they stand in the file."""


def read(folder: Path) -> Conversation:
    """The conversation in the folder. Raises UnreadableConversation."""
    if not folder.is_dir():
        raise UnreadableConversation(f"{folder} is no folder.")
    # a line that stands there twice is the same comment
    comments = sorted(
        set(_lines(folder / "comments.csv", _COMMENT_COLUMNS, _comment)),
        key=lambda comment: (comment.number, comment.made_at),
    )
    votes = _lines(folder / "votes.csv", _VOTE_COLUMNS, _vote)
    summary = _summary(folder / "summary.csv")
    conversation = Conversation(
        topic=summary.get("topic", ""),
        description=summary.get("conversation-description", ""),
        address=summary.get("url", ""),
        comments=comments,
        votes=sorted(votes, key=lambda vote: (vote.participant, vote.cast_at)),
    )
    _refuse_doubtful(conversation)
    return conversation


def _refuse_doubtful(conversation: Conversation) -> None:
    if not conversation.comments:
        raise UnreadableConversation("comments.csv has no comments.")
    for one, following in pairwise(conversation.comments):
        if one.number == following.number:
            raise UnreadableConversation(f"comments.csv has comment {one.number} twice.")
    known = {comment.number for comment in conversation.comments}
    for vote in conversation.votes:
        if vote.comment not in known:
            raise UnreadableConversation(
                f"votes.csv has votes on comment {vote.comment}, comments.csv has no such comment."
            )


def _lines[Row](path: Path, columns: str, row_of: Callable[[Line], Row]) -> Iterator[Row]:
    """The rows of a file below its head; what cannot be read is told with its line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            missing = [name for name in columns.split() if name not in (reader.fieldnames or ())]
            if missing:
                raise UnreadableConversation(f"{path.name} has no column {missing[0]}.")
            for row in reader:
                try:
                    yield row_of(row)
                except ValueError as error:
                    raise UnreadableConversation(
                        f"{path.name}, line {reader.line_num}: {error}."
                    ) from error
    except OSError as error:
        raise UnreadableConversation(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UnreadableConversation(f"{path.name} is not UTF-8.") from error
    except csv.Error as error:
        raise UnreadableConversation(f"{path.name} is no CSV: {error}.") from error


_VOTE_COLUMNS = "timestamp comment-id voter-id vote"
_COMMENT_COLUMNS = "timestamp comment-id comment-body"


def _vote(line: Line) -> Vote:
    return Vote(
        participant=_identifier(line, "voter-id"),
        comment=_identifier(line, "comment-id"),
        value=_worth(line, "vote"),
        cast_at=_moment(line, "timestamp"),
    )


def _comment(line: Line) -> Comment:
    return Comment(
        number=_identifier(line, "comment-id"),
        author=_identifier(line, "author-id") if "author-id" in line else None,
        text=line["comment-body"],
        moderated=_worth(line, "moderated") if "moderated" in line else 1,
        made_at=_moment(line, "timestamp"),
    )


def _identifier(line: Line, column: str) -> int:
    if not _IDENTIFIER.fullmatch(line[column]):
        raise ValueError(f"{column} is {line[column]!r}, which is no identifier")
    return int(line[column])


def _worth(line: Line, column: str) -> int:
    if line[column] not in _WORTHS:
        raise ValueError(f"{column} is {line[column]!r}, not 1, 0 or -1")
    return _WORTHS[line[column]]


def _moment(line: Line, column: str) -> datetime:
    """Milliseconds since the beginning of 1970, UTC."""
    try:
        if len(line[column]) > _MILLISECONDS:
            raise OverflowError
        return _EPOCH + timedelta(milliseconds=_identifier(line, column))
    except (ValueError, OverflowError):
        raise ValueError(f"{column} is {line[column]!r}, not milliseconds since 1970") from None


def _summary(path: Path) -> dict[str, str]:
    """What is said of the conversation as a whole, by name; nothing without the file."""
    if not path.exists():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return {row[0]: row[1] for row in csv.reader(file) if len(row) > 1}
    except (OSError, ValueError, csv.Error) as error:
        raise UnreadableConversation(f"{path.name} cannot be read: {error}.") from error
