"""Statements that readers add to a question of the kind *statements*."""

from polls.statements.proposing import (
    AlreadyProposed,
    AlreadyStated,
    ProposalRefused,
    ProposalsClosed,
    TooManyWaiting,
    alike_to,
    propose,
)

__all__ = [
    "AlreadyProposed",
    "AlreadyStated",
    "ProposalRefused",
    "ProposalsClosed",
    "TooManyWaiting",
    "alike_to",
    "propose",
]
