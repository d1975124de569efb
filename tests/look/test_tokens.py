"""The palette keeps its promises: contrast in both themes, choices apart for every reader."""

import math
import re
from itertools import combinations

import pytest
from django.conf import settings

CSS = settings.BASE_DIR / "static" / "css"
THEMES = ("light", "dark")
BACKGROUNDS = ("paper", "surface", "tint")
CHOICES = tuple(f"choice-{number}" for number in range(1, 9))

# WCAG 2.2, 1.4.3: text on what it stands on.
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "accent", "bad") for ground in BACKGROUNDS),
    *(("accent-strong", ground) for ground in BACKGROUNDS),
    *((ink, "accent-tint") for ink in ("ink", "ink-soft", "accent")),
    *((state, f"{state}-tint") for state in ("good", "warn", "bad")),
    *(("ink", f"{state}-tint") for state in ("good", "warn", "bad")),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("paper", "bad"),
]
# WCAG 2.2, 1.4.11: borders of controls, focus rings, bars.
GRAPHICS = [
    (mark, ground)
    for mark in ("edge", "focus", "tone-neg2", "tone-pos2", *CHOICES)
    for ground in BACKGROUNDS
]
# How a reader without one kind of cones sees linear RGB: Machado, Oliveira and Fernandes (2009),
# "A physiologically-based model for simulation of color vision deficiency", severity 1.
SIGHTS = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red cones": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green cones": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue cones": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
Linear = tuple[float, float, float]


def palette(theme: str) -> dict[str, str]:
    """The colours of a theme by role, read from the sheet that browsers read."""
    sheet = (CSS / "tokens.css").read_text()
    light, dark = sheet.split("@media (prefers-color-scheme: dark)")
    roles = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", light))
    if theme == "dark":
        roles |= dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", dark.split("@media")[0]))
    return roles


def linear(colour: str) -> Linear:
    """Linear RGB, 0 to 1, of a colour such as #0b5275 (IEC 61966-2-1)."""

    def channel(start: int) -> float:
        value = int(colour[start : start + 2], 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return channel(1), channel(3), channel(5)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21, as WCAG defines it."""

    def luminance(colour: str) -> float:
        red, green, blue = linear(colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, sight: str) -> Linear:
    """A colour in OKLab as seen with a sight (Ottosson, 2020), so that distances are perceptual."""
    red, green, blue = (
        min(max(sum(w * c for w, c in zip(row, linear(colour), strict=True)), 0.0), 1.0)
        for row in SIGHTS[sight]
    )
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def distance(one: str, other: str, sight: str) -> float:
    """How far apart two colours look, in OKLab; 0.02 is about the least that is noticed."""
    return math.dist(seen(one, sight), seen(other, sight))


@pytest.mark.parametrize("theme", THEMES)
def test_text_reads_on_what_it_stands_on(theme: str) -> None:
    colours = palette(theme)
    ratios = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in TEXT}

    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_borders_rings_and_bars_stand_out(theme: str) -> None:
    colours = palette(theme)
    ratios = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in GRAPHICS}

    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 3} == {}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_choices_are_told_apart_by_every_reader(theme: str, sight: str) -> None:
    colours = palette(theme)
    near = {
        (one, other): round(apart, 3)
        for one, other in combinations(CHOICES, 2)
        if (apart := distance(colours[one], colours[other], sight)) < 0.08
    }

    assert near == {}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_the_two_sides_of_a_scale_are_told_apart_by_every_reader(theme: str, sight: str) -> None:
    colours = palette(theme)
    order = ("tone-neg2", "tone-neg1", "tone-mid", "tone-pos1", "tone-pos2")
    near = {
        (one, other): round(apart, 3)
        for one, other in combinations(order, 2)
        if (apart := distance(colours[one], colours[other], sight)) < 0.07
    }

    assert near == {}
