"""Readers who are known by a cookie: to be removed on request, and not looked into.

What a voter has answered is nobody's to see, so the page tells how much there is and no more.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from polls.desk.discussion import ReadOnly
from polls.models import Approval, Ballot, Comment, Flag, Voter
from polls.roll.removal import remove

PERMISSION = "polls.delete_voter"


@admin.register(Voter)
class VoterAdmin(ReadOnly):
    list_display = ["__str__", "origin", "created_at"]
    list_filter = ["origin"]
    search_fields = ["display_name", "id"]
    ordering = ["-created_at", "-pk"]
    fields = ["display_name", "user", "origin", "created_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Voter]:
        """Those whom another one turned out to be go with that one."""
        voters: QuerySet[Voter] = super().get_queryset(request)
        return voters.filter(merged_into__isnull=True)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_delete_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_delete_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(PERMISSION)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """What ``remove`` does, to be confirmed; nothing that depends on a voter forbids it."""
        done = [
            _("Ballots leave the results and are deleted, with every earlier answer."),
            _("Comments lose text and name; replies of others stay where they are."),
            _("Approvals and flags are taken back; statements not published are deleted."),
        ]
        counts = {
            str(model._meta.verbose_name_plural): model._default_manager.filter(
                voter__in=objs
            ).count()
            for model in (Ballot, Comment, Approval, Flag)
        }
        return done, counts, set(), []

    def log_deletions(self, request: HttpRequest, queryset: Any) -> list[LogEntry]:
        """The log says that a voter was removed and by whom, but keeps no name."""
        for voter in queryset:
            voter.display_name = ""
        return super().log_deletions(request, queryset)

    def delete_model(self, request: HttpRequest, obj: Voter) -> None:
        remove(voter=obj, now=timezone.now())
