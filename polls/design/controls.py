"""The states of a control, as attributes that its element has in them."""

from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


class State(NamedTuple):
    name: str
    under: str = ""
    """What the page pretends: "hover", "focus", "active" or nothing."""
    attributes: SafeString = SafeString()

    @property
    def is_invalid(self) -> bool:
        return "invalid" in self.attributes


def _pointed() -> list[State]:
    return [
        State(_("At rest")),
        State(_("Under the pointer"), "hover"),
        State(_("With the focus"), "focus"),
    ]


def of_buttons() -> list[State]:
    return [
        *_pointed(),
        State(_("Being pressed"), "active"),
        State(_("Pressed"), attributes=mark_safe('aria-pressed="true"')),
        State(_("Not to be pressed"), attributes=mark_safe("disabled")),
        State(_("On its way"), attributes=mark_safe('aria-busy="true" aria-disabled="true"')),
    ]


def of_fields() -> list[State]:
    return [
        *_pointed(),
        State(_("Not as asked for"), attributes=mark_safe('aria-invalid="true"')),
        State(_("Not to be filled in"), attributes=mark_safe("disabled")),
    ]
