"""The newsroom's three groups and exactly what each may do."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

EDITORS, MODERATORS, ANALYSTS = "Editors", "Moderators", "Analysts"

_CONTENT = ("article", "passage", "actor", "claim", "rebuttal", "event", "figure")
_PERMISSIONS: dict[str, frozenset[str]] = {
    EDITORS: frozenset(
        {
            f"dossier.{act}_{model}"
            for model in _CONTENT
            for act in ("add", "change", "delete", "view")
        }
        | {
            f"polls.{act}_{model}"
            for model in ("question", "choice")
            for act in ("add", "change", "delete", "view")
        }
        | {"dossier.preview_article", "polls.see_results"}
    ),
    MODERATORS: frozenset(
        {
            "dossier.view_article",
            "polls.view_question",
            "polls.view_comment",
            "polls.view_writein",
            "polls.view_decision",
            "polls.see_fairness",
            "polls.view_sanction",
            "polls.add_reason",
            "polls.change_reason",
            "polls.delete_reason",
            "polls.view_reason",
            "polls.moderate_comment",
            "polls.add_policy",
            "polls.change_policy",
            "polls.view_policy",
            "polls.change_holdingrule",
            "polls.view_holdingrule",
            "polls.change_wordlist",
            "polls.view_wordlist",
        }
    ),
    ANALYSTS: frozenset(
        {
            "dossier.view_article",
            "polls.view_question",
            "polls.see_results",
            "polls.export_results",
            "polls.see_fairness",
        }
    ),
}


def ensure_groups(**_signal: Any) -> None:
    """Create the three groups and give each exactly its permissions."""
    for name, wanted in _PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=name)
        query = Q()
        for permission in wanted:
            app, codename = permission.split(".")
            query |= Q(content_type__app_label=app, codename=codename)
        group.permissions.set(Permission.objects.filter(query))
