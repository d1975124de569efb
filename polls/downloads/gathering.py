"""From an address to the excerpt that is there: readers', or the newsroom's with all questions."""

from collections.abc import Sequence
from datetime import datetime

from dossier.models import Article
from polls.downloads.excerpts import Excerpt
from polls.downloads.parts import EXCERPTS, PART_OF
from polls.downloads.parts.crossings import excerpt as crossed
from polls.insight import asked, keeping
from polls.insight.offering import Offer, offer_of
from polls.insight.parts import PARTS, Part, Working
from polls.insight.tables import counted, table_of
from polls.insight.variables import Variable


def of_readers(article: Article, part: str, name: str, *, now: datetime) -> Excerpt | None:
    """What everybody may take of a part that has files (PART_OF); None where there is nothing.

    Kept for all readers, as the part's html is.
    """
    whole = _whole(part)
    come = keeping.standing(article, now=now)
    kept = keeping.kept(
        keeping.name_of(whole, article, come, what="files"),
        lambda: _excerpts(whole, whole.work_out, article, now),
        size=lambda excerpts: sum(one.size for one in excerpts),
    )
    return _named(kept, part, name)


def of_newsroom(article: Article, part: str, name: str, *, now: datetime) -> Excerpt | None:
    """What the newsroom sees of it, worked out anew."""
    whole = _whole(part)
    every = _excerpts(whole, whole.newsroom or whole.work_out, article, now)
    return _named(every, part, name)


def crossed_of_readers(
    article: Article, rows: str, columns: str, *, now: datetime
) -> Excerpt | None:
    """The table of two variables, by their names; None where the page has none."""
    pair = _pair(offer_of(asked.shown(article, now=now)), rows, columns)
    table = table_of(article, *pair, now=now) if pair else None
    return crossed(table) if table else None


def crossed_of_newsroom(
    article: Article, rows: str, columns: str, *, now: datetime
) -> Excerpt | None:
    """The same of all questions, counted anew; what is kept back is kept back here as well."""
    pair = _pair(offer_of(asked.everything(article, now=now)), rows, columns)
    table = counted(*pair) if pair else None
    return crossed(table) if table else None


def _whole(part: str) -> Part:
    return next(one for one in PARTS if one.slug == PART_OF[part])


def _excerpts(part: Part, work_out: Working, article: Article, now: datetime) -> Sequence[Excerpt]:
    said = work_out(article, now)
    return [] if said is None else list(EXCERPTS[part.slug](said))


def _named(excerpts: Sequence[Excerpt], part: str, name: str) -> Excerpt | None:
    found = (one for one in excerpts if (one.part, one.name) == (part, name))
    return next(found, None)


def _pair(offer: Offer | None, rows: str, columns: str) -> tuple[Variable, Variable] | None:
    one, other = (offer.named(name) if offer else None for name in (rows, columns))
    if one is None or other is None or one.question == other.question:
        return None
    return one, other
