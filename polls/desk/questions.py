"""A question's own page, and the list of all questions."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db.models import Max, QuerySet
from django.forms import BaseModelFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import get_translation_fields

from dossier.models import Passage
from polls import snippets
from polls.access import primary_key
from polls.desk import resolutions, results
from polls.desk.inlines import both
from polls.desk.locks import why_question_stays
from polls.desk.pages import Page
from polls.desk.question_rows import ChoiceRows, QuestionForm
from polls.desk.rows import free_slug, suggest_slug, words_of
from polls.models import Question, Turnout
from polls.models.question_rules import RESERVED_SLUGS
from polls.voting import windows

OPENED = ngettext_lazy(
    "%(count)d question takes answers now.", "%(count)d questions take answers now.", "count"
)
CLOSED = ngettext_lazy("%(count)d question is closed.", "%(count)d questions are closed.", "count")
WITHDRAWN = ngettext_lazy(
    "%(count)d question is withdrawn.", "%(count)d questions are withdrawn.", "count"
)


class QuestionPageForm(QuestionForm):
    """A question without its dossier's page around it: it finds its own address and place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suggest_slug(self.fields["slug"], "prompt")
        article = str(
            self.instance.article_id or self.data.get("article") or self.initial.get("article")
        )
        passage: Any = self.fields["passage"]
        passage.queryset = Passage.objects.filter(article=primary_key(article))
        forecast: Any = self.fields["forecast"]
        forecast.queryset = Question.objects.filter(
            article=primary_key(article), kind=Question.Kind.FORECAST
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        article = cleaned.get("article") or self.instance.article_id
        others = Question.objects.filter(article=article).exclude(pk=self.instance.pk)
        if not cleaned.get("slug") and "slug" not in self.errors:
            prompts = [cleaned.get(name) for name in get_translation_fields("prompt")]
            taken = set(others.values_list("slug", flat=True)) | RESERVED_SLUGS
            cleaned["slug"] = free_slug(words_of(prompts), taken=taken)
        if cleaned.get("position") is None and "position" not in self.errors:
            last = others.aggregate(last=Max("position"))["last"]
            cleaned["position"] = (last or 0) + 1
        return cleaned


@admin.register(Question)
class QuestionAdmin(Page):
    form = QuestionPageForm
    inlines = [ChoiceRows]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    both("prompt"),
                    ("article", "passage", "position", "slug"),
                    ("kind", "place", "results"),
                    ("status", "opens_at", "closes_at"),
                    both("help"),
                    both("explanation"),
                    ("min_choices", "max_choices", "order"),
                    ("allows_abstention", "allows_peek", "ask_again"),
                    ("asks_guess", "forecast"),
                ]
            },
        )
    ]
    list_display = ["prompt", "article", "kind", "state", "closes_at", "votes"]
    list_filter = ["article", "kind", "status"]
    list_select_related = ["article", "turnout"]
    search_fields = [*both("prompt"), "slug"]
    ordering = ["article", "position", "pk"]
    actions = ["open_now", "close_now", "withdraw"]
    buttons = ("open_now", "close_now", "withdraw")
    results_view = staticmethod(results.of_question)
    export_view = staticmethod(results.question_file)

    def get_urls(self) -> list[URLPattern]:
        outcome = self.admin_site.admin_view(resolutions.resolution)
        return [
            path("<int:pk>/resolution/", outcome, name="polls_question_resolution"),
            *super().get_urls(),
        ]

    @admin.display(description=_("state"))
    def state(self, question: Question) -> str:
        return str(question.state(now=timezone.now()).label)

    @admin.display(description=_("votes"), ordering="turnout__voters")
    def votes(self, question: Question) -> int:
        return question.turnout.voters if hasattr(question, "turnout") else 0

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        question = context["original"]
        context["state"] = question.state(now=timezone.now()) if question else None
        if question and question.article.is_published and question.is_published:
            site = f"{request.scheme}://{request.get_host()}"
            context["snippets"] = snippets.in_every_language(question, site=site)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Question | None = None
    ) -> tuple[str, ...]:
        return ("article",) if obj else ()

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        reasons = [reason for question in objs if (reason := why_question_stays(question))]
        if reasons:
            return [], {}, set(), reasons
        return super().get_deleted_objects(objs, request)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: list[BaseModelFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        Turnout.objects.announce(form.instance.pk)

    @admin.action(description=_("Open now"), permissions=["change"])
    def open_now(self, request: HttpRequest, questions: QuerySet[Question]) -> None:
        act = partial(windows.open_question, editor=request.user, now=timezone.now())
        _each(request, questions, act, said=OPENED)

    @admin.action(description=_("Close now"), permissions=["change"])
    def close_now(self, request: HttpRequest, questions: QuerySet[Question]) -> None:
        act = partial(windows.close_question, editor=request.user, now=timezone.now())
        _each(request, questions, act, said=CLOSED)

    @admin.action(description=_("Withdraw"), permissions=["change"])
    def withdraw(self, request: HttpRequest, questions: QuerySet[Question]) -> None:
        act = partial(windows.withdraw_question, editor=request.user)
        _each(request, questions, act, said=WITHDRAWN)


def _each(
    request: HttpRequest, questions: QuerySet[Question], act: Callable[..., None], *, said: Any
) -> None:
    """Act on each question on its own; say how many changed, and which refused and why."""
    done = 0
    for question in questions:
        try:
            act(question=question)
        except windows.ChangeRefused as refusal:
            told = {"question": question, "reason": refusal}
            messages.error(request, gettext("“%(question)s”: %(reason)s") % told)
        else:
            done += 1
    if done:
        messages.success(request, said % {"count": done})
