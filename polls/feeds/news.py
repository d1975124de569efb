"""What is new in dossiers: published, corrected, a question more, a result, an outcome.

What readers say is in feeds of its own: who follows the facts need not follow every word.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Prefetch
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossier import markdown
from dossier.models import Article, Revision
from dossier.models.article import ArticleQuerySet
from polls import kinds
from polls.feeds.atom import MOST, Entry
from polls.kinds import TallyRead
from polls.models import Choice, Question, Resolution
from polls.results import tally as tallies
from polls.results import written
from polls.results.visibility import may_see

# What comes to a dossier so soon belongs to its publication: its questions are stored after it.
_AT_ONCE = timedelta(minutes=10)


def of_dossiers(articles: ArticleQuerySet, *, site: str, now: datetime) -> list[Entry]:
    """The news of these published dossiers; ``site`` is the site's address, without its last /.

    Seven queries at most, however many they are.
    """
    listed = list(articles.newest_first()[:MOST])
    questions = _questions(listed, now=now)
    entries = [
        *(_published(article, site=site) for article in listed),
        *(_opened(one, site=site) for one in questions if _came_later(one)),
        *_corrections(listed, site=site),
        *_results([one for one in questions if _is_out(one, now=now)], site=site),
        *_outcomes([one for one in questions if one.outcome], site=site),
    ]
    return sorted(entries, key=lambda one: one.updated_at, reverse=True)[:MOST]


def _questions(articles: Iterable[Article], *, now: datetime) -> list[Question]:
    """Those that readers can see and that have opened by now."""
    shown = Question.objects.shown().filter(article__in=list(articles))
    choices = Prefetch("choices", queryset=Choice.objects.published())
    asked = shown.select_related("article").prefetch_related(choices)
    return [one for one in asked if not one.opens_at or one.opens_at <= now]


def _published(article: Article, *, site: str) -> Entry:
    at = _published_at(article)
    return Entry(
        key=f"dossier-{article.pk}",
        title=article.title,
        html=markdown.render(article.standfirst or ""),
        url=site + article.get_absolute_url(),
        published_at=at,
        updated_at=at,
        author=article.byline,
    )


def _published_at(article: Article) -> datetime:
    return article.published_at or article.created_at


def _opened_at(question: Question) -> datetime:
    return question.opens_at or question.created_at


def _came_later(question: Question) -> bool:
    """Whether the question is news by itself: it was not there when the dossier was published."""
    return _opened_at(question) > _published_at(question.article) + _AT_ONCE


def _opened(question: Question, *, site: str) -> Entry:
    told = _("A new question in “%(dossier)s”.") % {"dossier": question.article.title}
    at = _opened_at(question)
    return Entry(
        key=f"question-{question.pk}",
        title=_("New question: %(question)s") % {"question": question.prompt},
        html=format_html("<p>{}</p><p>{}</p>", told, question.help),
        url=site + question.get_absolute_url(),
        published_at=at,
        updated_at=at,
    )


def _corrections(articles: Sequence[Article], *, site: str) -> list[Entry]:
    by_key = {article.pk: article for article in articles}
    told = Revision.objects.filter(article__in=list(by_key)).corrections()
    return [
        Entry(
            key=f"correction-{revision.article_id}-{revision.number}",
            title=_("Corrected: %(dossier)s") % {"dossier": by_key[revision.article_id].title},
            html=format_html("<p>{}</p>", revision.note or ""),
            url=f"{site}{by_key[revision.article_id].get_absolute_url()}#corrections",
            published_at=revision.made_at,
            updated_at=revision.made_at,
        )
        for revision in told.order_by("-made_at")[:MOST]
    ]


def _is_out(question: Question, *, now: datetime) -> bool:
    """Whether the question has closed, and everybody may see its result."""
    closed = question.closes_at is not None and question.closes_at <= now
    public = may_see(question, has_voted=False, now=now)
    return closed and public and kinds.of(question).casts_ballots


def _results(questions: Sequence[Question], *, site: str) -> list[Entry]:
    if not questions:
        return []
    offered = [(question, question.choices.all()) for question in questions]
    read = written.joined(tallies.read(questions), offered)
    return [_result(question, read[question.pk], site=site) for question in questions]


def _result(question: Question, tally: TallyRead, *, site: str) -> Entry:
    kind, choices = kinds.of(question), list(question.choices.all())
    result = kind.result(question=question, choices=choices, tally=tally)
    turnout = ngettext(
        "%(voters)s reader who chose to vote; not a survey of the public.",
        "%(voters)s readers who chose to vote; not a survey of the public.",
        tally.voters,
    ) % {"voters": number_format(tally.voters, force_grouping=True)}
    at = question.closes_at or question.updated_at
    return Entry(
        key=f"result-{question.pk}",
        title=_("Result: %(question)s") % {"question": question.prompt},
        html=format_html("<p>{}</p><p>{}</p>", result.sentence, turnout),
        url=site + question.get_absolute_url(),
        published_at=at,
        updated_at=at,
    )


def _outcomes(questions: Sequence[Question], *, site: str) -> list[Entry]:
    """How forecasts came out, each by its newest resolution."""
    if not questions:
        return []
    asked = {question.pk: question for question in questions}
    rows = Resolution.objects.filter(question__in=list(asked)).order_by("made_at", "pk")
    newest = {row.question_id: row for row in rows}
    return [
        Entry(
            key=f"outcome-{pk}",
            title=_("Outcome: %(question)s") % {"question": asked[pk].prompt},
            html=format_html(
                "<p><strong>{}</strong></p>{}",
                row.get_outcome_display(),
                markdown.render(row.evidence or ""),
            ),
            url=site + asked[pk].get_absolute_url(),
            published_at=row.made_at,
            updated_at=row.made_at,
        )
        for pk, row in newest.items()
    ]
