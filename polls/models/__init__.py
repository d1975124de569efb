"""What the polls remember.

Public names, an aggregate a module: Question and its Choice; the Voter; the Ballot with its Mark,
BallotRevision and WriteIn, and the Peek of whoever looked first; the counters Turnout, Tally and
PairTally; the Comment with its Approval and Flag, and a dossier's Discussion; the moderators'
Decision.
"""

from polls.models.ballot import Ballot, BallotRevision, Mark
from polls.models.choice import Choice
from polls.models.discussion import Approval, Comment, Discussion, Flag
from polls.models.moderation import Decision
from polls.models.peek import Peek
from polls.models.question import Question
from polls.models.tally import PairTally, Tally, Turnout
from polls.models.voter import Voter
from polls.models.write_in import WriteIn

__all__ = [
    "Approval",
    "Ballot",
    "BallotRevision",
    "Choice",
    "Comment",
    "Decision",
    "Discussion",
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
