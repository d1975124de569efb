"""What the polls remember.

Public names, an aggregate a module: Question and its Choice, which take a Side; the Voter; the
Ballot with its Mark, BallotRevision and WriteIn, and the Peek of whoever looked first; the counters
Turnout, Tally and PairTally; the Comment with its Approval and Flag, and a dossier's Discussion;
the moderators' Decision and its Reason, an author's Appeal and Sanction; a dossier's Policy, the
HoldingRule with its WordList, and the Hold; what a reader does for themselves: Follow, Mute and
MindChange; what readers expect: Guess and Resolution; the OpinionRun and its OpinionPlace.
"""

from polls.models.attention import Follow, MindChange, Mute
from polls.models.ballot import Ballot, BallotRevision, Mark
from polls.models.choice import Choice, Side
from polls.models.conduct import Hold, HoldingRule, Policy, WordList
from polls.models.discussion import Comment
from polls.models.measures import Appeal, Reason, Sanction
from polls.models.moderation import Decision
from polls.models.outlook import Guess, OpinionPlace, OpinionRun, Resolution
from polls.models.peek import Peek
from polls.models.question import Question
from polls.models.reaction import Approval, Flag
from polls.models.tally import PairTally, Tally, Turnout
from polls.models.traffic import Discussion
from polls.models.voter import Voter
from polls.models.write_in import WriteIn

__all__ = [
    "Appeal",
    "Approval",
    "Ballot",
    "BallotRevision",
    "Choice",
    "Comment",
    "Decision",
    "Discussion",
    "Flag",
    "Follow",
    "Guess",
    "Hold",
    "HoldingRule",
    "Mark",
    "MindChange",
    "Mute",
    "OpinionPlace",
    "OpinionRun",
    "PairTally",
    "Peek",
    "Policy",
    "Question",
    "Reason",
    "Resolution",
    "Sanction",
    "Side",
    "Tally",
    "Turnout",
    "Voter",
    "WordList",
    "WriteIn",
]
