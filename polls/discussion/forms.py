"""The forms of a discussion: what a reader may send, and how much of it."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from polls.discussion import names
from polls.discussion.places import Place, draft_key
from polls.models import Comment, Flag, Voter
from polls.plaintext import clean, clean_line, is_blank


class TextField(forms.CharField):
    """A text of a reader's, made plain, neither blank nor longer than comments may be."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean("" if value is None else str(value))

    def validate(self, value: str) -> None:
        if is_blank(value):
            raise ValidationError(_("Write your text first."), code="required")
        limit = settings.COMMENT_MAX_LENGTH
        excess = len(value) - limit
        if excess > 0:
            raise ValidationError(
                ngettext(
                    "Your text is %(excess)s character too long: %(limit)s are allowed.",
                    "Your text is %(excess)s characters too long: %(limit)s are allowed.",
                    excess,
                )
                % {"excess": _grouped(excess), "limit": _grouped(limit)},
                code="max_length",
            )


class NameField(forms.CharField):
    """A display name, made plain."""

    def to_python(self, value: Any) -> str:
        return clean_line("" if value is None else str(value))

    def validate(self, value: str) -> None:
        try:
            names.ensure_acceptable(value)
        except names.NameRefused as refusal:
            raise ValidationError(str(refusal.message), code="name") from refusal


class FormToken(forms.UUIDField):
    """Made with the form, so that a form sent twice is one comment; a broken one is made anew."""

    def clean(self, value: Any) -> uuid.UUID:
        try:
            token = super().clean(value)
        except ValidationError:
            return uuid.uuid4()
        return token if isinstance(token, uuid.UUID) else uuid.uuid4()


class CommentForm(forms.Form):
    """A comment, or with ``parent`` a reply to it."""

    text = TextField(label=gettext_lazy("Your argument"))
    name = NameField(label=gettext_lazy("Display name"))
    token = FormToken(required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        place: Place,
        voter: Voter | None = None,
        parent: Comment | None = None,
    ) -> None:
        self.place, self.parent = place, parent
        self.answers = parent is not None
        self.dom_id = f"reply-{parent.pk}" if parent else "comment-form"
        super().__init__(
            data,
            auto_id=f"{self.dom_id}-%s",
            initial={
                "name": voter.display_name if voter else "",
                "token": uuid.uuid4() if voter else self._token_for_strangers,
            },
        )

    @property
    def _token_for_strangers(self) -> uuid.UUID:
        """The same for all who are not known yet: their page is, and is kept by caches as one.

        Tokens tell the forms of one voter apart, never those of two.
        """
        return uuid.uuid5(uuid.NAMESPACE_OID, self.draft_key)

    @property
    def draft_key(self) -> str:
        question = self.place.question
        return draft_key(
            article=self.place.article.pk,
            question=question.pk if question else None,
            parent=self.parent.pk if self.parent else None,
        )

    @property
    def limit(self) -> int:
        return int(settings.COMMENT_MAX_LENGTH)


class EditForm(forms.Form):
    """The text of a comment, to be mended."""

    text = TextField(label=gettext_lazy("Your argument"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, comment: Comment) -> None:
        self.dom_id = f"edit-{comment.pk}"
        super().__init__(data, auto_id=f"{self.dom_id}-%s", initial={"text": comment.body})

    @property
    def limit(self) -> int:
        return int(settings.COMMENT_MAX_LENGTH)


class NoteField(forms.CharField):
    """A few words to the moderators, made plain."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean("" if value is None else str(value))


class FlagForm(forms.Form):
    """Why a moderator should look at a comment."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        choices=Flag.Reason.choices,
        error_messages={
            "required": gettext_lazy("Choose a reason."),
            "invalid_choice": gettext_lazy("Choose one of the reasons."),
        },
    )
    note = NoteField(
        label=gettext_lazy("Anything to add? (optional)"), required=False, max_length=500
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, comment: Comment) -> None:
        self.dom_id = f"flag-{comment.pk}"
        super().__init__(data, auto_id=f"{self.dom_id}-%s")


def _grouped(number: int) -> str:
    return str(number_format(number, force_grouping=True))
