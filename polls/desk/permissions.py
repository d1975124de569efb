"""What a permission allows, in the reader's language: Django keeps its name in English."""

from django.contrib.auth.models import Permission
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

_ACTS = {
    "add": _("%(what)s: add"),
    "change": _("%(what)s: change"),
    "delete": _("%(what)s: delete"),
    "view": _("%(what)s: see"),
}


def in_words(permission: Permission) -> str:
    """“Comments: change”, or what its model says; its own name where the model is gone."""
    model = permission.content_type.model_class()
    if model is None:
        return permission.name
    named = dict(model._meta.permissions)
    if permission.codename in named:
        return str(named[permission.codename])
    act = permission.codename.partition("_")[0]
    if act not in _ACTS:
        return permission.name
    return str(_ACTS[act]) % {"what": capfirst(str(model._meta.verbose_name_plural))}
