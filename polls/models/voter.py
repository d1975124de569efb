"""Who votes: a pseudonymous reader."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Voter(models.Model):
    """A reader who has answered or written something.

    Known by a random token in a signed cookie; the database holds a keyed hash of it only, so that
    a copy of the database cannot be used to vote in anyone's name.
    """

    class Origin(models.TextChoices):
        READER = "reader", _("reader")
        DEMO = "demo", _("demonstration")
        IMPORTED = "imported", _("imported")

    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    origin = models.CharField(
        _("origin"), max_length=8, choices=Origin, default=Origin.READER, db_index=True
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="voter",
        verbose_name=_("account"),
    )
    display_name = models.CharField(_("display name"), max_length=40, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("is now"),
        help_text=_("The voter whom this one turned out to be; that one is never merged itself."),
    )
    external_id = models.CharField(
        _("identifier elsewhere"),
        max_length=40,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text=_("What an imported participant is called where the conversation comes from."),
    )
    replies_seen_at = models.DateTimeField(_("replies seen"), null=True, blank=True)
    created_at = models.DateTimeField(_("first seen"))

    class Meta:
        verbose_name = _("voter")
        verbose_name_plural = _("voters")
        constraints = [
            models.CheckConstraint(
                name="polls_voter_merged_into_another",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="polls_voter_imported_with_identifier",
                condition=Q(origin="imported") | Q(external_id=""),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or str(_("voter %(number)s") % {"number": self.pk})
