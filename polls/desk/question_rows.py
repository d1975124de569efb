"""Questions and their choices, as rows of a dossier's page and of a question's own."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import get_translation_fields

from dossier.models import Passage
from polls import kinds
from polls.desk.inlines import Rows, both
from polls.desk.locks import has_ballots, has_told_sides, why_choice_stays, why_question_stays
from polls.desk.rows import NestingFormSet, RowForm, RowFormSet
from polls.models import Choice, Question, Turnout
from polls.models.question_rules import RESERVED_SLUGS

KINDS_NEED = _(
    "A scale runs from its first choice to its last, which need words; those between may be "
    "numbers that count up by one. An odd number of choices has a neutral point in the middle, an "
    "even number has none."
)
KIND_STAYS = _("Readers have answered: the kind can no longer change.")
SIDE_STAYS = _("Comments or approvals tell it already: the side can no longer change.")
KEY_STAYS = _("Readers have answered: which answer is right can no longer change.")
ROLE_TAKEN = _("A question has at most one “none of these” and one “other”.")
WORDS_MISSING = _("A reader’s statement needs its words in at least one language.")


class ChoiceForm(RowForm):
    """A choice that editors wrote, or a published statement: its reader wrote in one language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.proposed_at:
            for name in get_translation_fields("label"):
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        labels = [cleaned.get(name) for name in get_translation_fields("label")]
        if self.instance.proposed_at and not any(labels):
            raise ValidationError(WORDS_MISSING, code="required")
        return cleaned

    def clean_correct(self) -> bool:
        correct: bool = self.cleaned_data["correct"]
        if "correct" in self.changed_data and has_ballots(self.instance.question_id):
            raise ValidationError(KEY_STAYS, code="locked")
        return correct

    def clean_side(self) -> int | None:
        side: int | None = self.cleaned_data["side"]
        if "side" in self.changed_data and has_told_sides(self.instance.question_id):
            raise ValidationError(SIDE_STAYS, code="locked")
        return side


class ChoiceFormSet(RowFormSet):
    slug_from = "label"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Statements that readers proposed are the moderators' until they are published."""
        super().__init__(*args, **kwargs | {"queryset": Choice.objects.published()})

    def why_stays(self, row: Choice) -> str:
        return why_choice_stays(row)

    def clean(self) -> None:
        """A question that readers see must be complete; a draft need not be."""
        super().clean()
        roles = Counter(form.instance.role for form in self.kept())
        if max(roles[role] for role in Choice.Role if role != Choice.Role.REGULAR) > 1:
            raise ValidationError(ROLE_TAKEN, code="unique")
        question = self.instance
        if question.status != Question.Status.PUBLISHED or not question.kind:
            return
        choices = sorted((form.instance for form in self.kept()), key=lambda row: row.position)
        problems = kinds.problems_of(question, choices)
        if problems:
            raise ValidationError(problems, code="incomplete")


class ChoiceRows(Rows):
    model = Choice
    form = ChoiceForm
    formset = ChoiceFormSet
    fields = [*both("label"), "slug", "role", "side", "correct"]
    template = "admin/edit_inline/compact.html"


class QuestionForm(RowForm):
    class Meta:
        help_texts = {"kind": KINDS_NEED}

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if "kind" in self.changed_data and has_ballots(self.instance.pk):
            raise ValidationError(KIND_STAYS, code="locked")
        return kind


class QuestionFormSet(NestingFormSet):
    slug_from = "prompt"
    reserved = RESERVED_SLUGS
    own_choices = {"passage": Passage}
    blank_children = 4

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.state = form.instance.state(now=self.now)

    def why_stays(self, row: Question) -> str:
        return why_question_stays(row)

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> Question:
        saved: Question = super().save_existing(form, obj, commit=commit)
        Turnout.objects.announce(saved.pk)
        return saved


class QuestionRows(Rows):
    """The questions of a dossier, each with its choices."""

    model = Question
    form = QuestionForm
    formset = QuestionFormSet
    child = ChoiceRows
    summary_template = "admin/polls/question/_summary.html"
    links_template = "admin/polls/question/_links.html"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    both("prompt"),
                    ("kind", "place", "passage", "slug"),
                    ("status", "opens_at", "closes_at", "results"),
                    both("help"),
                    both("explanation"),
                    ("min_choices", "max_choices", "order"),
                    ("allows_abstention", "allows_peek", "ask_again"),
                ]
            },
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return super().get_queryset(request).select_related("turnout")
