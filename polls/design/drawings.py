"""Every drawing of a dossier's results, of the sample's answers."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from math import cos, exp, pi, sin
from typing import Any, NamedTuple

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dossier.models import Revision
from polls.design.sample import Sample
from polls.forecasting.holding import Moment
from polls.groups import drawing, pages
from polls.groups.outlook import Across, Counted, Group, Outlook, Stand
from polls.groups.placing import Place
from polls.insight import forecasts, history, informed, parts, shifts, wishes
from polls.insight.crossing import Crossing
from polls.insight.crosstable import CrossTable
from polls.insight.variables import variables_of
from polls.kinds import TallyRead, wording
from polls.models import Side
from polls.results.ledger import Period
from polls.sides.mirror import Mirror, Part
from polls.statistics import courses
from polls.statistics.disclosure import hidden_in
from polls.statistics.gaps import gap
from polls.statistics.intervals import wilson
from polls.statistics.scoring import calibration

DAYS = 21


class Drawn(NamedTuple):
    """A part of the results' page with what its template is given."""

    title: str | Promise
    template: str
    part: Any
    id: str


def drawn(sample: Sample) -> list[Drawn]:
    made = {
        "history": _history(sample),
        "shifts": _shifts(sample),
        "forecasts": _forecasts(sample),
        "wishes": _wishes(sample),
        "informed": _informed(sample),
    }
    return [
        Drawn(part.title, part.template, made[part.slug], f"drawing-{part.slug}")
        for part in parts.PARTS
        if part.slug in made
    ]


def crossed(sample: Sample) -> dict[str, Any]:
    """Two questions beside one another."""
    rows, columns = (variables_of(one)[0] for one in (sample.single, sample.scale))
    table = np.array(
        [
            [20, 48, 60, 190, 104, 90],
            [31, 94, 75, 120, 40, 71],
            [71, 130, 44, 32, 3, 68],
            [9, 30, 35, 46, 13, 0],
        ]
    )
    hidden = hidden_in(table)
    if hidden is None:
        raise ValueError("The sample tells of single readers")
    return {
        "rows": rows,
        "columns": columns,
        "cross": CrossTable(Crossing(rows, columns, table, hidden)),
    }


def opinions(sample: Sample) -> dict[str, Any]:
    """Three groups of readers on the map, and what they hold."""
    question, choices = sample.statements.question, sample.statements.choices
    sizes = (128, 96, 61)
    held = (((110, 9), (31, 88), (20, 97), (90, 22)), ((84, 6), (81, 9), (77, 12), (30, 58)))
    counted = [
        [(Counted(yes, size), Counted(no, size)) for yes, no in group]
        for size, group in zip(sizes, (*held, ((52, 4), (30, 24), (41, 9), (51, 4))), strict=True)
    ]
    told = Outlook(
        participants=301,
        version=1,
        made_at=sample.now,
        groups=[
            Group(
                name=name,
                size=size,
                share=size / sum(sizes),
                telling=[
                    Stand(choices[2 - name], 1, counted[name][2 - name][0], Counted(110, 210), {})
                ],
            )
            for name, size in enumerate(sizes)
        ],
        consensus=[Stand(choices[0], 1, Counted(246, 285), Counted(0, 0), {})],
        statements=[
            Across(
                choice,
                0.7 if not place else 0.1,
                [(name, *counted[name][place]) for name in range(len(sizes))],
            )
            for place, choice in enumerate(choices)
        ],
    )
    return {
        "question": question,
        "dom_id": "drawing-opinions",
        "outlook": told,
        "level": 4,
        "drawing": drawing.draw(list(_places(sizes)), me=(0.2, -0.1)),
        "sentence": pages.sentence_of(told),
        "keys": [(group, drawing.sample(group.name)) for group in told.groups],
    }


def mirror() -> Mirror:
    parts_ = []
    for said, voters, commenters in ((_("Yes"), 0.6, 31), (_("No"), 0.4, 54)):
        low, high = wilson(commenters, 85)
        parts_.append(Part(wording.quoted([said]), voters, commenters / 85, low, high))
    return Mirror(parts=parts_, counted=85)


