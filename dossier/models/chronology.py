"""What happened when, as precisely as the source says."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dossier.models.article import Article, Passage
from dossier.models.dates import validate_partial_date


class Event(models.Model):
    """A point of the timeline: a date for machines, its words for readers."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="events", verbose_name=_("dossier")
    )
    slug = models.SlugField(_("address"), max_length=80)
    date = models.CharField(
        _("date"),
        max_length=10,
        validators=[validate_partial_date],
        help_text=_("As precise as it is known: 2024, 2024-03 or 2024-03-31."),
    )
    when = models.CharField(
        _("date in words"), max_length=80, help_text=_("For example “early February 2018”.")
    )
    text = models.TextField(_("event"))
    passage = models.ForeignKey(
        Passage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("passage"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "slug"], name="dossier_event_one_per_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.when} – {self.text[:60]}"
