"""Import an article as a draft dossier."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.urls import reverse

from dossier.importing.draft import DraftArticle, draft_article
from dossier.importing.reading import UnreadableArticle
from dossier.importing.store import find_imported, store_draft


class Command(BaseCommand):
    help = (
        "Make a draft dossier from an article in a text, Markdown or HTML file (UTF-8, at most "
        "5 MB): its title, date, source and passages, every sentence once, and its closing "
        "questions, each with the kind that seems to fit. Nothing is published: an editor reviews "
        "it in the admin. A file that was imported before is not imported again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the article: .txt, .md or .html")
        parser.add_argument(
            "--language",
            default="",
            help=f"language of the article ({', '.join(_languages())}); recognised when left out",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what was found and write nothing"
        )

    @no_translations
    def handle(self, *args: Any, file: Path, language: str, dry_run: bool, **options: Any) -> None:
        if language and language not in _languages():
            raise CommandError(f"--language is one of {', '.join(_languages())}.")
        try:
            draft = draft_article(file, language=language)
        except UnreadableArticle as error:
            raise CommandError(str(error)) from error
        for line in _description(draft):
            self.stdout.write(line)
        self.stdout.write(_tried(draft) if dry_run else _stored(draft))


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _description(draft: DraftArticle) -> Iterator[str]:
    """What was found, line by line."""
    yield f"Title: {draft.title}" + (" (from the first words)" if draft.title_is_derived else "")
    yield f"Language: {draft.language}"
    yield f"Date: {draft.dated or 'not found'}"
    yield f"Source: {draft.source or 'not found'}"
    yield f"Author: {draft.byline or 'not found'}"
    yield f"Passages: {len(draft.passages)}"
    for number, passage in enumerate(draft.passages, start=1):
        yield f"  {number}. {passage.heading} ({len(passage.body)} characters)"
    yield f"Questions: {len(draft.questions)}"
    for number, question in enumerate(draft.questions, start=1):
        choices = f": {' / '.join(question.choices)}" if question.choices else ""
        yield f"  {number}. {question.prompt} [{question.kind}{choices}]"
    yield f"Repeated sentences left out: {len(draft.repeats)}"
    yield f"Lines set aside: {' | '.join(draft.set_aside) or 'none'}"


def _tried(draft: DraftArticle) -> str:
    imported = find_imported(draft)
    known = f" It was imported before as “{imported.slug}”." if imported else ""
    return f"Dry run: nothing was written.{known}"


def _stored(draft: DraftArticle) -> str:
    article, is_new = store_draft(draft)
    if not is_new:
        return f"Already imported as “{article.slug}”: nothing was written."
    review = reverse("admin:dossier_article_change", args=[article.pk])
    return f"Stored as the draft “{article.slug}”; review it at {review}"
