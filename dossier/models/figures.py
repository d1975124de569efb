"""The key figures, told and drawn."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dossier.models.article import Article, Passage


class Figure(models.Model):
    """A number of the article with its unit and how exactly the source gives it."""

    class Bound(models.TextChoices):
        EXACT = "exact", _("exactly")
        LESS_THAN = "less_than", _("less than")
        MORE_THAN = "more_than", _("more than")
        ABOUT = "about", _("about")

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="figures", verbose_name=_("dossier")
    )
    slug = models.SlugField(_("address"), max_length=80)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4)
    bound = models.CharField(_("precision"), max_length=10, choices=Bound, default=Bound.EXACT)
    label = models.CharField(_("label"), max_length=200)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    note = models.TextField(_("note"), blank=True)
    series = models.SlugField(
        _("series"),
        max_length=40,
        blank=True,
        help_text=_("Figures of one series share their unit and are drawn on one scale."),
    )
    passage = models.ForeignKey(
        Passage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("passage"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "slug"], name="dossier_figure_one_per_address"
            ),
            models.CheckConstraint(
                name="dossier_figure_not_negative", condition=models.Q(value__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.label
