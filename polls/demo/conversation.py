"""Made-up comments, approvals, flags and a moderation queue for the shipped dossier."""

import tomllib
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Q

from dossier.models import Article
from polls.discussion.counters import count_again, hold
from polls.models import Approval, Comment, Flag, Question, Side, Voter
from polls.sides import camps

_ARGUMENTS = Path(__file__).with_name("arguments.toml")
_NAMES = (
    "Agathe R.", "Bastien", "Camille D.", "Denise", "Élias", "Fanny K.", "Gaspard", "Hana",
    "Ismaël T.", "Jeanne", "Karim B.", "Lucie", "Marius", "Nora", "Oscar P.", "Pauline",
    "Quentin", "Rosa", "Simon L.", "Théa", "Ugo", "Violette", "Wassim", "Yann", "Zoé",
)  # fmt: skip


def converse(article: Article, *, voters: Sequence[Voter], random: Random, now: datetime) -> int:
    """Let some of the voters argue; how many comments there are then."""
    texts = tomllib.loads(_ARGUMENTS.read_text(encoding="utf-8"))
    questions = {q.slug: q for q in Question.objects.filter(article=article).shown()}
    talk = _Conversation(article, questions, voters, random, now)
    for argument in texts["arguments"]:
        comment = talk.say(argument)
        for reply in argument.get("replies", ()):
            talk.say(argument | {"text": reply}, parent=comment)
    for waiting in texts["waiting"]:
        talk.say(waiting, status=Comment.Status.PENDING)
    talk.react()
    return len(talk.said)


class _Conversation:
    """What has been said so far, by whom."""

    def __init__(
        self,
        article: Article,
        questions: dict[str, Question],
        voters: Sequence[Voter],
        random: Random,
        now: datetime,
    ) -> None:
        self.article = article
        self.questions = questions
        self.passages = {passage.slug: passage for passage in article.passages.all()}
        self.random = random
        self.now = now
        self.voters = voters
        self.authors = dict(zip(_NAMES, random.sample(list(voters), len(_NAMES)), strict=True))
        self.said: list[Comment] = []

    def say(
        self,
        argument: dict[str, Any],
        *,
        parent: Comment | None = None,
        status: str = Comment.Status.PUBLISHED,
    ) -> Comment:
        """Post one comment; a reply comes from somebody else, some hours later."""
        names = [n for n in _NAMES if parent is None or n != parent.author_name]
        name = self.random.choice(names)
        posted_at = self._when(parent, status)
        published = status == Comment.Status.PUBLISHED
        comment = Comment.objects.create(
            article=self.article,
            question=parent.question if parent else self.questions.get(argument.get("on", "")),
            passage=parent.passage if parent else self.passages.get(argument.get("about", "")),
            parent=parent,
            root_id=parent.thread_id if parent else None,
            voter=self.authors[name],
            author_name=name,
            body=argument["text"].strip(),
            language=argument["language"],
            status=status,
            form_token=uuid.UUID(int=self.random.getrandbits(128)),
            stance=None if parent else argument.get("side"),
            posted_at=posted_at,
            published_at=posted_at + timedelta(minutes=20) if published else None,
        )
        self.said.append(comment)
        return comment

    def _when(self, parent: Comment | None, status: str) -> datetime:
        if parent:
            return min(self.now, parent.posted_at + timedelta(hours=self.random.uniform(1, 30)))
        reach = 12 if status == Comment.Status.PENDING else 24 * 14
        return self.now - timedelta(hours=self.random.uniform(1, reach))

    def react(self) -> None:
        """Approvals, many for few; two comments are flagged."""
        published = [c for c in self.said if c.status == Comment.Status.PUBLISHED]
        sides = self._sides()
        for comment in published:
            others = [voter for voter in self.voters if voter.pk != comment.voter_id]
            known = 0 if comment.stance is None else 20
            count = min(60, known + round(self.random.expovariate(1 / 9)))
            there = sides.get(comment.question_id or 0, {})
            Approval.objects.bulk_create(
                Approval(
                    comment=comment, voter=voter, side=there.get(voter.pk), approved_at=self.now
                )
                for voter in self.random.sample(others, count)
            )
        for comment, reason in zip(
            self.random.sample(published, 2),
            (Flag.Reason.OFF_TOPIC, Flag.Reason.FALSE),
            strict=True,
        ):
            others = [voter for voter in self.voters if voter.pk != comment.voter_id]
            Flag.objects.create(
                comment=comment,
                voter=self.random.choice(others),
                reason=reason,
                flagged_at=self.now,
            )
        with transaction.atomic():
            count_again(hold(Q(article=self.article)))

    def _sides(self) -> dict[int, dict[int, Side]]:
        """On which side the voters of each question stand, by their keys."""
        voters = [voter.pk for voter in self.voters]
        return {
            question.pk: camps.sides_of(question, camps.choices_of(question), voters)
            for question in self.questions.values()
        }
