"""What each column of each file holds; the files are written by it, so that it cannot be wrong."""

from typing import NamedTuple

from django.conf import settings
from django.utils.translation import get_language_info
from modeltranslation.utils import build_localized_fieldname


class Column(NamedTuple):
    name: str
    type: str
    """text, integer, date (2026-03-01) or boolean (0 or 1); any may be empty."""
    meaning: str


def _in_each_language(name: str, meaning: str) -> list[Column]:
    return [
        Column(
            build_localized_fieldname(name, code),
            "text",
            f"{meaning}, in {get_language_info(code)['name']}",
        )
        for code, _name in settings.LANGUAGES
    ]


BALLOTS = [
    Column("voter", "text", "the reader’s pseudonym, drawn anew for each export"),
    Column("question", "text", "the question’s address; see questions.csv"),
    Column("choice", "text", "its address; see choices.csv. Empty: no opinion, or blanked"),
    Column(
        "value",
        "integer",
        "single, multiple, scale: 1. Ranking: the rank from 1, 0 for unranked. Forecast: percent "
        "in tens, 30 for 30 to 39 and 90 for 90 to 100. Quiz: the answer’s credit in percent. "
        "Statements: 1 agree, 0 pass, -1 disagree. Empty: no opinion, or blanked",
    ),
    Column("abstains", "boolean", "1: the reader said to have no opinion. Empty: blanked"),
    Column("blanked", "boolean", "1: there is an answer, and it is kept back (README.md, rules)"),
    Column("first_cast_on", "date", "day of the first answer. Empty: kept back"),
    Column("last_changed_on", "date", "day of the answer that stands. Empty: kept back"),
    Column("dossier_revision", "integer", "what the dossier said then. Empty: kept back"),
    Column("informed", "boolean", "1: the reader had looked at the result. Empty: kept back"),
    Column(
        "place",
        "text",
        "where the answer that stands was given to a question that is asked twice: before the "
        "article, again after it, or elsewhere. Empty: kept back",
    ),
]
QUESTIONS = [
    Column("question", "text", "its address"),
    Column("position", "integer", "its place among the dossier’s questions, from 1"),
    Column("kind", "text", "single, multiple, scale, ranking, forecast, quiz or statements"),
    *_in_each_language("prompt", "what it asks"),
    Column("asked_twice", "boolean", "1: before the article and again after it"),
    Column("opens_on", "date", "empty: from publication on"),
    Column("closes_on", "date", "empty: it stays open"),
    Column("ballots", "integer", "readers with a row in ballots.csv. Empty: left out"),
    Column("blanked", "integer", "rows of ballots.csv that are blanked. Empty: left out"),
    Column("left_out", "text", "few: fewer than 10 ballots. rare: rare answers cannot be hidden"),
]
CHOICES = [
    Column("question", "text", "its question’s address"),
    Column("choice", "text", "its address"),
    Column("position", "integer", "its place in the editors’ order, from 1"),
    Column("role", "text", "regular, none (of these) or other (in the reader’s words)"),
    *_in_each_language("label", "its words"),
    Column("external_id", "text", "for an imported statement, what it is called where it is from"),
    Column("left_out", "text", "for a statement: few or rare, as for questions"),
]
TALLY = [
    Column("question", "text", "as in ballots.csv"),
    Column("choice", "text", "as in ballots.csv"),
    Column("value", "integer", "as in ballots.csv"),
    Column("abstains", "boolean", "as in ballots.csv"),
    Column("blanked", "boolean", "as in ballots.csv"),
    Column("rows", "integer", "how many rows of ballots.csv have all these in common"),
]
DICTIONARY = [
    Column("file", "text", "which file"),
    Column("column", "text", "which column of it"),
    Column("type", "text", "text, integer, date (2026-03-01) or boolean (0 or 1)"),
    Column("meaning", "text", "what it holds, and what an empty cell means"),
]
FILES = {
    "ballots.csv": BALLOTS,
    "questions.csv": QUESTIONS,
    "choices.csv": CHOICES,
    "tally.csv": TALLY,
    "dictionary.csv": DICTIONARY,
}
