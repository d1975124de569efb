"""What readers wrote that a brief quotes: published comments, and nobody's side without consent."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossier.foreign import language_of
from dossier.models import Article
from polls.brief.blocks import Block, Bullets, Passage, Quote
from polls.insight.asked import Asked
from polls.kinds import wording
from polls.models import Choice, Comment, Policy, Question
from polls.moderation import policies
from polls.sides import best, camps, influence
from polls.sides.best import Best

MOST = 12


def on(question: Question, blocks: Sequence[Block]) -> Passage:
    """What is told of one question, under its prompt."""
    language = language_of(question, "prompt")
    return Passage(question.prompt, question.get_absolute_url(), blocks, language)


def arguments(article: Article, asked: Sequence[Asked]) -> list[Passage]:
    """Of each contested question the best argument of each side, then what the newsroom picked."""
    found = []
    for one in asked if policies.mode_of(article) != Policy.Mode.CLOSED else ():
        standing = camps.of(one.question)
        chosen = best.arguments(standing) if standing else []
        if chosen:
            found.append(on(one.question, [_best(each, one.choices) for each in chosen]))
    picked = _picked(article, Comment.Pick.ARGUMENT)
    if picked:
        title = _("Picked by the newsroom")
        found.append(Passage(title, article.get_absolute_url(), [_quoted(one) for one in picked]))
    return found


def raised(article: Article) -> list[Passage]:
    """The open questions that the newsroom picked among what readers wrote."""
    picked = _picked(article, Comment.Pick.QUESTION)
    return [Passage("", "", [_quoted(one) for one in picked])] if picked else []


def minds(article: Article) -> list[Passage]:
    """The passages that readers say changed their minds."""
    passages = {passage.pk: passage for passage in article.passages.all()}
    found = influence.by_passage(passages)
    told = [
        ngettext(
            "“%(passage)s” changed the mind of %(count)s reader, they say.",
            "“%(passage)s” changed the minds of %(count)s readers, they say.",
            one.minds,
        )
        % {"passage": passages[pk].heading, "count": one.number}
        for pk, one in sorted(found.items(), key=lambda each: -each[1].minds)
    ]
    named = Bullets([wording.Said(one, list(passages.values()), "heading") for one in told])
    return [Passage(_("Passages"), article.get_absolute_url(), [named])] if told else []


def _picked(article: Article, pick: str) -> list[Comment]:
    picked = Comment.objects.to_be_read().filter(article=article, pick=pick)
    return list(picked.select_related("question__article", "article").order_by("posted_at")[:MOST])


def _best(one: Best, choices: Sequence[Choice]) -> Quote:
    note = _(
        "Answered %(said)s; approved by %(approvals)s of %(voters)s readers who answered "
        "%(others)s and marked good arguments here."
    ) % {
        "said": one.said,
        "approvals": wording.whole(one.approvals),
        "voters": one.of_voters,
        "others": one.others_said,
    }
    return _quoted(one.comment, note=wording.Said(note, choices))


def _quoted(comment: Comment, *, note: str = "") -> Quote:
    approvals = ngettext(
        "%(count)s reader calls it a good argument.",
        "%(count)s readers call it a good argument.",
        comment.approvals_count,
    ) % {"count": wording.whole(comment.approvals_count)}
    return Quote(
        text=comment.body,
        by=comment.author_name,
        note=note or (approvals if comment.approvals_count else ""),
        address=comment.get_absolute_url(),
        language=comment.language,
    )
