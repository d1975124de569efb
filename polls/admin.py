"""The admin of questions and discussion; its rooms are in polls/desk."""

from polls.desk.discussion import CommentAdmin
from polls.desk.log import DecisionAdmin, SanctionAdmin
from polls.desk.people import NewsroomGroupAdmin, NewsroomUserAdmin
from polls.desk.policies import HoldingRuleAdmin, PolicyAdmin, WordListAdmin
from polls.desk.questions import QuestionAdmin
from polls.desk.reasons import ReasonAdmin
from polls.desk.voters import VoterAdmin

__all__ = [
    "CommentAdmin",
    "DecisionAdmin",
    "HoldingRuleAdmin",
    "NewsroomGroupAdmin",
    "NewsroomUserAdmin",
    "PolicyAdmin",
    "QuestionAdmin",
    "ReasonAdmin",
    "SanctionAdmin",
    "VoterAdmin",
    "WordListAdmin",
]
