"""What the polls remember.

Public names, an aggregate a module: Question and its Choice; the Voter; the Ballot with its Mark,
BallotRevision and WriteIn, and the Peek of whoever looked first; the counters Turnout, Tally and
PairTally; the Comment with its Approval and Flag; the moderators' Decision.
"""

from polls.models.ballot import Ballot, BallotRevision, Mark, Peek, WriteIn
from polls.models.discussion import Approval, Comment, Flag
from polls.models.moderation import Decision
from polls.models.question import Choice, Question
from polls.models.tally import PairTally, Tally, Turnout
from polls.models.voter import Voter

__all__ = [
    "Approval",
    "Ballot",
    "BallotRevision",
    "Choice",
    "Comment",
    "Decision",
    "Flag",
    "Mark",
    "PairTally",
    "Peek",
    "Question",
    "Tally",
    "Turnout",
    "Voter",
    "WriteIn",
]
