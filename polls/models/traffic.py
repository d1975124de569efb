"""Comings and goings in a dossier's own discussion."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dossier.models import Article
from polls import announcing


class DiscussionManager(models.Manager["Discussion"]):
    def renew(self, article: int) -> None:
        """Tell open pages that what they show of the dossier's own discussion is outdated."""
        if not self.filter(article=article).update(version=F("version") + 1):
            self.bulk_create([Discussion(article_id=article, version=1)], ignore_conflicts=True)
        announcing.moved()


class Discussion(models.Model):
    """How often published comments have come to a dossier or its passages, or gone from there."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="discussion"
    )
    version = models.PositiveBigIntegerField(_("version"), default=0)

    objects = DiscussionManager()

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.version}"
