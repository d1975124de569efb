"""A question without ballots: its answers are comments, in its discussion."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _

from polls.kinds.answers import AnswerForm
from polls.kinds.base import Kind
from polls.models import Choice, Question


class InvitationForm(AnswerForm):
    """No ballot can be cast: the form invites to the discussion and refuses whatever is sent."""

    def clean(self) -> None:
        raise forms.ValidationError(
            _("This question is answered in words: write a comment in its discussion.")
        )


class Open(Kind):
    name = Question.Kind.OPEN
    form_class = InvitationForm
    casts_ballots = False
    own_buttons = True

    def editorial_problems(self, *, question: Question, choices: Sequence[Choice]) -> list[str]:
        if choices:
            return [_("An open question has no choices: readers answer it in words.")]
        return []
