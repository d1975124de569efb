"""Those who know the facts: a row an answer and group of the quiz, and their bars."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polls.downloads import plots
from polls.downloads.excerpts import Excerpt, Named, Value, fraction
from polls.insight.informed import ByScore, Group, Informed
from polls.kinds.quiz import FULL_CREDIT
from polls.results.pictures import sheet
from polls.results.pictures.charts import MOST, rest
from polls.results.pictures.drawing import BAR, CHOICES, RIGHT, Drawing

COLUMNS = (
    "choice",
    "label",
    "right_from",
    "right_to",
    "readers",
    "share",
    "low",
    "high",
)


def excerpts(said: Informed) -> Iterator[Excerpt]:
    """One a question."""
    for told in said.questions:
        title = _("Those who know the facts")
        yield Excerpt(
            part="informed",
            name=told.question.slug,
            title=title,
            heading=str(told.question.prompt),
            questions=[Named.of(told.question)],
            told=_told(told),
            respondents=sum(group.readers for group in told.groups),
            columns=COLUMNS,
            figures=list(_figures(told)),
            summary={"quiz_questions": said.asked, "differs": told.differs},
            chart=_drawn(told, title),
        )


def _figures(told: ByScore) -> Iterator[tuple[Value, ...]]:
    for choice, cells in told.rows:
        for group, cell in zip(told.groups, cells, strict=True):
            yield (
                choice.slug,
                str(choice.label),
                group.low,
                min(group.high - 1, FULL_CREDIT),
                group.readers,
                *(fraction(share) for share in (cell.share, cell.low, cell.high)),
            )


def _told(told: ByScore) -> str:
    """What the page says below the question."""
    choice, low, high = told.widest
    apart = _(
        "“%(label)s”: %(low)s of those with %(few)s right, %(high)s of those with %(many)s."
    ) % {
        "label": choice.label,
        "low": low.percent,
        "few": told.groups[0].range,
        "high": high.percent,
        "many": told.groups[-1].range,
    }
    if told.differs:
        return f"{apart} {_('The difference is more than chance would make.')}"
    return f"{apart} {_('Chance alone may make such a difference.')}"


def _named(group: Group) -> str:
    return ngettext(
        "%(range)s right: %(voters)s reader", "%(range)s right: %(voters)s readers", group.readers
    ) % {"range": group.range, "voters": group.voters}


def _drawn(told: ByScore, title: str) -> Drawing:
    on = sheet.begun(str(told.question.prompt), _told(told), above=title)
    for group, colour in zip(told.groups, CHOICES, strict=False):
        plots.legend(on, _named(group), colour=colour)
    for choice, cells in told.rows[:MOST]:
        on.space(10)
        on.paragraph(str(choice.label), most=4)
        on.space(8)
        for cell, colour in zip(cells, CHOICES, strict=False):
            plots.bar(on, cell.share, colour=colour, ends=(cell.low, cell.high))
            on.text(cell.percent, x=RIGHT, y=on.y + BAR - 2, bold=True, anchor="end")
            on.space(BAR + 4)
    rest(on, len(told.rows))
    plots.note(
        on, _("The lines show the 95%% interval: how far chance alone may have moved a share.") % {}
    )
    return on
