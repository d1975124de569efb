"""Writing, mending and deleting a comment.

Comments on one dossier are posted one after another: each post first locks the article's row, so
that a form sent twice is one comment and the pace of an author is counted rightly. Whatever
changes a comment locks its row first, as a moderator's decision does.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dossier.models import Article, Passage
from polls.discussion import authorship, guards
from polls.discussion.places import Place
from polls.discussion.refusals import EditClosed, NotYours
from polls.discussion.repeats import token_of
from polls.models import Comment, Question, Side, Turnout, Voter
from polls.moderation import policies
from polls.moderation.rules import Sent
from polls.plaintext import clean, clean_line
from polls.sides import stances


@dataclass(frozen=True)
class Receipt:
    """What became of a text."""

    comment: Comment
    action: str
    """"posted" or "edited" where a moderator reads it first, "published" or "amended" where not,
    "held" where a rule keeps it for one; "deleted", or "kept" where nothing was left to do."""


def post(
    *,
    place: Place,
    voter: Voter,
    name: str,
    text: str,
    parent: Comment | None = None,
    form_token: uuid.UUID,
    submission: uuid.UUID | None = None,
    language: str,
    shows: Side | None = None,
    now: datetime,
) -> Receipt:
    """Put a reader's comment before the moderators, or publish it where the dossier's mode does;
    what waits is seen by its author alone.

    A form (``form_token`` is made with it) that is sent again with the same text is the same
    comment; with another text, as after the back button, it is another one. A browser that sends
    a text until it knows it to be taken names it (``submission``): under one name there is one
    comment, and a text that was mended before it was sent again mends it. ``shows`` is the side
    that its author agreed to show with it: kept if their ballot takes it now. Raises
    DiscussionClosed, ParentNotPublished, TooFast, SlowDown or EditClosed.
    """
    text, name = clean(text), clean_line(name)
    token = token_of(form_token, submission=submission, place=place, parent=parent, text=text)
    receipt = _post_once(
        token,
        place=place,
        voter=voter,
        name=name,
        text=text,
        parent=parent,
        language=language,
        shows=shows,
        now=now,
    )
    comment = receipt.comment
    if submission is None or receipt.action != "kept" or comment.body == text:
        return receipt
    if comment.edited_at:  # by hand: what comes now may be older
        raise EditClosed
    return edit(comment=comment, voter=voter, text=text, now=now)


@transaction.atomic
def _post_once(
    token: uuid.UUID,
    *,
    place: Place,
    voter: Voter,
    name: str,
    text: str,
    parent: Comment | None,
    language: str,
    shows: Side | None,
    now: datetime,
) -> Receipt:
    """Post under the token, or find what has been: told even where nothing is taken any more."""
    place = _locked_place(place)
    authorship.hold(voter)
    earlier = Comment.objects.filter(voter=voter, form_token=token).first()
    if earlier:
        return Receipt(earlier, action="kept")
    place.ensure_open()
    guards.ensure_in_standing(voter, now=now)
    guards.ensure_answerable(parent, place=place)
    guards.ensure_unhurried(voter, now=now)
    guards.ensure_waited(voter, place=place, now=now)
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
