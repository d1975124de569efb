"""Writing, mending and deleting a comment.

Comments on one dossier are posted one after another: each post first locks the article's row, so
that a form sent twice is one comment and the pace of an author is counted rightly. Whatever
changes a comment locks its row first, as a moderator's decision does.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from dossier.models import Article, Passage
from polls.discussion import authorship
from polls.discussion.places import Place
from polls.discussion.refusals import (
    EditClosed,
    NotInStanding,
    NotYours,
    ParentNotPublished,
    SlowDown,
    TooFast,
)
from polls.models import Comment, Question, Side, Turnout, Voter
from polls.moderation import policies, sanctions
from polls.moderation.rules import Sent
from polls.plaintext import clean, clean_line
from polls.sides import stances

# So many comments in so much time are one author's most.
PACE = 5
PACE_WINDOW = timedelta(minutes=5)


@dataclass(frozen=True)
class Receipt:
    """What became of a text."""

    comment: Comment
    action: str
    """"posted" or "edited" where a moderator reads it first, "published" or "amended" where not,
    "held" where a rule keeps it for one; "deleted", or "kept" where nothing was left to do."""


@transaction.atomic
def post(
    *,
    place: Place,
    voter: Voter,
    name: str,
    text: str,
    parent: Comment | None = None,
    form_token: uuid.UUID,
    language: str,
    shows: Side | None = None,
    now: datetime,
) -> Receipt:
    """Put a reader's comment before the moderators, or publish it where the dossier's mode does;
    what waits is seen by its author alone.

    A form (``form_token`` is made with it) that is sent again with the same text is the same
    comment; with another text, as after the back button, it is another one. ``shows`` is the side
    that its author agreed to show with it: kept if their ballot takes it now. Raises
    DiscussionClosed, ParentNotPublished, TooFast or SlowDown.
    """
    place = _locked_place(place)
    place.ensure_open()
    authorship.hold(voter)
    text, name = clean(text), clean_line(name)
    token = _token_of(form_token, place=place, parent=parent, text=text)
    earlier = Comment.objects.filter(voter=voter, form_token=token).first()
    if earlier:
        return Receipt(earlier, action="kept")
    _ensure_in_standing(voter, now=now)
    _ensure_answerable(parent, place=place)
    _ensure_unhurried(voter, now=now)
    _ensure_waited(voter, place=place, now=now)
    root = parent.thread_id if parent else None
    sent = _sent(text, language, voter, place, root=root, now=now)
    ruling = policies.judge(sent)
    comment = Comment.objects.create(
        article=place.article,
        question=place.question,
        passage=place.passage,
        parent=parent,
        root_id=root,
        voter=voter,
        author_name=name,
        body=text,
        language=language,
        form_token=token,
        status=ruling.status,
        stance=stances.consented(voter=voter, question=place.question, side=shows),
        posted_at=now,
        published_at=now if ruling.publishes else None,
    )
    policies.note(ruling, comment=comment, before=Comment.Status.PENDING, now=now)
    if ruling.publishes:
        comment.renew_place()
    if voter.display_name != name:
        voter.display_name = name
        voter.save(update_fields=["display_name"])
    return Receipt(comment, action=_told(ruling, "posted", "published", place=place))


@transaction.atomic
def edit(*, comment: Comment, voter: Voter, text: str, now: datetime) -> Receipt:
    """Replace the text, for some minutes after posting; a published one waits again, unless the
    dossier's mode publishes it.

    Raises NotYours or EditClosed.
    """
    comment = _own(comment, voter)
    text = clean(text)
    if text == comment.body:
        return Receipt(comment, action="kept")
    if not comment.can_edit(voter=voter, now=now):
        raise EditClosed
    before, place = comment.status, Place.of(comment)
    sent = _sent(
        text, comment.language, voter, place, root=comment.root_id, comment=comment.pk, now=now
    )
    ruling = policies.judge(sent, comment=comment)
    comment.body, comment.status, comment.edited_at = text, ruling.status, now
    comment.save(update_fields=["body", "status", "edited_at"])
    policies.note(ruling, comment=comment, before=before, now=now)
    if before == Comment.Status.PUBLISHED:
        comment.renew_place()
    return Receipt(comment, action=_told(ruling, "edited", "amended", place=place))


@transaction.atomic
def delete(*, comment: Comment, voter: Voter, now: datetime) -> Receipt:
    """Empty the text for good and settle its flags; the place in the thread stays for replies.

    Raises NotYours.
    """
    comment = _own(comment, voter)
    if comment.status == Comment.Status.DELETED:
        return Receipt(comment, action="kept")
    was_published = comment.status == Comment.Status.PUBLISHED
    comment.body, comment.status, comment.stance = "", Comment.Status.DELETED, None
    comment.form_token = uuid.uuid4()  # the same words may be posted anew
    comment.settle_flags(now=now)
    comment.save(update_fields=["body", "status", "stance", "form_token"])
    if was_published:
        comment.renew_place()
    return Receipt(comment, action="deleted")


@transaction.atomic
def hide_side(*, comment: Comment, voter: Voter) -> bool:
    """Show no longer on which side the author stood; False if it was not shown. Raises NotYours."""
    comment = _own(comment, voter)
    if comment.stance is None:
        return False
    comment.stance = None
    comment.save(update_fields=["stance"])
    if comment.question_id and comment.status == Comment.Status.PUBLISHED:
        Turnout.objects.renew(comment.question_id)
    return True


def _locked_place(place: Place) -> Place:
    """The place as it stands once no other post in its dossier is under way."""
    articles = Article.objects.select_for_update(no_key=True, of=("self",))
    article = articles.select_related("policy").get(pk=place.article.pk)
    question = Question.objects.get(pk=place.question.pk) if place.question else None
    passage = Passage.objects.get(pk=place.passage.pk) if place.passage else None
    return Place(article, question=question, passage=passage)


def _own(comment: Comment, voter: Voter) -> Comment:
    """The comment as it stands, held against every other change; its author's, or it raises."""
    current = (
        Comment.objects.select_for_update(no_key=True, of=("self",))
        .select_related("article__policy", "question", "passage")
        .get(pk=comment.pk)
    )
    if current.voter_id != voter.pk:
        raise NotYours
    return current


