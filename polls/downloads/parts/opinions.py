"""The opinion groups: a row a statement and group, as their own file has them, and the map."""

from collections.abc import Iterator
from math import ceil

from django.utils.translation import gettext as _

from polls.downloads import plots
from polls.downloads.excerpts import Excerpt, Named
from polls.groups import drawing, export
from polls.groups.outlook import Outlook
from polls.groups.pages import sentence_of
from polls.groups.placing import kept_places
from polls.groups.reading import outlook_of
from polls.insight.opinions import Opinions
from polls.models import Question
from polls.results.pictures import sheet
from polls.results.pictures.drawing import INNER, MARGIN, SOFT, Drawing, colour_of

# What they are of stands in every file of a part.
_OF = ("dossier", "question")
COLUMNS = tuple(name for name in export.COLUMNS if name not in _OF)


def excerpts(said: Opinions) -> Iterator[Excerpt]:
    """One a question whose groups are told."""
    for question, _html in said.shown:
        told = outlook_of(question, list(question.choices.all()))
        if told is None or told.few or not told.groups:
            continue
        title = _("Map of opinions")
        yield Excerpt(
            part="opinions",
            name=question.slug,
            title=title,
            heading=str(question.prompt),
            questions=[Named.of(question)],
            told=sentence_of(told),
            respondents=told.participants,
            columns=COLUMNS,
            figures=[
                tuple(None if cell == "" else cell for cell in row[len(_OF) :])
                for row in export.rows(question, told)
            ],
            summary={
                "computed_at": told.made_at.isoformat() if told.made_at else None,
                "ungrouped": told.ungrouped,
                "groups": [
                    {"group": one.name, "letter": one.letter, "size": one.size}
                    for one in told.groups
                ],
            },
            chart=_drawn(question, told, title),
        )


def _drawn(question: Question, told: Outlook, title: str) -> Drawing:
    drawn = drawing.draw(kept_places(question))
    on = sheet.begun(str(question.prompt), sentence_of(told), above=title)
    _left, _top, across, down = (float(side) for side in drawn.view_box.split())
    scale = INNER / across
    at = (MARGIN, on.y, scale)
    for group in drawn.groups:
        on.area(group.outline, colour=colour_of(group.tone), opacity=0.13, at=at)
    on.area(drawn.ungrouped, colour=SOFT, opacity=0.55, at=at)
    for group in drawn.groups:
        on.area(group.marks, colour=colour_of(group.tone), at=at)
    for group in drawn.groups:
        x, y = MARGIN + float(group.x) * scale, on.y + float(group.y) * scale
        on.text(group.letter, x=x, y=y + 14, size=40, bold=True, anchor="middle", halo=True)
    on.space(ceil(down * scale))
    for one in told.groups:
        label = _("Group %(letter)s") % {"letter": one.letter}
        plots.legend(on, label, f"{one.percent} · {one.readers}", colour=colour_of(one.tone))
    near = _(
        "Readers who answer alike lie close together; left, right, up and down mean nothing by "
        "themselves."
    )
    plots.note(on, near)
    return on
