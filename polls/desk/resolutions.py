"""A forecast's outcome, entered by an editor on a page of its own, beside all that was entered."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from modeltranslation.utils import get_translation_fields

from polls.access import primary_key
from polls.forecasting.resolving import PERMISSION, Overtaken, ResolutionRefused, resolve
from polls.models import Question, Resolution

CONFLICT, UNPROCESSABLE = 409, 422
EVIDENCE = get_translation_fields("evidence")


class ResolutionForm(forms.ModelForm):
    """The outcome and since when it is known, with evidence in every language."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Resolution
        fields = ["outcome", "happened_at", *EVIDENCE, "evidence_url"]
        widgets = {
            "outcome": forms.RadioSelect,
            "happened_at": forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            ),
        }
        error_messages = {
            name: {"required": gettext_lazy("Say how it is known.")} for name in EVIDENCE
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.choices = Question.Outcome.choices
        for name in EVIDENCE:
            self.fields[name].required = True
            self.fields[name].widget.attrs["rows"] = 4


@permission_required(PERMISSION, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def resolution(request: HttpRequest, pk: int) -> HttpResponse:
    """How the forecast turned out: what was entered so far, and a form to enter or correct it."""
    forecasts = Question.objects.filter(kind=Question.Kind.FORECAST).select_related("article")
    question: Question = get_object_or_404(forecasts, pk=pk)
    log = list(question.resolutions.select_related("editor"))
    newest = log[0] if log else None
    initial = {"seen": newest.pk if newest else "", "happened_at": question.closes_at}
    form = ResolutionForm(request.POST or None, instance=_copy_of(newest), initial=initial)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _resolved(request, question, form):
            return redirect("admin:polls_question_resolution", pk)
        status = CONFLICT if form.is_bound and not form.errors else UNPROCESSABLE
    context = {
        **admin.site.each_context(request),
        "title": _("Outcome"),
        "subtitle": str(question),
        "question": question,
        "opts": question._meta,
        "form": form,
        "log": log,
    }
    return render(request, "admin/polls/question/resolution.html", context, status=status)


def _copy_of(newest: Resolution | None) -> Resolution:
    """What a correction starts from, as a resolution of its own."""
    if newest is None:
        return Resolution()
    copied = ["outcome", "happened_at", *EVIDENCE, "evidence_url"]
    return Resolution(**{name: getattr(newest, name) for name in copied})


def _resolved(request: HttpRequest, question: Question, form: ResolutionForm) -> bool:
    sent = form.cleaned_data
    try:
        resolve(
            question=question,
            outcome=sent["outcome"],
            happened_at=sent["happened_at"],
            evidence={name.removeprefix("evidence_"): sent[name] for name in EVIDENCE},
            evidence_url=sent["evidence_url"],
            editor=request.user,
            seen=primary_key(sent["seen"]) or None,
            now=timezone.now(),
        )
    except Overtaken as refusal:
        messages.error(request, str(refusal))
        return False
    except ResolutionRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The outcome is kept. Readers see it, and their scores, now."))
    return True
