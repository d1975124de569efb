"""What an editor tells readers of a correction, and the revisions that a dossier has had."""

from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from dossier.models import Article, Revision
from dossier.revising import Notes

_WHAT = _("What was corrected (readers see it)")
_HELP = _("Without words the change is kept as a revision that readers are not told of.")


def _field(code: str) -> forms.CharField:
    """The note in one language, labelled as the texts beside it are."""
    return forms.CharField(
        label=format_lazy("{what} [{code}]", what=_WHAT, code=code),
        help_text=_HELP,
        required=False,
        widget=forms.Textarea(attrs={"lang": code, "rows": 2}),
    )


class CorrectionForm(forms.Form):
    """A note on what the save corrects, in each language; both may stay blank."""

    @property
    def note(self) -> Notes:
        return {
            code: self.cleaned_data.get(build_localized_fieldname("note", code), "")
            for code, _name in settings.LANGUAGES
        }


# As if written in the class, one line for each language of the settings.
CorrectionForm.base_fields.update(
    (build_localized_fieldname("note", code), _field(code)) for code, _name in settings.LANGUAGES
)


def told_revisions(article: Article) -> SafeString:
    """The article's revisions for its editors, newest first."""
    revisions = Revision.objects.filter(article=article).newest_first().select_related("editor")
    return render_to_string("admin/dossier/article/_revisions.html", {"revisions": revisions})
