"""The palette keeps its promises: contrast in both themes, choices apart for every reader."""

import math
import re
from itertools import combinations, pairwise

import pytest
from django.conf import settings

from polls.design.colours import GRAPHICS, PAIRS, TEXT, measured
from polls.results.pictures import drawing

CSS = settings.BASE_DIR / "static" / "css"
THEMES = ("light", "dark")
CHOICES = tuple(f"choice-{number}" for number in range(1, 9))

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

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lightness(colour: str) -> float:
    """CIE 1976 lightness, 0 to 100, of a colour that is not nearly black."""
    return float(116 * luminance(colour) ** (1 / 3) - 16)


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
@pytest.mark.parametrize("least", [TEXT, GRAPHICS])
def test_what_stands_on_a_ground_stands_out(theme: str, least: float) -> None:
    colours = palette(theme)
    ratios = {
        (mark, ground): contrast(colours[mark], colours[ground])
        for mark, ground, needed in PAIRS
        if needed == least
    }

    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < least} == {}


def test_the_limits_are_those_of_the_guidelines() -> None:
    """WCAG 2.2: 1.4.3 for text, 1.4.11 for controls, rings and drawings."""
    assert (TEXT, GRAPHICS) == (4.5, 3.0)


def test_every_role_is_held_to_a_contrast_but_hairlines_and_inner_tones() -> None:
    """Nothing hangs on those: a number or a word beside them says the same."""
    free = {"rule", "tone-neg1", "tone-mid", "tone-pos1"}
    assert {name for mark, ground, _least in PAIRS for name in (mark, ground)} == (
        set(palette("light")) - free
    )


@pytest.mark.parametrize("theme", THEMES)
def test_the_living_page_tells_the_contrasts_that_there_are(theme: str) -> None:
    colours = palette(theme)
    told = {(one.mark, one.ground): getattr(one, theme) for one in measured()}

    assert told == pytest.approx(
        {(mark, ground): contrast(colours[mark], colours[ground]) for mark, ground, _ in PAIRS}
    )


@pytest.mark.parametrize("theme", THEMES)
def test_choices_side_by_side_are_told_apart_without_any_colour(theme: str) -> None:
    """As on a black and white print: by 6 of 100 in CIE lightness, about twice what is noticed."""
    colours = palette(theme)
    tones = [lightness(colours[choice]) for choice in CHOICES]
    near = {
        CHOICES[place]: round(apart, 1)
        for place, (one, other) in enumerate(pairwise(tones))
        if (apart := abs(one - other)) < 6
    }

    assert near == {}


def test_pictures_have_the_colours_of_light_paper() -> None:
    colours = palette("light")

    assert [colours[choice] for choice in CHOICES] == drawing.CHOICES


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
