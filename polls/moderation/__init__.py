"""Decisions on what readers write: who may take them, what they lead to, what waits for one."""

from polls.moderation.decide import (
    Outcome,
    decide,
    decide_many,
    decide_statement,
    decide_write_in,
)
from polls.moderation.refusals import (
    AlreadyDecided,
    DecisionRefused,
    NotAllowed,
    NoteTooLong,
    NothingToDecide,
    ReasonMissing,
    TextChanged,
)
from polls.moderation.transitions import actions_for
from polls.moderation.verdicts import NOTE_MAX_LENGTH, PERMISSION

__all__ = [
    "NOTE_MAX_LENGTH",
    "PERMISSION",
    "AlreadyDecided",
    "DecisionRefused",
    "NotAllowed",
    "NoteTooLong",
    "NothingToDecide",
    "Outcome",
    "ReasonMissing",
    "TextChanged",
    "actions_for",
    "decide",
    "decide_many",
    "decide_statement",
    "decide_write_in",
]
