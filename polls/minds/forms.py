"""The form that asks what changed a reader's mind: one passage or one comment."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from dossier.foreign import language_of
from dossier.models import Passage
from polls.models import Comment, MindChange, Question, Voter

# As many comments as are offered, the most approved first: others are chosen where they stand.
OFFERED = 8


class Option(NamedTuple):
    """A thing that may have changed the reader's mind."""

    value: str
    text: str
    author: str = ""
    """Who wrote the comment; empty for a passage."""
    language: str = ""
    """Of a passage, only where it is not the reader's."""


class ChangeForm(forms.Form):
    """A field ``what`` that names a passage or a comment."""

    what = forms.ChoiceField(
        label=_("What changed your mind?"),
        error_messages={
            "required": _("Choose a passage or a comment, or leave it."),
            "invalid_choice": _("What you chose is no longer here: choose again."),
        },
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        question: Question,
        voter: Voter,
        told: MindChange | None,
        slot: str = "",
    ) -> None:
        self.dom_id = f"mind-{question.pk}{slot and f'-{slot}'}"
        self._passages = {
            _name(one): one for one in Passage.objects.filter(article=question.article)
        }
        self._comments = {_name(one): one for one in offered_comments(question, voter, told)}
        thing = told and (told.comment or told.passage)
        super().__init__(
            data, auto_id=f"{self.dom_id}-%s", initial={"what": _name(thing) if thing else ""}
        )
        names = [*self._passages, *self._comments]
        self.fields["what"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]

    @property
    def passages(self) -> Sequence[Option]:
        return [
            Option(name, passage.heading, language=language_of(passage, "heading"))
            for name, passage in self._passages.items()
        ]

    @property
    def comments(self) -> Sequence[Option]:
        return [
            Option(name, one.body, one.author_name, one.language)
            for name, one in self._comments.items()
        ]

    @property
    def passage(self) -> Passage | None:
        """The passage that the valid form names, if it names one."""
        return self._passages.get(self.cleaned_data["what"])

    @property
    def comment(self) -> Comment | None:
        """The comment that the valid form names, if it names one."""
        return self._comments.get(self.cleaned_data["what"])


def offered_comments(question: Question, voter: Voter, told: MindChange | None) -> list[Comment]:
    """The comments of others that are offered, what was told before among them."""
    published = Comment.objects.published().filter(question=question).exclude(voter=voter)
    most = list(published.order_by("-approvals_count", "-posted_at", "-pk")[:OFFERED])
    before = told.comment if told else None
    if before is None or before in most or before.status != Comment.Status.PUBLISHED:
        return most
    return [before, *most]


def _name(thing: Passage | Comment) -> str:
    return f"{thing._meta.model_name}-{thing.pk}"
