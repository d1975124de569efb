"""A question to the readers of a dossier, and its choices."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dossier.models import Article, Passage
from polls.models.question_rules import QUESTION_RULES


class QuestionQuerySet(models.QuerySet["Question"]):
    def shown(self) -> QuestionQuerySet:
        """Those that readers may see: neither drafts nor withdrawn."""
        return self.filter(status=Question.Status.PUBLISHED)

    def previewed(self) -> QuestionQuerySet:
        """Those that a dossier will have once it and they are published."""
        return self.exclude(status=Question.Status.WITHDRAWN)

    def hold(self, pk: int) -> Question:
        """The question as it stands once no cast on it is under way.

        Casts, and whoever else holds it, wait until the transaction has ended. Raises
        Question.DoesNotExist.
        """
        held = self.select_related("article").select_for_update(of=("self",), no_key=True)
        question: Question = held.get(pk=pk)
        return question

    def hold_all(self) -> list[Question]:
        """Every question, once no cast is under way; the ballot box stands still until the end.

        In the order of primary keys, as whoever holds several must.
        """
        held = self.select_related("article").select_for_update(of=("self",), no_key=True)
        return list(held.order_by("pk"))

    def in_quiz(self) -> QuestionQuerySet:
        return self.filter(kind=Question.Kind.QUIZ)


class Question(models.Model):
    """A question of one kind, with its window and the rule by which its result shows."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("one choice")
        MULTIPLE = "multiple", _("several choices")
        SCALE = "scale", _("scale")
        RANKING = "ranking", _("ranking")
        FORECAST = "forecast", _("forecast")
        QUIZ = "quiz", _("quiz")
        STATEMENTS = "statements", _("statements")
        OPEN = "open", _("open question")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", pgettext_lazy("question", "published")
        WITHDRAWN = "withdrawn", pgettext_lazy("question", "withdrawn")

    class Place(models.TextChoices):
        BEFORE = "before", _("before the article")
        PASSAGE = "passage", _("after its passage")
        END = "end", _("after the article")
        QUIZ = "quiz", _("in the quiz")

    class Results(models.TextChoices):
        ALWAYS = "always", _("always")
        AFTER_VOTE = "after_vote", _("after voting")
        AFTER_CLOSE = "after_close", _("after closing")
        STAFF = "staff", _("to the newsroom only")

    class Order(models.TextChoices):
        GIVEN = "given", _("as given")
        SHUFFLED = "shuffled", _("shuffled for each voter")

    class Outcome(models.TextChoices):
        YES = "yes", _("it happened")
        NO = "no", _("it did not happen")
        VOID = "void", _("it cannot be said")

    class State(models.TextChoices):
        """What a question is at a moment: its status and its window taken together."""

        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        WITHDRAWN = "withdrawn", pgettext_lazy("question", "withdrawn")

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="questions", verbose_name=_("dossier")
    )
    slug = models.SlugField(_("address"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    prompt = models.CharField(_("question"), max_length=300)
    help = models.TextField(_("help"), blank=True)
    explanation = models.TextField(
        _("explanation"), blank=True, help_text=_("Shown after the answer to a quiz question.")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    place = models.CharField(_("place"), max_length=8, choices=Place, default=Place.END)
    ask_again = models.BooleanField(
        _("ask again at the end"),
        default=False,
        help_text=_("For a question asked before the article: the reader can answer anew after."),
    )
    passage = models.ForeignKey(
        Passage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("passage"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    results = models.CharField(
        _("results show"), max_length=12, choices=Results, default=Results.AFTER_VOTE
    )
    allows_peek = models.BooleanField(
        _("may be seen without voting"),
        default=False,
        help_text=_("Before voting; a later answer of that reader is known to be informed."),
    )
    allows_abstention = models.BooleanField(
        _("“no opinion” is an answer"),
        default=False,
        help_text=_("It is counted beside the answers, not among them."),
    )
    order = models.CharField(
        _("order of the choices"),
        max_length=10,
        choices=Order,
        default=Order.GIVEN,
        help_text=_("Shuffled, no choice gains by standing first; a voter keeps one order."),
    )
    min_choices = models.PositiveSmallIntegerField(_("fewest choices"), default=1)
    max_choices = models.PositiveSmallIntegerField(
        _("most choices"), null=True, blank=True, help_text=_("Empty: as many as there are.")
    )
    asks_guess = models.BooleanField(
        _("readers guess the room"),
        default=False,
        help_text=_("Before the result shows, a reader may predict how the votes divide."),
    )
    forecast = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name=_("forecast that this opinion is compared with"),
    )
    outcome = models.CharField(
        _("outcome"),
        max_length=4,
        choices=Outcome,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text=_("Of a forecast, as its newest resolution says."),
    )
    edition = models.PositiveIntegerField(_("edition"), default=1, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "pk"]
        permissions = [
            ("see_results", _("Can see results before readers do")),
            ("export_results", _("Can export results")),
        ]
        constraints = QUESTION_RULES

    def __str__(self) -> str:
        return self.prompt

    def get_absolute_url(self) -> str:
        return reverse("polls:question", args=[self.article.slug, self.slug])

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    def state(self, *, now: datetime) -> State:
        if self.status == self.Status.DRAFT:
            return self.State.DRAFT
        if self.status == self.Status.WITHDRAWN:
            return self.State.WITHDRAWN
        if self.opens_at and now < self.opens_at:
            return self.State.SCHEDULED
        if self.closes_at and now >= self.closes_at:
            return self.State.CLOSED
        return self.State.OPEN

    def is_open(self, *, now: datetime) -> bool:
        return self.state(now=now) == self.State.OPEN
