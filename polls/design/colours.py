"""The colours' roles, what stands on what, and how far it stands out.

The values are read from the sheet that browsers read, so that the page cannot say other ones.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.contrib.staticfiles import finders
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# WCAG 2.2, 1.4.3 and 1.4.11: text, and what must be seen to be understood.
TEXT, GRAPHICS = 4.5, 3.0

type Hex = str
"""Such as #0b5275."""

GROUNDS = ("paper", "surface", "tint")
CHOICES = 8
TONES = ("neg2", "neg1", "mid", "pos1", "pos2")
ROLES: Sequence[tuple[str, Promise]] = (
    ("paper", _("the page")),
    ("surface", _("cards and fields")),
    ("tint", _("quiet fill")),
    ("ink", _("text")),
    ("ink-soft", _("what is said beside it")),
    ("rule", _("hairlines, which nothing hangs on")),
    ("edge", _("borders of controls")),
    ("accent", _("links, main actions")),
    ("accent-strong", _("the same, under the pointer")),
    ("on-accent", _("text on the accent")),
    ("accent-tint", _("what is chosen")),
    ("band", _("the middle half of forecasts")),
    ("focus", _("the ring of what has the focus")),
    ("good", _("right, done, live")),
    ("good-tint", _("its ground")),
    ("warn", _("to be known before going on")),
    ("warn-tint", _("its ground")),
    ("bad", _("wrong, refused, destroying")),
    ("bad-tint", _("its ground")),
)
_STATES = ("good", "warn", "bad")
_TEXT = (
    *(
        (ink, ground)
        for ink in ("ink", "ink-soft", "accent", "accent-strong")
        for ground in GROUNDS
    ),
    *((state, ground) for state in _STATES for ground in GROUNDS),
    *((ink, "accent-tint") for ink in ("ink", "ink-soft", "accent", "accent-strong")),
    *((ink, f"{state}-tint") for state in _STATES for ink in (state, "ink", "accent")),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("paper", "bad"),
    ("surface", "bad"),
)
_GRAPHICS = (
    *(
        (mark, ground)
        for mark in (
            *("edge", "focus", "band", "tone-neg2", "tone-pos2"),
            *(f"choice-{number}" for number in range(1, CHOICES + 1)),
        )
        for ground in GROUNDS
    ),
    *(("focus", f"{tint}-tint") for tint in ("accent", *_STATES)),
    ("edge", "accent-tint"),
    ("ink", "band"),
)
PAIRS: Sequence[tuple[str, str, float]] = (
    *((*pair, TEXT) for pair in _TEXT),
    *((*pair, GRAPHICS) for pair in _GRAPHICS),
)
"""What stands on what, and how far it must stand out."""


@dataclass(frozen=True)
class Pair:
    """One colour on another, in both themes."""

    mark: str
    ground: str
    least: float
    light: float
    dark: float

    @property
    def is_text(self) -> bool:
        return self.least == TEXT


def measured() -> list[Pair]:
    """Every pair with its contrast ratios."""
    light, dark = palettes()
    return [
        Pair(
            mark,
            ground,
            least,
            light=contrast(light[mark], light[ground]),
            dark=contrast(dark[mark], dark[ground]),
        )
        for mark, ground, least in PAIRS
    ]


@cache
def palettes() -> tuple[dict[str, Hex], dict[str, Hex]]:
    """The colours by role, light and dark."""
    with open(str(finders.find("css/tokens.css"))) as sheet:
        light, dark = sheet.read().split("@media (prefers-color-scheme: dark)")
    values = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{6});")
    roles = dict(values.findall(light))
    return roles, roles | dict(values.findall(dark.split("@media")[0]))


def contrast(one: Hex, other: Hex) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, “contrast ratio”)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Hex) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    """A channel of sRGB in linear light (IEC 61966-2-1)."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
