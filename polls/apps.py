from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PollsConfig(AppConfig):
    name = "polls"
    verbose_name = _("Questions and discussion")

    def ready(self) -> None:
        from polls.desk.groups import ensure_groups
        from polls.moderation.reasons import ensure_first_reasons
        from polls.moderation.rules import ensure_first_rules

        # Permissions exist only once every app is migrated, so the groups follow them.
        post_migrate.connect(ensure_groups, dispatch_uid="polls.desk.groups")
        post_migrate.connect(
            ensure_first_reasons, dispatch_uid="polls.moderation.reasons", sender=self
        )
        post_migrate.connect(ensure_first_rules, dispatch_uid="polls.moderation.rules", sender=self)


class NewsroomConfig(AdminConfig):
    """Django's admin as the newsroom."""

    default_site = "polls.desk.site.Newsroom"
