"""The admin of questions and discussion; its rooms are in polls/desk."""

from polls.desk.discussion import CommentAdmin, DecisionAdmin
from polls.desk.questions import QuestionAdmin

__all__ = ["CommentAdmin", "DecisionAdmin", "QuestionAdmin"]
