"""One choice among several."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polls.kinds import roles, wording
from polls.kinds.answers import AnswerForm, Marks
from polls.kinds.base import Kind
from polls.models import Choice, Question, WriteIn
from polls.plaintext import on_one_line

OFFERED_NO_LONGER = gettext_lazy(
    "One of the answers sent is no longer offered: choose among those below."
)


@dataclass(frozen=True)
class Option:
    """A choice as the form offers it."""

    choice: Choice
    chosen: bool
    tone: str = ""
    """The class of its colour, for the points of a scale."""

    @property
    def slug(self) -> str:
        return self.choice.slug

    @property
    def label(self) -> str:
        return str(self.choice.label)


class ChoiceForm(AnswerForm):
    """A form whose answer is one or more of the choices, by their slugs, named ``choice``.

    Where one of them is “other”, a field ``words`` asks what: it is read only if that is chosen.
    """

    longest_words = WriteIn.MAX_LENGTH

    def build(self) -> None:
        field = cast(forms.ChoiceField, self.fields["choice"])
        # slugs alone: templates take labels from the options, in the reader's language
        field.choices = [(choice.slug, choice.slug) for choice in self.choices]
        if self.other:
            # a plain field: what makes words unfit is nobody's mistake where they are not read
            self.fields["words"] = forms.Field(required=False, initial=self.said_in_words)

    @cached_property
    def other(self) -> Choice | None:
        """The choice that asks for the reader's words, if there is one."""
        return roles.other_of(self.question, self.choices)

    @property
    def options(self) -> Sequence[Option]:
        """The choices in order, with what was sent or said before chosen."""
        value = self["choice"].value() or []
        chosen = set(value) if isinstance(value, list) else {value}
        return [Option(one, one.slug in chosen) for one in self.choices]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.other:
            chosen = cleaned.get("choice") or []
            asked = self.other.slug in (chosen if isinstance(chosen, list) else [chosen])
            cleaned["words"] = on_one_line(str(cleaned.get("words") or "")) if asked else ""
            if asked and (refusal := self._why_not(cleaned["words"], self.other)):
                self.add_error("words", refusal)
        return cleaned

    def _why_not(self, words: str, other: Choice) -> str:
        """What is wrong with the words for “other”; empty for nothing."""
        if len(self.sent("words")) > 1:
            return _("Give one text only.")
        if not re.search(r"\w", words):
            return _("Say in a few words what you mean by %(choice)s.") % {
                "choice": wording.quoted([other.label])
            }
        if len(words) > self.longest_words:
            return _("Use at most %(limit)d characters; these are %(length)d.") % {
                "limit": self.longest_words,
                "length": len(words),
            }
        return ""

    def words(self) -> str:
        said: str = self.cleaned_data.get("words", "")
        return said


class OneChoiceForm(ChoiceForm):
    choice = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one answer."),
            "invalid_choice": OFFERED_NO_LONGER,
        },
    )

    def initial_from(self, marks: Marks) -> dict[str, Any]:
        return {"choice": next((c.slug for c in self.choices if c.pk in marks), None)}

    def clean_choice(self) -> str:
        if len(self.sent("choice")) > 1:
            raise forms.ValidationError(_("Choose one answer only."))
        chosen: str = self.cleaned_data["choice"]
        return chosen

    def marks(self) -> Marks:
        return {self.by_slug[self.cleaned_data["choice"]].pk: 1}


class Single(Kind):
    name = Question.Kind.SINGLE
    form_class = OneChoiceForm
    exclusive = True
