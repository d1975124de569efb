"""What stands on each picture: a question with its result or its choices, a dossier, the site."""

from collections.abc import Sequence
from datetime import datetime
from math import ceil

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossier.markdown import plain
from dossier.models import Article
from polls.kinds import Result, wording
from polls.models import Choice, Question
from polls.results.pictures.drawing import ACCENT, SOFT
from polls.sharing.canvas import EDGE, INNER, MARGIN, RIGHT, TRACK, Canvas
from polls.sharing.charts import draw
from polls.sharing.lettering import SANS, SERIF

_SIZES = (54, 50, 46, 42)
_SMALL = (42, 38, 34)
_LARGE = (84, 76, 68, 60, 54, 48, 42)
_TITLE = _LARGE[2:]
_ROW = 64
_BETWEEN = 16  # two columns of choices


def of_result(result: Result, *, host: str, now: datetime) -> Canvas:
    """A question with its result, which everybody may see."""
    on, question = Canvas(), result.question
    on.masthead(question.article.title)
    _ask(on, question)
    draw(result, on)
    who = ngettext(
        "%(turnout)s reader chose to vote: not a sample of the public.",
        "%(turnout)s readers chose to vote: not a sample of the public.",
        result.voters,
    )
    day = date_format(timezone.localtime(now), "DATE_FORMAT")
    on.foot(who % {"turnout": result.turnout}, f"{host} · {day}", call=_call(question, now=now))
    return on


def of_question(
    question: Question, choices: Sequence[Choice], *, voters: int, host: str, now: datetime
) -> Canvas:
    """A question as it is asked, with nothing of its result but how many have voted."""
    on = Canvas()
    on.masthead(question.article.title)
    if choices:
        _ask(on, question)
    else:
        on.title(question.prompt, sizes=_LARGE, most=5)
    if question.kind == Question.Kind.FORECAST:
        _axis(on)
    else:
        _options(on, [str(choice.label) for choice in choices])
    on.foot(_voted(voters), host, call=_call(question, now=now))
    return on


def of_article(article: Article, *, questions: int, answers: int, host: str) -> Canvas:
    """A dossier: its title, the beginning of its standfirst, what it asks."""
    on = Canvas()
    on.masthead(article.source if len(article.source) < 60 else "")
    on.title(article.title, sizes=_TITLE, most=4)
    most = int((on.left - 30) // 42)
    if most > 0:
        on.lines(plain(article.standfirst or ""), size=30, most=min(3, most), colour=SOFT)
    asked = ngettext(
        "%(number)s question to its readers", "%(number)s questions to its readers", questions
    ) % {"number": wording.whole(questions)}
    told = f"{asked} · {_answered(answers)}" if answers else asked
    on.foot(told, host, call=_("Read and vote"))
    return on


def of_site(articles: Sequence[Article], *, host: str) -> Canvas:
    """The site: what it is, and its newest dossiers."""
    on = Canvas()
    on.masthead("")
    on.title(_("Articles as dossiers, and their questions put to you"), sizes=(64, 58, 52), most=2)
    on.y += 14
    for article in articles[:3]:
        lines = SERIF.lines(article.title, size=34, width=INNER - 34, most=1)
        on.rect(x=MARGIN, y=on.y + 22, width=14, height=14, colour=ACCENT)
        on.text("".join(lines), x=MARGIN + 34, y=on.y + 40, size=34, face=SERIF)
        on.y += 62
    for article in articles if len(articles) == 1 else []:
        on.lines(plain(article.standfirst or ""), size=27, most=3, colour=SOFT)
    on.foot(_("The facts, the claims and what answers them"), host, call=_("Read and vote"))
    return on


def _ask(on: Canvas, question: Question) -> None:
    """The question in two lines if they can be read, else in three."""
    fits = len(SERIF.lines(question.prompt, size=_SIZES[-1], width=INNER, most=3)) <= 2
    on.title(question.prompt, sizes=_SIZES if fits else _SMALL, most=2 if fits else 3)


def _options(on: Canvas, labels: Sequence[str]) -> None:
    """The choices as they are given: circles to be filled, in two columns where there are many."""
    on.y += 14
    columns = 1 if len(labels) <= 3 else 2
    fits = columns * int(on.left // _ROW)
    shown = labels if len(labels) <= fits else labels[: columns * int((on.left - 36) // _ROW)]
    width = (INNER - _BETWEEN * (columns - 1)) / columns
    for place, label in enumerate(shown):
        down, across = divmod(place, columns)
        _option(
            on,
            label,
            x=MARGIN + across * (width + _BETWEEN),
            y=on.y + down * _ROW,
            width=width,
        )
    on.y += ceil(len(shown) / columns) * _ROW
    on.more(len(labels) - len(shown))


def _option(on: Canvas, label: str, *, x: float, y: float, width: float) -> None:
    height = _ROW - 12
    on.rect(x=x, y=y, width=width, height=height, colour="#ffffff", radius=5, edge=EDGE)
    on.circle(x=x + 30, y=y + height / 2, radius=11, edge=EDGE)
    for line in SANS.lines(label, size=26, width=width - 76, most=1):
        on.text(line, x=x + 56, y=y + height / 2 + 9, size=26)


def _axis(on: Canvas) -> None:
    """From 0 to 100 %, with nothing said yet."""
    middle = on.y + on.left / 2 - 10
    on.rect(x=MARGIN, y=middle - 4, width=INNER, height=8, colour=TRACK, radius=4)
    on.circle(x=MARGIN + INNER / 2, y=middle, radius=24, edge=ACCENT, colour="#ffffff")
    on.text("?", x=MARGIN + INNER / 2, y=middle + 11, size=32, colour=ACCENT, anchor="middle")
    for percent, x, anchor in ((0, MARGIN, "start"), (100, RIGHT, "end")):
        said = wording.percentage(percent)
        on.text(said, x=x, y=middle + 58, size=27, colour=SOFT, anchor=anchor)


def _call(question: Question, *, now: datetime) -> str:
    """What a reader is asked to do; nothing that is too late or too early."""
    if not question.is_open(now=now):
        return ""
    return _("And you?") if question.kind != Question.Kind.OPEN else _("Say why")


def _voted(voters: int) -> str:
    if not voters:
        return _("What do you think?")
    return ngettext("%(number)s reader has voted.", "%(number)s readers have voted.", voters) % {
        "number": wording.whole(voters)
    }


def _answered(answers: int) -> str:
    return ngettext("%(number)s answer", "%(number)s answers", answers) % {
        "number": wording.whole(answers)
    }
