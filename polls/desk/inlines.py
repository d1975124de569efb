"""How rows are edited in the admin: texts in both languages side by side, plain widgets."""

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import DateTimeField, Field, ForeignKey, Model, TextField
from django.forms.models import inlineformset_factory
from django.http import HttpRequest
from modeltranslation.admin import TranslationInlineModelAdmin
from modeltranslation.utils import get_translation_fields

from polls.desk.rows import RowForm, RowFormSet

ACTS = ("add", "change", "delete")
SCRIPT = forms.Script("js/desk.js", type="module")


def both(field: str) -> tuple[str, ...]:
    """A translated text in every language, on one line of a form."""
    return tuple(get_translation_fields(field))


class Moment(forms.DateTimeInput):
    """The browser's own field for a date and a time, to the second as the database keeps it."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(attrs={"step": 1}, format="%Y-%m-%dT%H:%M:%S")


class ListedForm(forms.ModelForm):
    """A row of a list that is edited in place: its fields say which row they are of.

    Help stands beside no field of a list, so none points to it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label} – {self.instance}"
            field.help_text = ""


class PlainWidgets:
    """Fields that need no script and open no window: each text says its language, each moment is
    the browser's own field, each reference a plain list.
    """

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if isinstance(db_field, DateTimeField):
            return db_field.formfield(form_class=forms.DateTimeField, widget=Moment)
        if isinstance(db_field, ForeignKey):
            return self.formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[attr-defined,no-any-return]
        field: forms.Field | None = super().formfield_for_dbfield(  # type: ignore[misc]
            db_field, request, **kwargs
        )
        if field and hasattr(db_field, "language"):
            field.widget.attrs["lang"] = db_field.language
            if isinstance(getattr(db_field, "translated_field", None), TextField):
                field.widget.attrs["rows"] = 4
        return field


class Rows(PlainWidgets, TranslationInlineModelAdmin):
    """The rows of a page, for those who may do everything with them and the rows inside them."""

    template = "admin/edit_inline/rows.html"
    summary_template = "admin/edit_inline/_summary.html"
    """What a row shows before it is opened."""
    links_template = ""
    """Where a row leads to, if it has pages of its own."""
    form = RowForm
    formset = RowFormSet
    extra = 1
    child: "ClassVar[type[Rows] | None]" = None
    """The rows inside each row."""

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=[SCRIPT])  # type: ignore[list-item]

    @classmethod
    def may_edit(cls, user: User | AnonymousUser) -> bool:
        options = cls.model._meta
        own = user.has_perms([f"{options.app_label}.{act}_{options.model_name}" for act in ACTS])
        return own and (cls.child is None or cls.child.may_edit(user))

    def get_formset(
        self, request: HttpRequest, obj: Model | None = None, **_kwargs: Any
    ) -> type[RowFormSet]:
        """Without Django's own guards: who gets these rows may do everything with them."""
        formset: Any = inlineformset_factory(
            self.parent_model,
            self.model,
            form=self.form,
            formset=self.formset,
            fields=[*flatten_fieldsets(self.get_fieldsets(request)), "position"],
            formfield_callback=partial(self.formfield_for_dbfield, request=request),
            extra=self.extra,
        )
        if self.child:
            formset.child = self.child(self.model, self.admin_site).get_formset(request)
        made: type[RowFormSet] = formset
        return made
