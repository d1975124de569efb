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
    CannotBeUndone,
    DecisionRefused,
    NotAllowed,
    NoteTooLong,
    NothingToDecide,
    NotYourDecision,
    ReasonMissing,
    TextChanged,
    TooLateToUndo,
)
from polls.moderation.transitions import actions_for
from polls.moderation.undoing import UNDO_WITHIN, can_undo, undo
from polls.moderation.verdicts import NOTE_MAX_LENGTH, PERMISSION

__all__ = [
    "NOTE_MAX_LENGTH",
    "PERMISSION",
    "UNDO_WITHIN",
    "AlreadyDecided",
    "CannotBeUndone",
    "DecisionRefused",
    "NotAllowed",
    "NotYourDecision",
    "NoteTooLong",
    "NothingToDecide",
    "Outcome",
    "ReasonMissing",
    "TextChanged",
    "TooLateToUndo",
    "actions_for",
    "can_undo",
    "decide",
    "decide_many",
    "decide_statement",
    "decide_write_in",
    "undo",
]
