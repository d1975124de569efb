"""What readers thought of one another: a row for each who guessed and each choice."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from polls.downloads.excerpts import Excerpt, Named, Value, fraction
from polls.insight.guesses import Guesses, Pictures
from polls.results.guesses import WHOLE

COLUMNS = ("who", "readers", "choice", "label", "guessed", "votes")
ALL = "(all)"


def excerpts(said: Guesses) -> Iterator[Excerpt]:
    """One a question; it is a table on the page, and has no drawing."""
    for told in said.questions:
        yield Excerpt(
            part="guesses",
            name=told.question.slug,
            title=_("What readers thought of one another"),
            heading=str(told.question.prompt),
            questions=[Named.of(told.question)],
            told=_told(told),
            respondents=told.pictures[0].guessers,
            columns=COLUMNS,
            figures=list(_figures(told)),
            summary={"off": round(told.off, 2)},
        )


def _figures(told: Pictures) -> Iterator[tuple[Value, ...]]:
    """Shares are fractions; ``who`` is what these readers then answered."""
    for picture in told.pictures:
        who = picture.choice.slug if picture.choice else ALL
        for choice, guessed, votes in zip(told.choices, picture.shares, told.votes, strict=True):
            shares = fraction(guessed / WHOLE), fraction(votes / WHOLE)
            yield who, picture.guessers, choice.slug, str(choice.label), *shares


def _told(told: Pictures) -> str:
    choice, thought, votes = told.misjudged
    return _(
        "“%(label)s” was furthest from what readers thought: %(thought)s guessed, %(votes)s of the "
        "votes. The average guess was off by %(points)s points."
    ) % {"label": choice.label, "thought": thought, "votes": votes, "points": told.points}
