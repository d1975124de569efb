"""What HTMX swaps in after a reader's first ballot on a question, put together from what is kept.

The same as is rendered the long way after every other form (polls/answering.py), byte for byte but
for white space.
"""

from datetime import datetime

from django.template.loader import render_to_string

from polls import kinds, progress
from polls.discussion.counters import published_counts
from polls.faces import Public, Sight, sight_of
from polls.kinds import Answer
from polls.results import tally
from polls.voting import hands
from polls.voting.hands import Count, Hand
from polls.voting.papers import Paper


def after_first(
    paper: Paper,
    answer: Answer,
    *,
    key_hash: str,
    back: str,
    slot: str,
    now: datetime,
    said: str,
) -> bytes | None:
    """The card of the voter with this key, who has this moment cast ``answer``, where it stands.

    None where more is shown than hands tell, or where the paper does not hold any more.
    """
    kind = kinds.of(paper.question)
    if back == "quiz" or kind.final or kind.own_buttons:  # a verdict, or statements of their own
        return None
    if back == "dossier":
        return _in_dossier(paper, key_hash=key_hash, slot=slot, now=now, said=said)
    sight = _alone(paper, answer, key_hash=key_hash, back=back, slot=slot, now=now)
    return sight.html + _announcement(sight, said) if sight else None


def _in_dossier(
    paper: Paper, *, key_hash: str, slot: str, now: datetime, said: str
) -> bytes | None:
    """The card on the dossier's page, with all else there that an answer changes."""
    asked = paper.question
    held = hands.read(key_hash=key_hash, dossier=asked.article.slug)
    count = held.counts.get(asked.pk)
    if count is None or count.edition != asked.edition:
        return None
    public = Public(paper, comments=published_counts([asked])[asked.pk])
    sight = sight_of(public, held, now=now, back="dossier", slot=slot)
    if sight is None:
        return None
    twin = sight.in_its_other_place().html if asked.ask_again else b""
    way = progress.html_of(progress.of_hands(asked.article, held, now=now), swapped=True)
    return b"".join([sight.html, twin, _announcement(sight, said), way, sight.entry(swapped=True)])


def _alone(
    paper: Paper, answer: Answer, *, key_hash: str, back: str, slot: str, now: datetime
) -> Sight | None:
    """The voter before a page with nothing else; of their hand this answer is all that shows."""
    asked = paper.question
    standing = tally.standing(asked.article.slug, asked.slug)
    if not standing or not paper.holds_at(standing.question, edition=standing.edition):
        return None
    hand = Hand(
        revision=1,
        stands=True,
        abstains=answer.abstains,
        marks=tuple(sorted(answer.marks.items())),
        dossier_revision=asked.article.revision,
    )
    count = Count(standing.edition, standing.version, standing.voters)
    return Sight(Public(paper), hand, count, key_hash, now, back, slot)


def _announcement(sight: Sight, said: str) -> bytes:
    """What is read aloud."""
    context = {"said": said, "sentence": sight.result.sentence if sight.shows_result else ""}
    return render_to_string("polls/_announcement.html", context).encode()
