"""Who votes (voters), what may be cast (guards), and the one place that casts (cast)."""

from polls.voting.cast import Receipt, cast, has_answered, withdraw
from polls.voting.guards import (
    AnswerFinal,
    AnswerOutdated,
    NotYetOpen,
    QuestionWithdrawn,
    VotingClosed,
    VotingRefused,
)

__all__ = [
    "AnswerFinal",
    "AnswerOutdated",
    "NotYetOpen",
    "QuestionWithdrawn",
    "Receipt",
    "VotingClosed",
    "VotingRefused",
    "cast",
    "has_answered",
    "withdraw",
]
