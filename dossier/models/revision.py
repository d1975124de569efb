"""What a published dossier has been: its revisions, numbered from the one published first."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import get_translation_fields

from dossier.models.article import Article


class RevisionQuerySet(models.QuerySet["Revision"]):
    def corrections(self) -> RevisionQuerySet:
        """Those that readers are told of, in whichever language."""
        told = models.Q()
        for name in get_translation_fields("note"):
            told |= models.Q(**{f"{name}__gt": ""})
        return self.filter(told)

    def newest_first(self) -> RevisionQuerySet:
        return self.order_by("-number")


class Revision(models.Model):
    """A change of what readers read, made by one save; revisions are only ever added."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="revisions", verbose_name=_("dossier")
    )
    number = models.PositiveIntegerField(
        _("number"), help_text=_("1 is the dossier as it was first published.")
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("What was corrected, in words for readers.")
    )
    made_at = models.DateTimeField(_("made"))
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
        help_text=_("Never shown to readers."),
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["article", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="dossier_revision_one_per_number"
            ),
            models.CheckConstraint(
                name="dossier_revision_from_one", condition=models.Q(number__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} r{self.number}"
