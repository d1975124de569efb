"""What an editor tells readers of a correction, and the revisions that a dossier has had."""

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from dossier.models import Article, Revision
from dossier.revising import Notes

_WHAT = _("What was corrected (readers see it)")
_HELP = _("Without words the change is kept as a revision that readers are not told of.")
_LANGUAGES = ("fr", "en")


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

    note_fr = _field("fr")
    note_en = _field("en")

    @property
    def note(self) -> Notes:
        return {
            code: self.cleaned_data.get(build_localized_fieldname("note", code), "")
            for code in _LANGUAGES
        }


def told_revisions(article: Article) -> SafeString:
    """The article's revisions for its editors, newest first."""
    revisions = Revision.objects.filter(article=article).newest_first().select_related("editor")
    return render_to_string("admin/dossier/article/_revisions.html", {"revisions": revisions})
