"""What readers want beside what they expect: a row a side, and the spans of their forecasts."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from polls.downloads import plots
from polls.downloads.excerpts import Excerpt, Named
from polls.insight.wishes import Wish, Wishes
from polls.kinds import wording
from polls.models import Side
from polls.results.pictures import sheet
from polls.results.pictures.charts import labelled
from polls.results.pictures.drawing import BAND, BAR, TINT, Drawing
from polls.statistics.charts import length

COLUMNS = ("side", "answer", "readers", "lower", "median", "upper", "mean")
_SIDES = {Side.FOR: "for", Side.BETWEEN: "between", Side.AGAINST: "against"}


def excerpts(said: Wishes) -> Iterator[Excerpt]:
    """One an opinion."""
    for wish in said.wishes:
        title = _("What readers want, and what they expect")
        gap = wish.gap
        yield Excerpt(
            part="wishes",
            name=wish.opinion.slug,
            title=title,
            heading=_heading(wish),
            questions=[Named.of(wish.opinion), Named.of(wish.forecast)],
            told=_told(wish),
            respondents=sum(side.voters for side in wish.sides),
            columns=COLUMNS,
            figures=[
                (
                    _SIDES[one.side],
                    one.words,
                    one.voters,
                    *(round(percent, 2) for percent in (one.lower, one.median, one.upper)),
                    round(one.mean, 2),
                )
                for one in wish.sides
            ],
            summary={
                "difference": round(gap.difference, 2) if gap else None,
                "low": round(gap.low, 2) if gap else None,
                "high": round(gap.high, 2) if gap else None,
            },
            chart=_drawn(wish, title),
        )


def _heading(wish: Wish) -> str:
    return f"{wish.opinion.prompt} × {wish.forecast.prompt}"


def _told(wish: Wish) -> str:
    """What the page says below both questions."""
    if wish.gap is None:
        return _(
            "What each side expects; too few of one side gave both answers to tell how far apart "
            "they are."
        )
    first, last = wish.sides[0], wish.sides[-1]
    apart = _(
        "Those who answered %(one)s give %(one_mean)s on average, those who answered %(other)s "
        "%(other_mean)s: %(points)s points apart (95%% interval: %(interval)s)."
    ) % {
        "one": first.words,
        "one_mean": first.mean_told,
        "other": last.words,
        "other_mean": last.mean_told,
        "points": wish.points,
        "interval": wish.interval,
    }
    if wish.gap.is_more_than_chance:
        return f"{apart} {_('What readers want and what they expect go together.')}"
    return f"{apart} {_('Chance alone may make such a gap.')}"


def _drawn(wish: Wish, title: str) -> Drawing:
    on = sheet.begun(_heading(wish), _told(wish), above=title)
    for side in wish.sides:
        labelled(on, side.words, f"{side.median_told} · {side.count}")
        track = plots.plane(on, height=BAR)
        on.rect(x=track.x, y=track.y, width=track.width, height=BAR, colour=TINT)
        start, wide = side.middle_band
        x, width = track.at_x(start), track.wide(wide)
        on.rect(x=x, y=track.y, width=width, height=BAR, colour=BAND)
        middle = length(track.at_x(side.median_line))
        along = f"M{middle},{length(track.y - 2)}V{length(track.bottom + 2)}"
        on.line(along, width=2.5, halo=True)
        on.space(BAR + 6)
    last = plots.plane(on, height=0)
    plots.axis(on, last, *(wording.percentage(percent) for percent in (0, 50, 100)))
    plots.note(on, _("The line is the median forecast of a side, the band its middle half."))
    return on
