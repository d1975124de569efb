"""How like two pictures of a page are, to an eye that forgives the edges of letters.

A picture is kept as a sketch, a quarter of its width and height, without loss: small enough to keep
hundreds of screens, and still to be recognised. Two sketches are seen as blocks of eight of the
page's pixels square, each by its mean colour: how a letter's edge is smoothed moves that by a few
steps of 255; a border, a colour, a word or a gap by many.
"""

from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SCALE = 4
"""Of the page's pixels on the side of one of a sketch's."""
BLOCK = 2
"""Of the sketch's pixels on a block's side: less than the smallest icon, more than a stroke."""
STEPS = 10
"""Of 255 by which a block's mean colour may differ and be the same."""
STRAY = 2
"""Blocks that may differ in a whole picture."""


@dataclass(frozen=True)
class Difference:
    """What sets two pictures apart."""

    sizes: tuple[tuple[int, int], tuple[int, int]]
    """Width and height of each, in the page's pixels; whole pixels of the sketch only."""
    blocks: tuple[tuple[int, int], ...]
    """The upper left corners of the blocks that differ, in the page's pixels."""

    @property
    def is_seen(self) -> bool:
        return self.sizes[0] != self.sizes[1] or len(self.blocks) > STRAY

    def __str__(self) -> str:
        sizes = " and ".join(f"{width} × {height}" for width, height in self.sizes)
        return f"{sizes} pixels; {len(self.blocks)} blocks differ, the first at {self.blocks[:4]}"


def sketch(picture: bytes) -> bytes:
    """The sketch of a picture (PNG), as WebP."""
    with Image.open(BytesIO(picture)) as image:
        pixels = np.asarray(image.convert("RGB"), dtype=np.float64)
    kept = BytesIO()
    means = _means(pixels, SCALE).round().astype(np.uint8)
    Image.fromarray(means).save(kept, "WEBP", lossless=True, method=6, exact=True)
    return kept.getvalue()


def difference(one: bytes, other: bytes) -> Difference:
    """Compare two sketches, as far as the smaller reaches."""
    first, second = _pixels(one), _pixels(other)
    height, width = (min(a, b) for a, b in zip(first.shape[:2], second.shape[:2], strict=True))
    means = [_means(pixels[:height, :width], BLOCK) for pixels in (first, second)]
    apart = np.abs(means[0] - means[1]).max(axis=2) > STEPS
    side = BLOCK * SCALE
    return Difference(
        sizes=(_size(first), _size(second)),
        blocks=tuple((int(x) * side, int(y) * side) for y, x in np.argwhere(apart)),
    )


def _pixels(sketched: bytes) -> NDArray[np.float64]:
    with Image.open(BytesIO(sketched)) as image:
        return np.asarray(image.convert("RGB"), dtype=np.float64)


def _size(pixels: NDArray[np.float64]) -> tuple[int, int]:
    return pixels.shape[1] * SCALE, pixels.shape[0] * SCALE


def _means(pixels: NDArray[np.float64], side: int) -> NDArray[np.float64]:
    """The mean colour of each square of so many pixels a side: (rows, columns, 3)."""
    rows, columns = pixels.shape[0] // side, pixels.shape[1] // side
    whole = pixels[: rows * side, : columns * side]
    means: NDArray[np.float64] = whole.reshape(rows, side, columns, side, 3).mean(axis=(1, 3))
    return means
