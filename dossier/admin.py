"""The newsroom's page of a dossier: its texts, its rows and its questions together."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, re_path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.utils import get_translation_fields

from dossier import revising
from dossier.admin_corrections import CorrectionForm, told_revisions
from dossier.admin_rows import ActorRows, ClaimRows, EventRows, FigureRows, PassageRows
from dossier.models import Article
from dossier.models.article import RESERVED_SLUGS
from polls.brief.views import newsroom_brief
from polls.desk import results
from polls.desk.inlines import both
from polls.desk.pages import Page
from polls.desk.question_rows import QuestionRows
from polls.desk.rows import free_slug, suggest_slug, words_of
from polls.downloads.part_views import newsroom_cross_file, newsroom_part_file
from polls.insight.newsroom import insight_page
from polls.models import Comment


class ArticleForm(CorrectionForm, forms.ModelForm):
    """An article's own texts; without an address it gets one made of its title."""

    before: revising.Reading | None = None
    """What readers read until the page is saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            suggest_slug(self.fields["slug"], "title")
            self.fields["source_language"].widget = forms.Select(choices=settings.LANGUAGES)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("slug") and "slug" not in self.errors:
            titles = [cleaned.get(name) for name in get_translation_fields("title")]
            taken = set(Article.objects.values_list("slug", flat=True)) | RESERVED_SLUGS
            cleaned["slug"] = free_slug(words_of(titles), taken=taken)
        return cleaned


@admin.register(Article)
class ArticleAdmin(Page):
    form = ArticleForm
    inlines = [PassageRows, ActorRows, ClaimRows, EventRows, FigureRows, QuestionRows]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    both("title"),
                    both("standfirst"),
                    both("byline"),
                    both("source"),
                    ("source_url", "dated", "slug", "source_language"),
                ]
            },
        )
    ]
    list_display = ["title", "status", "published_at", "questions_count", "waiting_count"]
    list_filter = ["status"]
    search_fields = [*both("title"), "slug"]
    actions = ["publish", "unpublish"]
    buttons = ("publish", "unpublish")
    readonly_fields = ["revisions_made"]
    results_view = staticmethod(results.of_article)
    export_view = staticmethod(results.article_file)

    def get_urls(self) -> list[URLPattern]:
        ballots = self.admin_site.admin_view(results.article_ballots)
        brief = self.admin_site.admin_view(newsroom_brief)
        insight = self.admin_site.admin_view(insight_page)
        part = self.admin_site.admin_view(newsroom_part_file)
        crossed = self.admin_site.admin_view(newsroom_cross_file)
        return [
            path("<int:pk>/ballots.zip", ballots, name="dossier_article_ballots"),
            path("<int:pk>/insight/", insight, name="dossier_article_insight"),
            path("<int:pk>/insight/cross.<str:form>", crossed),
            path("<int:pk>/insight/calibration.<str:form>", part, {"part": "calibration"}),
            path("<int:pk>/insight/<slug:part>/<str:name>.<str:form>", part),
            path("<int:pk>/brief/", brief, name="dossier_article_brief"),
            re_path(
                r"^(?P<pk>\d+)/brief\.(?P<form>md|html)$", brief, name="dossier_article_brief_file"
            ),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        waiting = Q(comments__status=Comment.Status.PENDING)
        articles: QuerySet[Article] = super().get_queryset(request)
        return articles.annotate(
            questions_count=Count("questions", distinct=True),
            waiting_count=Count("comments", filter=waiting, distinct=True),
        )

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """With the revisions of a dossier that has them, and for its editors a field for a note."""
        fieldsets = [*super().get_fieldsets(request, obj)]
        if obj is None or obj.published_at is None:
            return fieldsets
        fields = [
            *([both("note")] if self.has_change_permission(request, obj) else []),
            "revisions_made",
        ]
        return [*fieldsets, (_("Corrections"), {"fields": fields})]

    def save_model(
        self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool
    ) -> None:
        if change:
            obj.revision = Article.objects.hold(obj.pk).revision
            form.before = revising.reading(obj)
        super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        revising.revise_if_changed(
            article=form.instance,
            before=form.before,
            note=form.note,
            editor=request.user,
            now=timezone.now(),
        )

    @admin.display(description=_("revisions"))
    def revisions_made(self, article: Article) -> SafeString:
        return told_revisions(article)

    @admin.display(description=_("questions"), ordering="questions_count")
    def questions_count(self, article: Any) -> int:
        count: int = article.questions_count
        return count

    @admin.display(description=_("comments waiting"), ordering="waiting_count")
    def waiting_count(self, article: Any) -> int:
        count: int = article.waiting_count
        return count

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: Any, articles: QuerySet[Article]) -> None:
        now = timezone.now()
        for article in articles:
            revising.publish(article=article, editor=request.user, now=now)
        said = ngettext(
            "%(count)d dossier is published.", "%(count)d dossiers are published.", len(articles)
        )
        messages.success(request, said % {"count": len(articles)})

    @admin.action(description=_("Take back to draft"), permissions=["change"])
    def unpublish(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        for article in articles:
            article.unpublish()
        said = ngettext(
            "%(count)d dossier is a draft again.",
            "%(count)d dossiers are drafts again.",
            len(articles),
        )
        messages.success(request, said % {"count": len(articles)})
