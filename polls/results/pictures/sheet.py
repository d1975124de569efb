"""The whole picture: the question, its result, and the small print that goes with figures."""

from datetime import datetime
from pathlib import Path

import resvg_py
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from polls.kinds import Result, wording
from polls.results.pictures.charts import draw
from polls.results.pictures.drawing import INNER, LINE, MARGIN, PAPER, RIGHT, SOFT, Drawing

# Pixels of a PNG for each unit of the sheet: twice as fine as screens need.
ZOOM = 2
_FONTS = [
    str(Path(__file__).parent / "fonts" / f"{name}.ttf")
    for name in ("DejaVuSans", "DejaVuSans-Bold")
]


def as_svg(result: Result, *, address: str, now: datetime) -> str:
    """The result as an SVG document; ``address`` is where its question is asked."""
    question, on = result.question, Drawing()
    on.paragraph(question.prompt, size=24, bold=True, most=8)
    on.space(6)
    on.paragraph(result.sentence, size=16, colour=SOFT, most=6)
    on.space(12)
    if result.voters:
        draw(result, on)
    on.space(24)
    on.line(f"M{MARGIN},{on.y}H{RIGHT}", colour=LINE, width=1)
    for said in (_who(result), _source(result), f"{address} · {_day(now)}"):
        on.paragraph(said, size=13, colour=SOFT, width=INNER, most=4)
    description = f"{result.sentence} {_who(result)}"
    return on.svg(title=question.prompt, description=description, language=get_language() or "fr")


def as_png(svg: str) -> bytes:
    """The document as an image, the same on every machine: with our own fonts and no others."""
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        background=PAPER,
        zoom=ZOOM,
        skip_system_fonts=True,
        font_files=_FONTS,
        font_family="DejaVu Sans",
        sans_serif_family="DejaVu Sans",
    )


def _who(result: Result) -> str:
    """Who answered, which is never said apart from what they answered."""
    told = ngettext(
        "%(turnout)s reader chose to vote: not a sample of the public.",
        "%(turnout)s readers chose to vote: not a sample of the public.",
        result.voters,
    ) % {"turnout": result.turnout}
    if not result.abstentions:
        return told
    without = ngettext(
        "%(number)s reader has no opinion.",
        "%(number)s readers have no opinion.",
        result.abstentions,
    )
    return f"{told} {without % {'number': wording.whole(result.abstentions)}}"


def _source(result: Result) -> str:
    return _("Source: Dossier, “%(title)s”") % {"title": result.question.article.title}


def _day(now: datetime) -> str:
    return date_format(timezone.localtime(now), "DATE_FORMAT")
