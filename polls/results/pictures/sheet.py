"""The whole picture: the question, its result, and the small print that goes with figures."""

from datetime import datetime
from pathlib import Path

import resvg_py
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from polls.kinds import Result, wording
from polls.results.licence import in_words
from polls.results.pictures.charts import draw
from polls.results.pictures.drawing import INNER, LINE, MARGIN, PAPER, RIGHT, SOFT, Drawing
from polls.statistics.charts import length

# Pixels of a PNG for each unit of the sheet: twice as fine as screens need.
ZOOM = 2
_FONTS = [
    str(Path(__file__).parent / "fonts" / f"{name}.ttf")
    for name in ("DejaVuSans", "DejaVuSans-Bold")
]


def as_svg(result: Result, *, address: str, now: datetime) -> str:
    """The result as an SVG document; ``address`` is where its question is asked."""
    question = result.question
    on = begun(question.prompt, result.sentence)
    if result.voters:
        draw(result, on)
    finish(on, who=_who(result), title=question.article.title, address=address, now=now)
    description = f"{result.sentence} {_who(result)}"
    return on.svg(title=question.prompt, description=description, language=language())


def begun(title: str, told: str, *, above: str = "") -> Drawing:
    """A sheet under its heading and what the drawing shows in words; ``above`` is of what kind."""
    on = Drawing()
    if above:
        on.paragraph(above, size=14, colour=SOFT, bold=True, most=2)
        on.space(4)
    on.paragraph(title, size=24, bold=True, most=8)
    on.space(6)
    on.paragraph(told, size=16, colour=SOFT, most=6)
    on.space(12)
    return on


def finish(on: Drawing, *, who: str, title: str, address: str, now: datetime) -> None:
    """The small print that goes with figures: of whom they are, from where, of which day."""
    on.space(24)
    on.line(f"M{MARGIN},{length(on.y)}H{RIGHT}", colour=LINE, width=1)
    for said in (who, source(title), in_words(), f"{address} · {_day(now)}"):
        on.paragraph(said, size=13, colour=SOFT, width=INNER, most=4)


def source(title: str) -> str:
    """Where figures are from, by the title of their dossier."""
    return _("Source: Dossier, “%(title)s”") % {"title": title}


def language() -> str:
    """The language that a sheet is in."""
    return get_language() or "fr"


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


def _day(now: datetime) -> str:
    return date_format(timezone.localtime(now), "DATE_FORMAT")
