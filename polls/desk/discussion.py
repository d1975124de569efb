"""What readers wrote and what was decided on it, to read: nothing is edited here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from polls.models import Comment, Decision, WriteIn


class ReadOnly(admin.ModelAdmin):
    """Pages to read: nobody adds, changes or deletes here, superusers included."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Comment)
class CommentAdmin(ReadOnly):
    list_display = ["beginning", "author_name", "status", "flags_count", "article", "posted_at"]
    list_filter = ["status", "article", "language"]
    list_select_related = ["article"]
    search_fields = ["body", "author_name"]
    ordering = ["-posted_at", "-pk"]
    view_on_site = False
    fields = [
        "body",
        "author_name",
        "article",
        "question",
        "parent",
        "language",
        "status",
        "approvals_count",
        "flags_count",
        "posted_at",
        "edited_at",
        "published_at",
    ]

    @admin.display(description=_("text"), ordering="body")
    def beginning(self, comment: Comment) -> str:
        return Truncator(comment.body).chars(80) or "–"


@admin.register(WriteIn)
class WriteInAdmin(ReadOnly):
    list_display = ["text", "choice", "question", "status", "written_at", "superseded_at"]
    list_filter = ["status", "question__article", "language"]
    list_select_related = ["choice", "question"]
    search_fields = ["text"]
    ordering = ["-written_at", "-pk"]
    fields = [
        "text",
        "choice",
        "question",
        "language",
        "status",
        "written_at",
        "superseded_at",
    ]


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    list_display = ["decided_at", "moderator", "action", "why", "text", "after"]
    list_filter = [
        "action",
        "reason",
        ("moderator", admin.RelatedOnlyFieldListFilter),
        "decided_at",
    ]
    list_select_related = ["moderator", "comment", "statement", "write_in"]
    search_fields = [
        "comment__body",
        "statement__label_fr",
        "statement__label_en",
        "write_in__text",
        "note",
    ]
    fields = [
        "text",
        "action",
        "why",
        "note",
        "before",
        "after",
        "moderator",
        "decided_at",
    ]

    @admin.display(description=_("text"))
    def text(self, decision: Decision) -> str:
        said = decision.statement or decision.write_in
        words = decision.comment.body if decision.comment else str(said)
        return Truncator(words).chars(80) or "–"

    @admin.display(description=_("reason"), ordering="reason")
    def why(self, decision: Decision) -> str:
        return decision.get_reason_display()

    @admin.display(description=_("before"), ordering="from_status")
    def before(self, decision: Decision) -> str:
        return str(Comment.Status(decision.from_status).label)

    @admin.display(description=_("after"), ordering="to_status")
    def after(self, decision: Decision) -> str:
        return str(Comment.Status(decision.to_status).label)
