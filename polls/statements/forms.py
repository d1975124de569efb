"""What a reader writes to add a statement."""

import re
from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polls.models import Choice
from polls.plaintext import on_one_line
from polls.statements.proposing import MAX_LENGTH


class ProposalForm(forms.Form):
    """``text``: one statement, made plain, on one line; white space becomes a single space."""

    text = forms.CharField(
        label=gettext_lazy("Your statement"),
        error_messages={"required": gettext_lazy("Write your statement first.")},
    )

    # published statements that say nearly the same, to be pointed out before it is taken
    alike: Sequence[Choice] = ()

    @property
    def differs(self) -> bool:
        """Whether the reader has seen those alike and says that this one is another."""
        return bool(self.data.get("differs"))

    def clean_text(self) -> str:
        text = on_one_line(str(self.cleaned_data["text"]))
        if not re.search(r"\w", text):
            raise forms.ValidationError(_("Write your statement in words."))
        if len(text) > MAX_LENGTH:
            raise forms.ValidationError(
                _("A statement has at most %(limit)d characters; this one has %(length)d."),
                params={"limit": MAX_LENGTH, "length": len(text)},
            )
        return text
