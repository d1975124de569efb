"""What the page of a dossier and the page of a question have in common in the admin."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from polls.desk.inlines import SCRIPT, PlainWidgets, Rows

PRESSED = "_press"

type View = Callable[..., HttpResponse]


class Page(PlainWidgets, TranslationAdmin):
    """A page whose rows are for those who may edit them, and whose buttons act on what is saved.

    Pressing a button saves the page first, so that nothing typed is lost, and then does what the
    list's action of the same name does.
    """

    buttons: ClassVar[tuple[str, ...]] = ()
    results_view: ClassVar[View]
    export_view: ClassVar[View]
    view_on_site = False

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=[SCRIPT])  # type: ignore[list-item]

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/results/", wrap(self.results_view), name=f"{name}_results"),
            path("<int:pk>/results.csv", wrap(self.export_view), name=f"{name}_export"),
            *super().get_urls(),
        ]

    def get_inlines(  # type: ignore[override]
        self, request: HttpRequest, obj: Model | None = None
    ) -> list[type[Rows]]:
        rows: Any = self.inlines
        return [row for row in rows if row.may_edit(request.user)]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        results = ["results_link"] if request.user.has_perm("polls.see_results") else []
        return [*self.list_display, *results]

    @admin.display(description=_("results"))
    def results_link(self, obj: Model) -> SafeString:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_results"
        return format_html('<a href="{}">{}</a>', reverse(name, args=[obj.pk]), gettext("Results"))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= {
            "show_save_and_add_another": False,
            "may_see_results": request.user.has_perm("polls.see_results"),
        }
        for rows in context["inline_admin_formsets"]:
            for errors in getattr(rows.formset, "problems_inside", ()):
                context["errors"].extend(errors)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        act = request.POST.get(PRESSED)
        if act not in self.buttons:
            return super().response_change(request, obj)
        getattr(self, act)(request, self.model._default_manager.filter(pk=obj.pk))
        return redirect(request.path)
