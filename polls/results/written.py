"""What readers wrote for “other”, as everybody may read it: published words alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db.models import Count, Min

from polls.kinds import TallyRead, Written
from polls.kinds.roles import other_of
from polls.models import Choice, Question, WriteIn

MOST = 50


def joined(
    read: Mapping[int, TallyRead], choices: Iterable[tuple[Question, Iterable[Choice]]]
) -> Mapping[int, TallyRead]:
    """The tallies of questions with the words that go with them; no query where no words can be.

    Words are read after the counters, and whatever changes them raises the version afterwards: what
    is kept under a version is never older than it.
    """
    asking = [question.pk for question, offered in choices if other_of(question, offered)]
    if not asking:
        return read
    words = _published(asking)
    return {pk: replace(tally, written=words.get(pk, ())) for pk, tally in read.items()}


def _published(questions: Iterable[int]) -> dict[int, list[Written]]:
    """The published words that stand, the most frequent first, by the questions' primary keys."""
    rows = (
        WriteIn.objects.published()
        .filter(question__in=questions)
        .order_by()
        .values_list("question", "text")
        .annotate(ballots=Count("pk"), language=Min("language"))
        .order_by("-ballots", "text")
    )
    words: dict[int, list[Written]] = defaultdict(list)
    for question, text, ballots, language in rows:
        if len(words[question]) < MOST:
            words[question].append(Written(text=text, language=language, count=ballots))
    return words
