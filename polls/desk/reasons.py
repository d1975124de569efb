"""The newsroom's reasons, in both languages: what authors are told when a comment is refused."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin
from modeltranslation.utils import get_translation_fields

from polls.desk.inlines import ListedForm, PlainWidgets
from polls.models import Reason
from polls.moderation import reasons

LABELS = get_translation_fields("label")


class ReasonForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LABELS:
            if name in self.fields:
                self.fields[name].required = True  # whoever is refused is told in their language


@admin.register(Reason)
class ReasonAdmin(PlainWidgets, TranslationAdmin):
    """One that was given before is retired, not deleted, and keeps its code."""

    form = ReasonForm
    list_display = ["label", "code", "position", "is_active"]
    list_editable = ["position", "is_active"]
    list_filter = ["is_active"]
    ordering = ["position", "code"]

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, **{"form": ListedForm} | kwargs)

    def get_readonly_fields(self, _request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["code"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never while anything was decided by it."""
        may: bool = super().has_delete_permission(request, obj)
        return may and (obj is None or not reasons.is_used(obj))

    def delete_model(self, _request: HttpRequest, obj: Any) -> None:
        reasons.remove(reason=obj)
