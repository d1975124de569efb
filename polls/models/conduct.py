"""How a dossier's discussion is kept: its mode, the rules that hold comments, and what was held."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dossier.models import Article
from polls.models.discussion import Comment


class Policy(models.Model):
    """How comments on a dossier come to be published; a dossier without one is pre-moderated."""

    class Mode(models.TextChoices):
        PRE = "pre", _("each comment waits for a moderator")
        TRUSTED = "trusted", _("authors who are trusted do not wait")
        POST = "post", _("comments are published at once, moderated after")
        READ_ONLY = "read_only", _("readers read and approve, no new comments")
        CLOSED = "closed", _("no discussion is shown")

    article = models.OneToOneField(
        Article,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="policy",
        verbose_name=_("dossier"),
    )
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.PRE)
    slow_seconds = models.PositiveIntegerField(
        _("slow mode"),
        default=0,
        help_text=_("So many seconds must pass between two comments of one author; 0 for none."),
    )

    class Meta:
        verbose_name = _("discussion policy")
        verbose_name_plural = _("discussion policies")

    def __str__(self) -> str:
        return f"{self.article}: {self.get_mode_display()}"


class HoldingRule(models.Model):
    """One rule that holds comments for a person to look at; it never rejects."""

    class Code(models.TextChoices):
        LENGTH = "length", _("very long or very short")
        REPEAT = "repeat", _("says the same again")
        LINKS = "links", _("many links")
        WORDS = "words", _("words from the list")
        CAPITALS = "capitals", _("all in capitals")
        FAST = "fast", _("written too fast")
        NEW_AUTHOR = "new_author", _("first comments of an author")
        BURST = "burst", _("many comments in a short time")

    code = models.CharField(_("rule"), max_length=12, choices=Code, primary_key=True)
    is_active = models.BooleanField(_("active"), default=True)
    limit = models.PositiveIntegerField(
        _("limit"), default=0, help_text=_("What it means is told beside each rule.")
    )

    class Meta:
        verbose_name = _("holding rule")
        verbose_name_plural = _("holding rules")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.get_code_display())


class WordList(models.Model):
    """Words that hold a comment in one language, one a line; whole words, look-alikes folded."""

    EVERY_LANGUAGE = "*"

    language = models.CharField(_("language"), max_length=8, primary_key=True)
    words = models.TextField(_("words"), blank=True, help_text=_("One word or phrase a line."))

    class Meta:
        verbose_name = _("word list")
        verbose_name_plural = _("word lists")
        ordering = ["language"]

    def __str__(self) -> str:
        if self.language == self.EVERY_LANGUAGE:
            return gettext("every language")
        return str(dict(settings.LANGUAGES).get(self.language, self.language))


class Hold(models.Model):
    """A comment that a rule held, and by what in it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="holds")
    rule = models.CharField(_("rule"), max_length=12, choices=HoldingRule.Code, db_index=True)
    found = models.CharField(_("what it found"), max_length=200, blank=True)
    held_at = models.DateTimeField(_("held"))

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering = ["held_at", "pk"]
        constraints = [
            # an edit may be held again by the same rule, at another moment
            models.UniqueConstraint(
                fields=["comment", "rule", "held_at"], name="polls_hold_one_per_rule"
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.rule}"
