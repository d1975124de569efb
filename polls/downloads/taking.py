"""An excerpt as a file: its figures as CSV and JSON, its drawing as SVG and PNG.

Figures and columns are the same in CSV and JSON. Each file says by itself what it shows, of whom,
from where, of which day, and under which licence.
"""

import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import StringIO

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from dossier.models import Article
from dossier.shelf import Shelf
from polls.downloads.excerpts import Excerpt, Named, Value
from polls.downloads.parts import PART_OF
from polls.results.export import as_text
from polls.results.licence import licence
from polls.results.pictures import sheet

# Pictures that this process has drawn, by all that is in them.
shelf: Shelf[bytes] = Shelf(16 * 2**20)

BEFORE = ("dossier", "part", "question", "prompt")
AFTER = ("respondents", "source", "licence", "exported_at")


@dataclass(frozen=True)
class Taken:
    """An excerpt that is taken away: of which dossier, from where, and when."""

    excerpt: Excerpt
    article: Article
    site: str
    """What addresses begin with, without a slash at the end."""
    page: str
    """The page on which it stands, without the site's name."""
    now: datetime

    @property
    def source(self) -> str:
        """Where it stands."""
        excerpt = self.excerpt
        if excerpt.query:
            return f"{self.site}{self.page}?{excerpt.query}"
        return f"{self.site}{self.page}#{PART_OF[excerpt.part]}"

    @property
    def etag(self) -> str:
        """All that its files are made of; a weak tag, as of other results.

        Figures say to the second when they were taken, and mean the same all the while.
        """
        return f'W/"{sha256(repr(self._made_of).encode()).hexdigest()[:32]}"'

    @property
    def _made_of(self) -> object:
        excerpt, day = self.excerpt, timezone.localdate(self.now)
        said = (excerpt.title, excerpt.heading, excerpt.told, excerpt.who, excerpt.questions)
        about = (self.source, self.article.title, settings.RESULTS_LICENCE, get_language(), day)
        return excerpt.part, excerpt.name, said, excerpt.figures, excerpt.summary, about


def as_csv(taken: Taken) -> bytes:
    """A row a figure, between what it is of and where it is from."""
    excerpt, out = taken.excerpt, StringIO(newline="")
    questions = " ".join(question.slug for question in excerpt.questions)
    before = (taken.article.slug, excerpt.part, questions, excerpt.heading)
    after = (excerpt.respondents, taken.source, licence(), _moment(taken.now))
    writer = csv.writer(out)
    writer.writerow((*BEFORE, *excerpt.columns, *AFTER))
    for row in excerpt.figures:
        writer.writerow(map(_cell, (*before, *row, *after)))
    return out.getvalue().encode()


def as_json(taken: Taken) -> bytes:
    """The figures with all that is told of them; the schema is in docs/analysts.md."""
    excerpt, article = taken.excerpt, taken.article
    told = {
        "part": excerpt.part,
        "name": excerpt.name,
        "title": excerpt.title,
        "heading": excerpt.heading,
        "dossier": {
            "slug": article.slug,
            "title": str(article.title),
            "url": f"{taken.site}{article.get_absolute_url()}",
        },
        "questions": [_question(one, taken.site) for one in excerpt.questions],
        "told": excerpt.told,
        "respondents": excerpt.respondents,
        "who": excerpt.who,
        "source": taken.source,
        "licence": licence(),
        "language": sheet.language(),
        "exported_at": _moment(taken.now),
        "summary": excerpt.summary,
        "figures": excerpt.records,
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"


def as_svg(taken: Taken) -> bytes:
    """The drawing above its small print. Raises ValueError for a figure without one."""
    excerpt = taken.excerpt
    if excerpt.chart is None:
        raise ValueError("This figure has no drawing")
    on, title = excerpt.chart.continued(), str(taken.article.title)
    sheet.finish(on, who=excerpt.who, title=title, address=taken.source, now=taken.now)
    svg = on.svg(
        title=f"{excerpt.heading} – {excerpt.title}",
        description=f"{excerpt.told} {excerpt.who}",
        language=sheet.language(),
    )
    return svg.encode()


def as_png(taken: Taken) -> bytes:
    def draw() -> bytes:
        return sheet.as_png(as_svg(taken).decode())

    return shelf.kept(taken.etag, draw, size=len)


FILES: Mapping[str, tuple[str, Callable[[Taken], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
    "svg": ("image/svg+xml", as_svg),
    "png": ("image/png", as_png),
}
"""The content type of each form, and what makes it."""
DRAWN = frozenset({"svg", "png"})


def _question(one: Named, site: str) -> dict[str, str]:
    return {
        "slug": one.slug,
        "kind": one.kind,
        "prompt": one.prompt,
        "url": f"{site}{one.path}",
    }


def _cell(value: Value) -> Value:
    """As a spreadsheet takes it: no formula, and yes and no as 1 and 0."""
    if isinstance(value, bool):
        return int(value)
    return as_text(value) if isinstance(value, str) else value


def _moment(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="seconds")
