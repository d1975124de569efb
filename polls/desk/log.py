"""The log: every decision on what readers wrote, and every measure about an author, to read.

Nobody edits it, superusers included; the database refuses it too (polls/models/append_only.py).
"""

import csv
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.utils import get_translation_fields

from dossier.models import Article
from polls.desk.discussion import ReadOnly
from polls.models import Comment, Decision, HoldingRule, Policy, Reason, Sanction
from polls.models.moderation import with_reason_in_words
from polls.results.export import as_text

COLUMNS = (
    "decided_at moderator rule action reason note author_reads_note from_status to_status "
    "undoes characters_redacted text_kind text_id language dossier"
).split()


class ReasonFilter(admin.SimpleListFilter):
    title = gettext_lazy("reason")
    parameter_name = "reason"

    def lookups(self, *_about: Any) -> list[tuple[str, str]]:
        return [(reason.code, reason.label) for reason in Reason.objects.all()]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(reason=self.value()) if self.value() else queryset


class RuleFilter(admin.SimpleListFilter):
    """What decided without a person; or what held the comment that a person decided on."""

    title = gettext_lazy("rule")
    parameter_name = "rule"

    def lookups(self, *_about: Any) -> list[tuple[str, Any]]:
        modes = [(mode, mode.label) for mode in (Policy.Mode.TRUSTED, Policy.Mode.POST)]
        return [("any", _("without a person")), *modes, *HoldingRule.Code.choices]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rule = self.value()
        if rule == "any":
            return queryset.exclude(rule="")
        if rule:
            return queryset.filter(Q(rule=rule) | Q(comment__holds__rule=rule)).distinct()
        return queryset


class DossierFilter(admin.SimpleListFilter):
    title = gettext_lazy("dossier")
    parameter_name = "dossier"

    def lookups(self, *_about: Any) -> list[tuple[str, str]]:
        return [(article.slug, article.title) for article in Article.objects.order_by("pk")]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        slug = self.value()
        if not slug:
            return queryset
        return queryset.filter(
            Q(comment__article__slug=slug)
            | Q(statement__question__article__slug=slug)
            | Q(write_in__question__article__slug=slug)
        )


class LanguageFilter(admin.SimpleListFilter):
    title = gettext_lazy("language")
    parameter_name = "language"

    def lookups(self, *_about: Any) -> list[tuple[str, str]]:
        return [(code, str(name)) for code, name in settings.LANGUAGES]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        code = self.value()
        if not code:
            return queryset
        return queryset.filter(Q(comment__language=code) | Q(write_in__language=code))


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    list_display = ["decided_at", "by", "action", "why", "text", "before", "after"]
    list_filter = [
        "action",
        ("moderator", admin.RelatedOnlyFieldListFilter),
        ReasonFilter,
        RuleFilter,
        DossierFilter,
        LanguageFilter,
    ]
    list_select_related = [
        "moderator",
        "comment__article",
        "statement__question__article",
        "write_in__question__article",
    ]
    date_hierarchy = "decided_at"
    list_per_page = 50
    search_fields = [
        "comment__body",
        *(f"statement__{name}" for name in get_translation_fields("label")),
        "write_in__text",
        "note",
        "decided_by",
    ]
    fields = [
        "text",
        "action",
        "why",
        "note",
        "tells_author",
        "before",
        "after",
        "by",
        "decided_at",
        "undoes",
        "characters",
    ]

    def get_urls(self) -> list[URLPattern]:
        file = self.admin_site.admin_view(self.file)
        return [path("log.csv", file, name="polls_decision_file"), *super().get_urls()]

    def file(self, request: HttpRequest) -> HttpResponse:
        """What the page lists, all of it, as it is filtered and searched."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        changes: Any = self.get_changelist_instance(request)
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        name = f"decisions-{timezone.localtime():%Y-%m-%d}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        writer = csv.writer(response)
        writer.writerow(COLUMNS)
        writer.writerows(rows(changes.get_queryset(request)))
        return response

    @admin.display(description=gettext_lazy("by"), ordering="decided_by")
    def by(self, decision: Decision) -> str:
        return who(decision)

    @admin.display(description=gettext_lazy("reason"), ordering="reason")
    def why(self, decision: Decision) -> str:
        return decision.get_reason_display() or "–"

    @admin.display(description=gettext_lazy("text"))
    def text(self, decision: Decision) -> str:
        said = decision.statement or decision.write_in
        words = decision.comment.body if decision.comment else str(said)
        return Truncator(words).chars(80) or "–"

    @admin.display(description=gettext_lazy("before"), ordering="from_status")
    def before(self, decision: Decision) -> str:
        return str(Comment.Status(decision.from_status).label)

    @admin.display(description=gettext_lazy("after"), ordering="to_status")
    def after(self, decision: Decision) -> str:
        return str(Comment.Status(decision.to_status).label)


@admin.register(Sanction)
class SanctionAdmin(ReadOnly):
    """The measures, as they were taken and lifted; the author's own page takes and lifts them."""

    list_display = ["made_at", "decided_by", "kind", "voter", "why", "until", "lifted_at"]
    list_filter = ["kind", ("moderator", admin.RelatedOnlyFieldListFilter), ReasonFilter]
    list_select_related = ["voter"]
    date_hierarchy = "made_at"
    search_fields = ["note", "voter__display_name", "decided_by"]
    fields = [
        "voter",
        "kind",
        "why",
        "note",
        "tells_author",
        "until",
        "decided_by",
        "made_at",
        "seen_at",
        "lifted_at",
        "lifted_by",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        measures: QuerySet[Any] = with_reason_in_words(super().get_queryset(request))
        return measures

    @admin.display(description=gettext_lazy("reason"), ordering="reason")
    def why(self, measure: Any) -> str:
        return str(measure.reason_label or measure.reason)


def who(decision: Decision) -> str:
    """Who or what took the decision, in words."""
    if decision.rule:
        named = dict(Policy.Mode.choices) | dict(HoldingRule.Code.choices)
        return _("automatic: %(rule)s") % {"rule": named.get(decision.rule, decision.rule)}
    name = decision.decided_by or _("a former member")
    if decision.moderator_id is None and decision.decided_by:
        return _("%(name)s (account deleted)") % {"name": name}
    return str(name)


def rows(decisions: QuerySet[Decision]) -> Iterator[list[Any]]:
    """The decisions in the order of COLUMNS, without the texts they were about."""
    for one in decisions.iterator(chunk_size=2000):
        text = one.comment or one.statement or one.write_in
        about: Any = one.comment or text.question  # type: ignore[union-attr]
        yield [
            one.decided_at.astimezone(UTC).isoformat(timespec="seconds"),
            as_text(one.decided_by),
            one.rule,
            one.action,
            one.reason,
            as_text(one.note),
            int(one.tells_author),
            one.from_status,
            one.to_status,
            one.undoes_id or "",
            one.characters or "",
            "comment" if one.comment_id else "statement" if one.statement_id else "words",
            one.comment_id or one.statement_id or one.write_in_id,
            getattr(text, "language", ""),
            about.article.slug,
        ]