def _token_of(
    form_token: uuid.UUID, *, place: Place, parent: Comment | None, text: str
) -> uuid.UUID:
    """One token for one form with one text in one place."""
    where = place.question.pk if place.question else ""
    where = f"passage {place.passage.pk}" if place.passage else where
    return uuid.uuid5(form_token, f"{where}:{parent.pk if parent else ''}:{text}")


def _ensure_answerable(parent: Comment | None, *, place: Place) -> None:
    if parent is None:
        return
    published = place.comments.published()
    if not published.filter(pk=parent.pk).exists():
        raise ParentNotPublished


def _ensure_in_standing(voter: Voter, *, now: datetime) -> None:
    stands = sanctions.standing(voter, now)
    if stands.refuses:
        raise NotInStanding(stands.refusal)


def _ensure_unhurried(voter: Voter, *, now: datetime) -> None:
    recent = Comment.objects.filter(voter=voter, posted_at__gt=now - PACE_WINDOW)
    if recent.count() >= PACE:
        raise TooFast


def _ensure_waited(voter: Voter, *, place: Place, now: datetime) -> None:
    seconds = policies.seconds_to_wait(article=place.article, voter=voter, now=now)
    if seconds:
        raise SlowDown(seconds)


def _sent(
    text: str,
    language: str,
    voter: Voter,
    place: Place,
    *,
    root: int | None,
    comment: int | None = None,
    now: datetime,
) -> Sent:
    return Sent(
        text=text,
        language=language,
        voter=voter,
        article=place.article,
        question=place.question,
        root=root,
        comment=comment,
        at=now,
    )


def _told(ruling: policies.Ruling, waits: str, published: str, *, place: Place) -> str:
    """What became of a text that was sent: that a rule holds it is news where most do not wait."""
    if ruling.publishes:
        return published
    held = ruling.findings and place.mode in policies.UNREAD
    return "held" if held else waits
