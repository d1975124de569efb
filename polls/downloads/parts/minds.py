"""What changed minds: a row for all that moved, and one a passage or comment that did."""

from collections.abc import Iterator, Sequence

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polls.downloads import plots
from polls.downloads.excerpts import Excerpt, Named, Value
from polls.insight.minds import Moved, Mover
from polls.models import Side
from polls.results.pictures import sheet
from polls.results.pictures.charts import labelled
from polls.results.pictures.drawing import ACCENT, Drawing
from polls.sides.influence import Influence

COLUMNS = (
    "thing",
    "text",
    "author",
    "path",
    "minds",
    "towards_for",
    "towards_against",
    "kept_back",
)
ALL = "(all)"
_QUOTED = 120  # characters of a comment, as on the page


def excerpts(said: Sequence[Moved]) -> Iterator[Excerpt]:
    """One a question."""
    for moved in said:
        title = _("What changed minds")
        yield Excerpt(
            part="minds",
            name=moved.question.slug,
            title=title,
            heading=str(moved.question.prompt),
            questions=[Named.of(moved.question)],
            told=_told(moved),
            respondents=moved.influence.minds,
            columns=COLUMNS,
            figures=[
                (ALL, "", "", "", *_numbers(moved.influence, told=bool(moved.towards))),
                *(_row(mover) for mover in moved.movers),
            ],
            summary={"towards": [{"answer": one, "minds": many} for one, many in moved.towards]},
            chart=_drawn(moved, title) if moved.movers else None,
        )


def _told(moved: Moved) -> str:
    said = ngettext(
        "%(number)s reader says what changed their answer.",
        "%(number)s readers say what changed their answers.",
        moved.influence.minds,
    ) % {"number": moved.influence.number}
    went = _("They went %(sums)s.") % {"sums": moved.sums} if moved.sums else ""
    return f"{said} {went}".strip()


def _row(mover: Mover) -> tuple[Value, ...]:
    thing = "comment" if mover.author else "passage"
    text = Truncator(mover.text).chars(_QUOTED)
    numbers = _numbers(mover.influence, told=bool(mover.towards))
    return thing, text, mover.author, mover.url, *numbers


def _numbers(of: Influence, *, told: bool) -> tuple[Value, ...]:
    """How many minds, and towards which side; not which where the page does not say it."""
    sides = (Side.FOR, Side.AGAINST)
    towards = [of.towards.get(side, 0) if told else None for side in sides]
    return of.minds, *towards, not told


def _drawn(moved: Moved, title: str) -> Drawing:
    on = sheet.begun(str(moved.question.prompt), _told(moved), above=title)
    for mover in moved.movers:
        text = Truncator(mover.text).chars(_QUOTED)
        said = f"{mover.author} – {_('“%(label)s”') % {'label': text}}" if mover.author else text
        labelled(on, said, mover.influence.number)
        plots.bar(on, float(mover.width) / 100, colour=ACCENT)
        on.space(22)
    return on
