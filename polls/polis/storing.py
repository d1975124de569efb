"""A conversation into the database: a dossier with one question, and everybody's answers to it."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import override

from dossier import revising
from dossier.models import Article
from polls import plaintext
from polls.models import Choice, Question, Voter
from polls.models.choice import MAX_LABEL
from polls.polis.ballots import Tell, cast_all
from polls.polis.reading import Conversation
from polls.voting.voters import key_hash, new_token

QUESTION = "statements"
"""The address of the question below its dossier's."""

_SOURCE = "Polis"
_NO_TEXT = "…"  # a statement whose text is lost has votes all the same
_LAST_POSITION = 32_767
_STATUS = {1: Choice.Status.PUBLISHED, 0: Choice.Status.PENDING, -1: Choice.Status.REJECTED}


class SlugTaken(Exception):
    """Another dossier has the address."""


def find_imported(slug: str) -> Question | None:
    """The question of the conversation that was imported to this address; None if there is nothing.

    Raises SlugTaken if there is another dossier.
    """
    if not Article.objects.filter(slug=slug).exists():
        return None
    imported = Question.objects.filter(article__slug=slug, choices__external_id__gt="").first()
    if imported is None:
        raise SlugTaken
    return imported


@transaction.atomic
def store(
    conversation: Conversation, *, slug: str, language: str, published: bool, tell: Tell
) -> Question:
    """Create the dossier with its question, voters and ballots; all of it or nothing.

    Everything has the time that it had in the conversation, the dossier's publication that of its
    first comment or vote. The question is open, so that readers can go on with it. ``tell`` learns
    how many of how many votes are written. The address is one that no dossier has.
    """
    with override(language):
        question = _store_question(conversation, slug=slug, language=language)
        voters = _enrol(conversation)
        statements = _store_statements(question, conversation, voters)
    if published:
        revising.publish(article=question.article, now=_opening(conversation))
    cast_all(question, conversation.votes, voters=voters, statements=statements, tell=tell)
    return question


def _opening(conversation: Conversation) -> datetime:
    moments = [comment.made_at for comment in conversation.comments]
    return min(moments + [vote.cast_at for vote in conversation.votes])


def _store_question(conversation: Conversation, *, slug: str, language: str) -> Question:
    topic = plaintext.on_one_line(conversation.topic) or slug
    article = Article.objects.create(
        slug=slug,
        source_language=language,
        title=_at_most(200, topic),
        standfirst=plaintext.clean(conversation.description),
        source=_SOURCE,
        source_url=_web_address(conversation.address),
        dated=_opening(conversation).date().isoformat(),
    )
    return Question.objects.create(
        article=article,
        slug=QUESTION,
        kind=Question.Kind.STATEMENTS,
        prompt=_at_most(300, topic),
        status=Question.Status.PUBLISHED,
        results=Question.Results.ALWAYS,
    )


def _enrol(conversation: Conversation) -> dict[int, Voter]:
    """Everybody who voted or wrote, by participant. No cookie leads to them."""
    seen: dict[int, datetime] = {}
    for who, moment in [
        *((vote.participant, vote.cast_at) for vote in conversation.votes),
        *((comment.author, comment.made_at) for comment in conversation.comments),
    ]:
        if who is None:
            continue
        seen[who] = min(moment, seen.get(who, moment))
    voters = Voter.objects.bulk_create(
        Voter(
            key_hash=key_hash(new_token()),
            origin=Voter.Origin.IMPORTED,
            external_id=str(who),
            created_at=seen[who],
        )
        for who in sorted(seen)
    )
    return dict(zip(sorted(seen), voters, strict=True))


def _store_statements(
    question: Question, conversation: Conversation, voters: Mapping[int, Voter]
) -> dict[int, int]:
    """The statements in the order in which they were numbered; primary keys by comment."""
    stored = Choice.objects.bulk_create(
        Choice(
            question=question,
            slug=f"statement-{comment.number}",
            label=_at_most(MAX_LABEL, plaintext.on_one_line(comment.text)) or _NO_TEXT,
            position=min(position, _LAST_POSITION),
            status=_STATUS[comment.moderated],
            proposed_by=None if comment.author is None else voters[comment.author],
            proposed_at=comment.made_at,
            external_id=str(comment.number),
        )
        for position, comment in enumerate(conversation.comments, start=1)
    )
    numbers = (comment.number for comment in conversation.comments)
    return dict(zip(numbers, (choice.pk for choice in stored), strict=True))


def _at_most(length: int, text: str) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _web_address(address: str) -> str:
    """The address if it is one that a reader may follow."""
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        return ""
    return address
