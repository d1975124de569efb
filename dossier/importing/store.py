"""A draft article into the database, for an editor to review in the admin."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import override

from dossier.importing.draft import DraftArticle, DraftQuestion
from dossier.models import Article, Passage
from dossier.models.article import RESERVED_SLUGS
from polls.models import Choice, Question
from polls.models.question_rules import RESERVED_SLUGS as RESERVED_QUESTION_SLUGS

LONGEST_SLUG = 80


@transaction.atomic
def store_draft(draft: DraftArticle) -> tuple[Article, bool]:
    """Create the article with its passages and questions, all of them drafts; or change nothing.

    Gives the article, and whether it is new: a file that was imported before is not stored again.
    """
    imported = find_imported(draft)
    if imported is not None:
        return imported, False
    with override(draft.language):
        article = Article.objects.create(
            slug=_article_slug(draft),
            source_language=draft.language,
            title=draft.title,
            standfirst=draft.standfirst,
            source=draft.source,
            byline=draft.byline,
            dated=draft.dated,
        )
        _store_passages(article, draft)
        _store_questions(article, draft)
    return article, True


def find_imported(draft: DraftArticle) -> Article | None:
    """The article that the same file became before, None if there is none.

    It is known by its longest passage, or by its title, date and source together: an editor can
    change either of them and the file is still recognised.
    """
    body = max((passage.body for passage in draft.passages), key=len, default="")
    same = Q()
    for code, _name in settings.LANGUAGES:
        head = {f"title_{code}": draft.title, f"source_{code}": draft.source, "dated": draft.dated}
        same |= Q(**head)
        if body:
            same |= Q(**{f"passages__body_{code}": body})
    return Article.objects.filter(same).order_by("pk").first()


def _store_passages(article: Article, draft: DraftArticle) -> None:
    slugs: set[str] = set()
    Passage.objects.bulk_create(
        Passage(
            article=article,
            slug=_unique_slug(passage.heading, slugs, otherwise="passage"),
            heading=passage.heading,
            body=passage.body,
            position=position,
        )
        for position, passage in enumerate(draft.passages, start=1)
    )


def _store_questions(article: Article, draft: DraftArticle) -> None:
    slugs = set(RESERVED_QUESTION_SLUGS)
    for position, proposed in enumerate(draft.questions, start=1):
        question = Question.objects.create(
            article=article,
            slug=_unique_slug(proposed.prompt, slugs, otherwise="question"),
            kind=proposed.kind,
            prompt=proposed.prompt,
            position=position,
        )
        _store_choices(question, proposed)


def _store_choices(question: Question, proposed: DraftQuestion) -> None:
    slugs: set[str] = set()
    Choice.objects.bulk_create(
        Choice(
            question=question,
            slug=_unique_slug(label, slugs, otherwise="choice"),
            label=label,
            position=position,
        )
        for position, label in enumerate(proposed.choices, start=1)
    )


def _article_slug(draft: DraftArticle) -> str:
    taken = set(Article.objects.values_list("slug", flat=True))
    return _unique_slug(draft.title, taken | RESERVED_SLUGS, otherwise="article")


def _unique_slug(text: str, taken: set[str], *, otherwise: str) -> str:
    """An address from the words of a text that is not taken; it is added to those that are."""
    words = slugify(text.replace("'", " ").replace("’", " ")) or otherwise
    base = words[: LONGEST_SLUG - 5].rpartition("-")[0] if len(words) > LONGEST_SLUG else words
    base = base or words[: LONGEST_SLUG - 5]
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    taken.add(slug)
    return slug
