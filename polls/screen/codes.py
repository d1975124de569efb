"""QR codes, by which whoever sees a screen comes to its question with a phone."""

from functools import lru_cache

import segno
from django.utils.safestring import SafeString


@lru_cache(maxsize=64)
def code_of(address: str) -> SafeString:
    """The address as an SVG without a size of its own, with its quiet zone, dark on light.

    Dark on light in every theme, since many phones read nothing else. The lowest correction of
    errors makes the largest squares, which are read from farthest away; nothing covers a screen.
    """
    code = segno.make_qr(address, error="l", boost_error=False)
    drawn = code.svg_inline(omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None)
    return SafeString(drawn)
