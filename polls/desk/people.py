"""Accounts and groups: Django's own pages, with our three groups named in the user's language."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import ManyToManyField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from polls.desk import permissions
from polls.desk.groups import ANALYSTS, EDITORS, MODERATORS

_SHOWN = {EDITORS: _("Editors"), MODERATORS: _("Moderators"), ANALYSTS: _("Analysts")}

admin.site.unregister([Group, User])


def shown(group: Group) -> str:
    """The group's name in words; one that the newsroom added keeps its own."""
    return str(_SHOWN.get(group.name, group.name))


class GroupFilter(admin.RelatedFieldListFilter):
    def field_choices(self, *_about: Any) -> list[tuple[str, str]]:  # type: ignore[override]
        return [(str(group.pk), shown(group)) for group in Group.objects.order_by("name")]


class Ticked:
    """Of many, each is a box to tick: Django’s two lists side by side want a wide screen."""

    filter_horizontal = ()

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        boxes = {"widget": forms.CheckboxSelectMultiple} | kwargs
        field: Any = super().formfield_for_manytomany(db_field, request, **boxes)  # type: ignore[misc]
        if db_field.related_model is Permission:
            field.queryset = field.queryset.select_related("content_type")
            field.label_from_instance = permissions.in_words
        return field


@admin.register(Group)
class NewsroomGroupAdmin(Ticked, GroupAdmin):  # type: ignore[misc]
    list_display = ["name_in_words"]

    @admin.display(description=_("name"), ordering="name")
    def name_in_words(self, group: Group) -> str:
        return shown(group)


@admin.register(User)
class NewsroomUserAdmin(Ticked, UserAdmin):  # type: ignore[misc]
    list_filter = ["is_staff", "is_superuser", "is_active", ("groups", GroupFilter)]

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label_from_instance = shown
        return field
