"""What changed minds: the passages and comments that readers name who changed an answer."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from dossier.foreign import language_of
from dossier.models import Article, Passage
from polls.insight.asked import Asked, everything, shown
from polls.kinds import sides, wording
from polls.models import Choice, Comment, MindChange, Question
from polls.sides.camps import Camps
from polls.sides.influence import Influence, influence
from polls.statistics import charts

# As many of each question as are worth a bar; those below changed fewer minds.
MOST = 6

type Thing = tuple[str, int]
type Told = list[tuple[int, int]]


@dataclass(frozen=True)
class Mover:
    """A passage or a comment that has changed minds."""

    text: str
    url: str
    author: str
    """Of a comment; empty for a passage."""
    language: str
    """Of a passage, only where it is not the reader's."""
    influence: Influence
    towards: Sequence[tuple[str, str]]
    """How many towards which answer, as (words, number); empty where that would tell too much."""
    width: str
    """The length of its bar, in hundredths of the longest."""


@dataclass(frozen=True)
class Moved:
    """A question to which readers have changed their answers, and what they say moved them."""

    question: Question
    influence: Influence
    towards: Sequence[tuple[str, str]]
    movers: Sequence[Mover]
    choices: Sequence[Choice]

    @property
    def sums(self) -> str:
        """Towards which answers, in words."""
        told = ", ".join(
            _("%(number)s towards %(words)s") % {"number": number, "words": words}
            for words, number in self.towards
        )
        return wording.Said(told, self.choices)


def part(article: Article, now: datetime) -> Sequence[Moved] | None:
    return _moved(article, shown(article, now=now))


def for_newsroom(article: Article, now: datetime) -> Sequence[Moved] | None:
    return _moved(article, everything(article, now=now))


def version(article: Article) -> Hashable:
    """How often readers have told what moved them, and when last."""
    told = MindChange.objects.filter(question__article=article)
    return tuple(told.aggregate(Count("pk"), Max("told_at")).values())


def _moved(article: Article, asked: Sequence[Asked]) -> Sequence[Moved] | None:
    told = _told(article)
    passages = {one.pk: one for one in article.passages.all()} if told else {}
    named = {key for of in told.values() for what, key in of if what == "comment"}
    comments = Comment.objects.to_be_read().in_bulk(named) if named else {}
    moved = [
        _of(one, told[one.question.pk], passages, comments)
        for one in asked
        if one.question.pk in told
    ]
    return [one for one in moved if one] or None


def _told(article: Article) -> Mapping[int, Mapping[Thing, Told]]:
    """(reader, direction) pairs of each thing that is named, by question; one query."""
    person = Coalesce("voter__merged_into_id", "voter_id")
    rows = MindChange.objects.filter(question__article=article).values_list(
        "question_id", "passage_id", "comment_id", person, "direction"
    )
    told: dict[int, dict[Thing, Told]] = defaultdict(lambda: defaultdict(list))
    for question, passage, comment, reader, direction in rows:
        thing = ("passage", passage) if passage else ("comment", comment)
        told[question][thing].append((reader, direction))
    return told


def _of(
    one: Asked,
    told: Mapping[Thing, Told],
    passages: Mapping[int, Passage],
    comments: Mapping[int, Comment],
) -> Moved | None:
    """What moved one question's readers; None where too few say so."""
    together = influence(pair for pairs in told.values() for pair in pairs)
    if together is None:
        return None
    camps = _camps(one)
    found = [(thing, of) for thing, pairs in told.items() if (of := influence(pairs))]
    found.sort(key=lambda each: (-each[1].minds, each[0]))
    longest = found[0][1].minds if found else 1
    movers = []
    for (what, key), of in found:
        named = (passages if what == "passage" else comments).get(key)
        if named is not None:
            movers.append(_mover(named, of, camps, longest))
    return Moved(one.question, together, together.sides(camps), movers[:MOST], one.choices)


def _mover(named: Passage | Comment, of: Influence, camps: Camps | None, longest: int) -> Mover:
    comment = named if isinstance(named, Comment) else None
    return Mover(
        text=named.body if isinstance(named, Comment) else named.heading,
        url=_address(named),
        author=comment.author_name if comment else "",
        language=comment.language if comment else language_of(named, "heading"),
        influence=of,
        towards=of.sides(camps),
        width=charts.length(100 * of.minds / longest),
    )


def _address(named: Passage | Comment) -> str:
    if isinstance(named, Comment):
        return reverse("polls:comment", args=[named.pk])
    return f"{named.article.get_absolute_url()}#passage-{named.slug}"


def _camps(one: Asked) -> Camps | None:
    if not sides.has_sides(one.question, one.choices):
        return None
    return Camps(one.question, one.choices, sides.voters(one.question, one.choices, one.tally))
