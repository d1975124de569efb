"""The article: what a dossier says, passage by passage."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dossier.models.dates import validate_partial_date

# Names that the site needs below /<language>/ for itself.
RESERVED_SLUGS = frozenset({"comments", "design", "embed", "feed", "me"})


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> ArticleQuerySet:
        return self.filter(status=Article.Status.PUBLISHED)

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-published_at", "-pk")

    def hold(self, pk: int) -> Article:
        """The article as it stands once no other edit of it is under way.

        Whoever else holds it waits until the transaction has ended. Raises Article.DoesNotExist.
        """
        held: Article = self.select_for_update(no_key=True).get(pk=pk)
        return held


class Article(models.Model):
    """An article that is shown as a dossier, with its closing questions."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    source_language = models.CharField(_("source language"), max_length=8, default="fr")
    title = models.CharField(_("title"), max_length=200)
    byline = models.CharField(_("byline"), max_length=200, blank=True)
    standfirst = models.TextField(
        _("standfirst"), blank=True, help_text=_("Two to four sentences, in Markdown.")
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    dated = models.CharField(
        _("date of the article"),
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text=_("As precise as it is known: 2024, 2024-03 or 2024-03-31."),
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT, db_index=True
    )
    published_at = models.DateTimeField(pgettext_lazy("moment", "published"), null=True, blank=True)
    revision = models.PositiveIntegerField(
        _("revision"),
        default=1,
        editable=False,
        help_text=_("How often what readers read has changed since it was published, from 1."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ["-published_at", "-pk"]
        permissions = [("preview_article", _("Can read dossiers before they are published"))]
        constraints = [
            models.CheckConstraint(
                name="dossier_article_published_with_date",
                condition=models.Q(status="draft") | models.Q(published_at__isnull=False),
                violation_error_message=_("A published dossier has a date of publication."),
            ),
            models.CheckConstraint(
                name="dossier_article_slug_not_reserved",
                condition=~models.Q(slug__in=sorted(RESERVED_SLUGS)),
                violation_error_message=_("The site needs this address for itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("dossier:article", args=[self.slug])

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    def unpublish(self) -> None:
        self.status = self.Status.DRAFT
        self.save(update_fields=["status", "updated_at"])


class Passage(models.Model):
    """A part of the article under a heading of its own; questions can belong to it."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="passages", verbose_name=_("dossier")
    )
    slug = models.SlugField(_("address"), max_length=80)
    heading = models.CharField(_("heading"), max_length=200)
    body = models.TextField(_("text"), blank=True, help_text=_("In Markdown."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "slug"], name="dossier_passage_one_per_address"
            )
        ]

    def __str__(self) -> str:
        return self.heading
