"""Who is who, what each claims, and what answers it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dossier.models.article import Article, Passage


class Actor(models.Model):
    """A person, an organisation or a group that the article speaks of."""

    class Nature(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")
        GROUP = "group", _("group")

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="actors", verbose_name=_("dossier")
    )
    slug = models.SlugField(_("address"), max_length=80)
    nature = models.CharField(_("nature"), max_length=12, choices=Nature, default=Nature.PERSON)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True, help_text=_("In Markdown."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "slug"], name="dossier_actor_one_per_address"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Claim(models.Model):
    """Something that an actor maintains, in the editors' words."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="claims", verbose_name=_("dossier")
    )
    slug = models.SlugField(_("address"), max_length=80)
    maker = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="claims", verbose_name=_("made by")
    )
    passage = models.ForeignKey(
        Passage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name=_("passage"),
    )
    text = models.TextField(_("claim"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "slug"], name="dossier_claim_one_per_address"
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Rebuttal(models.Model):
    """What an actor answers to a claim."""

    claim = models.ForeignKey(
        Claim, on_delete=models.CASCADE, related_name="rebuttals", verbose_name=_("claim")
    )
    slug = models.SlugField(_("address"), max_length=80)
    maker = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="rebuttals", verbose_name=_("made by")
    )
    text = models.TextField(_("answer"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("rebuttal")
        verbose_name_plural = _("rebuttals")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "slug"], name="dossier_rebuttal_one_per_address"
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
