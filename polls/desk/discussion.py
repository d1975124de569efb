"""What readers wrote, to read and to pick for the brief: nothing is edited here."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import ActionLocation
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from polls.access import primary_key
from polls.desk.blindness import is_blind, is_decided
from polls.models import Comment, WriteIn
from polls.moderation import PERMISSION


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
    list_display = [
        "beginning",
        "author_name",
        "status",
        "pick",
        "flags_count",
        "article",
        "posted_at",
    ]
    list_filter = ["status", "pick", "article", "language"]
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
        "pick",
        "approvals_count",
        "flags_count",
        "posted_at",
        "edited_at",
        "published_at",
    ]

    actions = ["pick_as_argument", "pick_as_question", "pick_no_more"]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        hidden = {"author_name"} if is_blind(request) else set()
        return [name for name in self.list_display if name not in hidden]

    def get_actions(
        self,
        request: HttpRequest,
        action_location: ActionLocation = ActionLocation.CHANGE_LIST,
    ) -> dict[str, Any]:
        """None without names: the boxes to tick would tell whose comment it is."""
        if is_blind(request):
            return {}
        actions: dict[str, Any] = super().get_actions(request, action_location=action_location)
        return actions

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Whoever reads without names is led to where an undecided comment has none."""
        comment = Comment.objects.filter(pk=primary_key(object_id)).first()
        if comment and is_blind(request) and not is_decided(comment):
            return redirect(f"{reverse('admin:moderation')}?comment={comment.pk}")
        return super().change_view(request, object_id, *args, **kwargs)

    @admin.display(description=_("text"), ordering="body")
    def beginning(self, comment: Comment) -> str:
        return Truncator(comment.body).chars(80) or "–"

    def has_pick_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)

    @admin.action(description=_("Pick for the brief: a strong argument"), permissions=["pick"])
    def pick_as_argument(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        _picked(request, comments, Comment.Pick.ARGUMENT)

    @admin.action(description=_("Pick for the brief: an open question"), permissions=["pick"])
    def pick_as_question(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        _picked(request, comments, Comment.Pick.QUESTION)

    @admin.action(description=_("Leave out of the brief"), permissions=["pick"])
    def pick_no_more(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        _picked(request, comments, "")


def _picked(request: HttpRequest, comments: QuerySet[Comment], pick: str) -> None:
    """Pick those of the comments that are published; say how many that were."""
    count = comments.filter(status=Comment.Status.PUBLISHED).update(pick=pick)
    said = ngettext("%(count)d comment is marked so.", "%(count)d comments are marked so.", count)
    messages.success(request, said % {"count": count})
    if left := comments.count() - count:
        said = ngettext(
            "%(count)d is not published and stays as it is.",
            "%(count)d are not published and stay as they are.",
            left,
        )
        messages.warning(request, said % {"count": left})


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
