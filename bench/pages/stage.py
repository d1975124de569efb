"""A dossier as it is after a busy week: its questions answered, and one long thread."""

import uuid
from datetime import timedelta

from django.utils import timezone

from dossier.models import Article
from polls.models import Comment, Voter
from polls.voting.voters import key_hash

NAME = "Lectrice du fil"


def add_thread(article: Article, *, comments: int) -> Comment:
    """One thread of so many published comments about the dossier, the newest of all; its first."""
    now = timezone.now()
    voter, _new = Voter.objects.get_or_create(
        key_hash=key_hash(f"thread of {article.slug}"), defaults={"created_at": now}
    )

    def made(number: int, root: Comment | None = None) -> Comment:
        moment = now - timedelta(seconds=comments - number)
        return Comment(
            article=article,
            root=root,
            parent=root,
            voter=voter,
            author_name=NAME,
            body=f"Argument *{number}*, long as most are, with a reason and what follows from it.",
            language="fr",
            status=Comment.Status.PUBLISHED,
            form_token=uuid.uuid4(),
            approval_bound=0.9 if root is None else 0,
            posted_at=moment,
            published_at=moment,
        )

    first = made(0)
    first.save()
    Comment.objects.bulk_create(made(number, first) for number in range(1, comments))
    Comment.objects.filter(pk=first.pk).update(replies_count=comments - 1)
    return first
