"""Rows of a page, and rows inside rows: the formsets that a dossier is edited with.

Django's inlines stop at one level, but a question has its choices and a claim its rebuttals. A
NestingFormSet gives each of its forms a formset of its own (``children``) and carries validity,
change and saving down to it; docs/decisions/0012-nested-editing.md says why this is ours.
"""

import re
from collections.abc import Container, Iterable, Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.db.models.options import Options
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.forms.utils import ErrorList
from django.utils.functional import cached_property
from django.utils.text import slugify
from modeltranslation.utils import get_translation_fields

SLUG_LENGTH, SLUG_WORDS = 80, 8
APOSTROPHE = re.compile(r"['’]")


class RowForm(forms.ModelForm):
    """One row. Its position and its address may be left blank: the formset then finds them."""

    children: "RowFormSet | None" = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].required = False
        if self.instance.pk is None:
            self.fields["position"].initial = self.initial["position"] = None

    def has_changed(self) -> bool:
        return super().has_changed() or (self.children is not None and self.children.has_changed())

    def _post_clean(self) -> None:
        """Check against the database what has changed: most of a page is as it came from there,
        and each constraint of each row would be a query.
        """
        if self.instance.pk is None or super().has_changed():
            super()._post_clean()  # type: ignore[misc]

    @property
    def has_problems(self) -> bool:
        """Whether the row must be seen: something in it, or inside it, was refused."""
        return bool(self.errors) or (self.children is not None and self.children.has_problems)


class RowFormSet(BaseInlineFormSet):
    """Rows that belong to one parent, in an order, each under an address of its own."""

    model: type[Model]
    forms: list[Any]
    initial_forms: list[Any]
    slug_from: ClassVar[str]
    """The translated field whose words make the address of a row that has none."""
    reserved: ClassVar[frozenset[str]] = frozenset()
    """Addresses that the site needs for itself."""
    own_choices: ClassVar[dict[str, type[Model]]] = {}
    """Foreign keys that choose among what belongs to the same article."""

    @cached_property
    def article(self) -> Any:
        """The article that all rows belong to; a parent row hands it down."""
        return self.instance

    @cached_property
    def offered(self) -> dict[str, list[tuple[Any, str]]]:
        """What the foreign keys of the rows choose among: one query for all rows together."""
        return {
            name: [(row.pk, str(row)) for row in self._own(model)]
            for name, model in self.own_choices.items()
        }

    def _own(self, model: type[Model]) -> QuerySet[Model]:
        rows = model._default_manager.all()
        return rows.filter(article=self.article) if self.article.pk else rows.none()

    @property
    def options(self) -> Options:
        """What the model calls itself, for templates."""
        return self.model._meta

    @property
    def has_problems(self) -> bool:
        return bool(self.non_form_errors()) or any(form.has_problems for form in self.forms)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        suggest_slug(form.fields["slug"], self.slug_from)
        for name, model in self.own_choices.items():
            field = form.fields[name]
            field.queryset = self._own(model)
            field.choices = [("", field.empty_label), *self.offered[name]]

    def clean(self) -> None:
        self._place()
        self._name()
        super().clean()
        reasons = [self.why_stays(form.instance) for form in self._deleted()]
        if any(reasons):
            raise ValidationError([reason for reason in reasons if reason])

    def why_stays(self, row: Any) -> str:
        """Why a row cannot be deleted, in words; empty if it can."""
        return ""

    def kept(self) -> Iterator[Any]:
        """The rows that are there once the page is saved."""
        for form in self.forms:
            if (form.instance.pk or form.has_changed()) and not is_deleted(form):
                yield form

    def _deleted(self) -> Iterator[Any]:
        for form in self.initial_forms:
            if is_deleted(form):
                yield form

    def _place(self) -> None:
        """Put the rows without a position at the end, in the order of the page."""
        unplaced = []
        last = 0
        for form in self.kept():
            position = form.instance.position
            if position is None:
                unplaced.append(form)
            else:
                last = max(last, position)
        for form in unplaced:
            last += 1
            form.instance.position = last

    def _name(self) -> None:
        """Make an address of its own words for each row that has none."""
        unnamed = [form for form in self.kept() if not form.instance.slug]
        if not unnamed:
            return
        taken = {form.instance.slug for form in self.kept()} | self.reserved
        if self.instance.pk:
            rows = self.model._default_manager.filter(**{self.fk.name: self.instance})
            taken.update(rows.values_list("slug", flat=True))
        for form in unnamed:
            texts = [
                getattr(form.instance, name) for name in get_translation_fields(self.slug_from)
            ]
            form.instance.slug = free_slug(words_of(texts), taken=taken)
            taken.add(form.instance.slug)


class NestingFormSet(RowFormSet):
    """Rows that have rows of their own."""

    child: ClassVar[type[RowFormSet]]
    blank_children: ClassVar[int] = 1
    """How many rows a new row starts with."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.children = self.child(
            form.data if form.is_bound else None,
            instance=form.instance,
            prefix=f"{form.prefix}-{self.child.get_default_prefix()}",
        )
        if form.instance.pk is None:
            form.children.extra = self.blank_children
        form.children.article = self.article
        form.children.offered = self.offered

    @property
    def problems_inside(self) -> list[ErrorList]:
        """What was refused in the rows inside the rows, for the page to say that there is some."""
        found = []
        for form in self.forms:
            found.append(form.children.non_form_errors())
            for errors in form.children.errors:
                found.extend(errors.values())
        return found

    def is_valid(self) -> bool:
        return super().is_valid() and all(
            form.children.is_valid() for form in self.kept() if form.children
        )

    def save_new(self, form: Any, commit: bool = True) -> Any:
        saved = super().save_new(form, commit=commit)
        form.children.save(commit=commit)
        return saved

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> Any:
        saved = super().save_existing(form, obj, commit=commit)
        form.children.save(commit=commit)
        return saved


def suggest_slug(slug: forms.Field, source: str) -> None:
    """Let the page suggest an address while the translated field ``source`` is written."""
    slug.required = False
    slug.widget.attrs["data-from"] = " ".join(get_translation_fields(source))


def is_deleted(form: forms.ModelForm) -> bool:
    """Whether the row of a form that has been read is ticked to be deleted."""
    return bool(form.cleaned_data.get(DELETION_FIELD_NAME))


def words_of(texts: Iterable[str | None]) -> str:
    """The first words of the first text that has any."""
    return " ".join(next(filter(None, texts), "").split()[:SLUG_WORDS])


def free_slug(text: str, *, taken: Container[str]) -> str:
    """An address made of the text that is not taken: a number makes it so."""
    base = slugify(APOSTROPHE.sub(" ", text))[:SLUG_LENGTH].strip("-") or "row"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base[: SLUG_LENGTH - 4]}-{number}"
    return slug
