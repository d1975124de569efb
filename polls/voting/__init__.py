"""Who votes (voters), what may be cast (guards), and the one place that casts (cast)."""

from polls.voting.cast import Receipt, cast, cast_by_key, has_answered, withdraw
from polls.voting.guards import (
    AnswerFinal,
    AnswerOutdated,
    EditionChanged,
    NotYetOpen,
    QuestionWithdrawn,
    VotingClosed,
    VotingRefused,
)
from polls.voting.peeking import PeekRefused, has_peeked, peek, peeked

__all__ = [
    "AnswerFinal",
    "AnswerOutdated",
    "EditionChanged",
    "NotYetOpen",
    "PeekRefused",
    "QuestionWithdrawn",
    "Receipt",
    "VotingClosed",
    "VotingRefused",
    "cast",
    "cast_by_key",
    "has_answered",
    "has_peeked",
    "peek",
    "peeked",
    "withdraw",
]