def _places(sizes: Sequence[int]) -> Iterator[Place]:
    """Three clouds without chance: sunflowers, and some without a group."""
    for name, size in enumerate(sizes):
        x, y = 2 * cos(2.1 * name), 1.5 * sin(2.1 * name)
        for at in range(size):
            reach, turn = (at / size) ** 0.5, at * pi * (3 - 5**0.5)
            yield Place(1000 * name + at, name, x + reach * cos(turn), y + reach * sin(turn))
    for at in range(16):
        yield Place(9000 + at, None, 2 * cos(at), 1.5 * sin(at))


def _history(sample: Sample) -> history.History:
    first = (sample.now - timedelta(days=DAYS)).date()
    ends = (0.30, 0.42, 0.28)
    told = []
    for day in range(DAYS):
        voters = round(400 * (1 - exp(-(day + 1) / 6)))
        shares = [1 / 3 + (end - 1 / 3) * day / (DAYS - 1) for end in ends]
        pks = [one.pk for one in sample.single.choices]
        counts = {(pk, 1): round(voters * share) for pk, share in zip(pks, shares, strict=True)}
        given = TallyRead(voters=max(1, 70 - 3 * day), counts={(pks[0], 1): 5})
        told.append(
            Period(first + timedelta(days=day), "day", TallyRead(voters, 0, day, counts), given)
        )
    changed = Revision(
        number=2, made_at=sample.now - timedelta(days=9), note=_("The width of the street.")
    )
    return history.History([history.line_of(sample.single, told, [changed])])


def _shifts(sample: Sample) -> shifts.Shifts:
    (variable,) = variables_of(sample.single)
    table = np.array([[141, 22, 9], [38, 96, 17], [12, 41, 84]])
    shift = shifts.Shift(variable, variable.levels, table)
    once = [_("31 answered before reading and not after")]
    return shifts.Shifts([shifts.Pairs(sample.single.question, [shift], once)])


def _forecasts(sample: Sample) -> forecasts.Forecasts:
    moments = []
    for step in range(40):
        median = 35 + 18 * (1 - exp(-step / 9)) + 4 * sin(step / 3)
        spread = 24 * exp(-step / 40)
        at = (sample.now - timedelta(days=40 - step)).timestamp()
        moments.append(Moment(at, 12 + 6 * step, median - spread, median, median + spread))
    one = forecasts.Forecast(
        question=sample.forecast.question,
        moments=moments,
        rows=[_row(moments[step]) for step in (0, 13, 26, 39)],
        drawing=courses.course(moments),
        few=False,
        resolution=None,
        scores=None,
    )
    given = [
        (place, (place % 10 + 0.5) / 10, (place // 10 + 0.5) / 12 < 0.15 + 0.07 * (place % 10))
        for place in range(120)
    ]
    points = [forecasts.Point(bin_, courses.place(bin_)) for bin_ in calibration(given)]
    return forecasts.Forecasts([one], points, resolved=120)


def _row(moment: Moment) -> forecasts.Row:
    return forecasts.Row(
        at=datetime.fromtimestamp(moment.at, UTC),
        forecasters=wording.whole(moment.forecasters),
        median=wording.percentage(moment.median or 0),
        middle_half=wording.span(moment.lower or 0, moment.upper or 0),
    )


def _wishes(sample: Sample) -> wishes.Wishes:
    for_it, against = ([20 + at % 65 for at in range(0, 260, 3)], [5 + at % 55 for at in range(70)])
    sides = [
        wishes.Expected(side, words, len(given), *quartiles, mean=sum(given) / len(given))
        for side, words, given, quartiles in (
            (Side.FOR, wording.quoted([_("Yes")]), for_it, (55.0, 38.0, 71.0)),
            (Side.AGAINST, wording.quoted([_("No")]), against, (31.0, 18.0, 44.0)),
        )
    ]
    pair = sample.single.question, sample.forecast.question
    return wishes.Wishes([wishes.Wish(*pair, choices=(), sides=sides, gap=gap(for_it, against))])


def _informed(sample: Sample) -> informed.Informed:
    groups = [informed.Group(0, 50, 180), informed.Group(50, 80, 240), informed.Group(80, 101, 96)]
    rows = []
    for choice, shares in zip(
        sample.single.choices,
        ((0.31, 0.4, 0.55), (0.33, 0.33, 0.3), (0.36, 0.27, 0.15)),
        strict=True,
    ):
        cells = [
            informed.Cell(share, *wilson(round(share * one.readers), one.readers))
            for share, one in zip(shares, groups, strict=True)
        ]
        rows.append((choice, cells))
    return informed.Informed([informed.ByScore(sample.single.question, groups, rows)], asked=12)
