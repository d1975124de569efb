"""Statements that readers add to a question of the kind *statements*."""

from polls.statements.proposing import (
    AlreadyProposed,
    AlreadyStated,
    ProposalRefused,
    ProposalsClosed,
    TooManyWaiting,
    propose,
)

__all__ = [
    "AlreadyProposed",
    "AlreadyStated",
    "ProposalRefused",
    "ProposalsClosed",
    "TooManyWaiting",
    "propose",
]
