"""Who votes (voters), what may be cast (guards), and the one place that casts (cast)."""

from polls.voting.cast import cast, cast_by_key, confirm, has_answered, withdraw
from polls.voting.guards import (
    AnswerChanged,
    AnswerFinal,
    AnswerOutdated,
    EditionChanged,
    NewerStands,
    NotAskedAgain,
    NotYetOpen,
    QuestionWithdrawn,
    UnknownVoter,
    VotingClosed,
    VotingRefused,
    ensure_open,
)
from polls.voting.peeking import PeekRefused, has_peeked, peek, peeked
from polls.voting.writing import Receipt

__all__ = [
    "AnswerChanged",
    "AnswerFinal",
    "AnswerOutdated",
    "EditionChanged",
    "NewerStands",
    "NotAskedAgain",
    "NotYetOpen",
    "PeekRefused",
    "QuestionWithdrawn",
    "Receipt",
    "UnknownVoter",
    "VotingClosed",
    "VotingRefused",
    "cast",
    "cast_by_key",
    "confirm",
    "ensure_open",
    "has_answered",
    "has_peeked",
    "peek",
    "peeked",
    "withdraw",
]
