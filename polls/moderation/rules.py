"""What rules find in a comment that a person should look at. They hold; they never reject.

Each rule says what it found in a figure or a few words: how many characters or links, which listed
words, which earlier comment. One that has nothing to say finds nothing.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from dossier.models import Article
from polls.lookalikes import without_marks
from polls.models import Comment, HoldingRule, Question, Voter, WordList
from polls.moderation.wordlists import found_in

# What each rule counts from, until the newsroom sets another limit.
LIMITS: Mapping[str, int] = {
    HoldingRule.Code.LENGTH: 3000,  # characters at most
    HoldingRule.Code.REPEAT: 80,  # per cent of what two texts have in common
    HoldingRule.Code.LINKS: 2,  # links at most
    HoldingRule.Code.WORDS: 0,
    HoldingRule.Code.CAPITALS: 70,  # per cent of the letters
    HoldingRule.Code.FAST: 15,  # characters a second
    HoldingRule.Code.NEW_AUTHOR: 1,  # comments that must have been published
    HoldingRule.Code.BURST: 15,  # comments in one thread within BURST
}
# In force from the start; the first comments of authors are held where a newsroom wants it.
AT_FIRST = frozenset(LIMITS) - {HoldingRule.Code.NEW_AUTHOR}

SHORTEST = 10  # characters: below, nothing is argued
SHOUT = 20  # letters: below, capitals are names and abbreviations
SAME = 20  # characters: below, two people may well write the same
REPEATED_WITHIN = timedelta(days=7)
OWN_BEFORE = 20  # the author's newest comments that a new one is compared with
SHINGLE = 5  # letters: what two texts have in common is counted in pieces of so many
BURST = timedelta(minutes=10)
FOUND_MAX_LENGTH = 200

_LINK = re.compile(
    r"https?://\S+|www\.\S+|\b[\w-]+(?:\.[\w-]+)*\."
    r"(?:be|biz|ca|ch|co|com|de|eu|fr|info|io|net|online|org|ru|shop|site|top|uk|xyz)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A text as its author sends it, and where."""

    text: str
    language: str
    voter: Voter
    article: Article
    question: Question | None = None
    root: int | None = None
    """The comment that the thread began with; none for a comment that begins one."""
    comment: int | None = None
    """The comment that the text is a new version of."""
    at: datetime

    @property
    def before(self) -> QuerySet[Comment]:
        """Every other comment."""
        return Comment.objects.exclude(pk=self.comment or 0)


@dataclass(frozen=True)
class Finding:
    """What a rule found."""

    rule: str
    found: str


def findings(sent: Sent) -> list[Finding]:
    """What the rules in force find, in their order; one query for them, four more at most."""
    found = []
    for rule in HoldingRule.objects.filter(is_active=True):
        said = _RULES[rule.code](sent, rule.limit) if rule.code in _RULES else ""
        if said:
            found.append(Finding(rule.code, said[:FOUND_MAX_LENGTH]))
    return found


def links_in(text: str) -> list[str]:
    """What reads as a link, in its order."""
    return [found[0].rstrip(".,;:!?)»”") for found in _LINK.finditer(text)]


def _length(sent: Sent, limit: int) -> str:
    length = len(sent.text)
    return "" if SHORTEST <= length <= limit else str(length)


def _repeat(sent: Sent, limit: int) -> str:
    """The number of the earlier comment: anybody's in the very same words, or the author's own
    that has most in common.
    """
    same = sent.before.filter(
        article=sent.article, posted_at__gt=sent.at - REPEATED_WITHIN, body=sent.text
    )
    if len(sent.text) >= SAME and (first := same.order_by("posted_at", "pk").first()):
        return str(first.pk)
    newest = sent.before.filter(voter=sent.voter).order_by("-posted_at", "-pk")[:OWN_BEFORE]
    pieces = _pieces(sent.text)
    for pk, body in newest.values_list("pk", "body"):
        if 100 * _in_common(pieces, _pieces(body)) >= limit:
            return str(pk)
    return ""


def _pieces(text: str) -> frozenset[str]:
    letters = "".join(sign for sign in without_marks(text) if sign.isalnum())
    return frozenset(letters[at : at + SHINGLE] for at in range(len(letters) - SHINGLE + 1))


def _in_common(one: frozenset[str], other: frozenset[str]) -> float:
    """The Jaccard index of two sets; 0 where there is nothing to compare."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def _links(sent: Sent, limit: int) -> str:
    count = len(links_in(sent.text))
    return str(count) if count > limit else ""


def _words(sent: Sent, _limit: int) -> str:
    lists = WordList.objects.filter(language__in=[sent.language, WordList.EVERY_LANGUAGE])
    return ", ".join(word for one in lists for word in found_in(sent.text, listed=one.words))


def _capitals(sent: Sent, limit: int) -> str:
    letters = [sign for sign in sent.text if sign.isalpha()]
    if len(letters) < SHOUT:
        return ""
    share = 100 * sum(letter.isupper() for letter in letters) // len(letters)
    return str(share) if share >= limit else ""


def _fast(sent: Sent, limit: int) -> str:
    """Characters a second since the author's last comment.

    Of the form nothing is asked: what a browser says of its time can be made up, and the pages of
    readers who are not known yet are the same for all. Nor is an author's first comment timed: it
    may have been begun before they did anything that we saw. An edit changes what is there.
    """
    if sent.comment:
        return ""
    own = Comment.objects.filter(voter=sent.voter).order_by("-posted_at")
    since = own.values_list("posted_at", flat=True).first()
    seconds = (sent.at - since).total_seconds() if since else 0
    if seconds <= 0:
        return ""
    pace = len(sent.text) / seconds
    return str(round(pace)) if pace > limit else ""


def _new_author(sent: Sent, limit: int) -> str:
    published = Comment.objects.published().filter(voter=sent.voter).exclude(pk=sent.comment or 0)
    count = published[: limit + 1].count()
    return str(count) if count < limit else ""


def _burst(sent: Sent, limit: int) -> str:
    recent = sent.before.filter(posted_at__gt=sent.at - BURST)
    if sent.root:
        recent = recent.filter(root=sent.root)
    else:
        recent = recent.filter(article=sent.article, question=sent.question, root=None)
    count = recent.count() + 1
    return str(count) if count > limit else ""


_RULES: Mapping[str, Callable[[Sent, int], str]] = {
    HoldingRule.Code.LENGTH: _length,
    HoldingRule.Code.REPEAT: _repeat,
    HoldingRule.Code.LINKS: _links,
    HoldingRule.Code.WORDS: _words,
    HoldingRule.Code.CAPITALS: _capitals,
    HoldingRule.Code.FAST: _fast,
    HoldingRule.Code.NEW_AUTHOR: _new_author,
    HoldingRule.Code.BURST: _burst,
}


def ensure_first_rules(**_signal: Any) -> None:
    """Enter the rules that have no row yet, and a list of words for each language."""
    rules = [
        HoldingRule(code=code, limit=limit, is_active=code in AT_FIRST)
        for code, limit in LIMITS.items()
    ]
    HoldingRule.objects.bulk_create(rules, ignore_conflicts=True)
    languages = [WordList.EVERY_LANGUAGE, *(code for code, _name in settings.LANGUAGES)]
    lists = [WordList(language=code) for code in languages]
    WordList.objects.bulk_create(lists, ignore_conflicts=True)
