"""Export the results of a dossier as CSV."""

from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from dossier.models import Article
from polls.models import Question
from polls.results import export


class Command(BaseCommand):
    help = (
        "Write the results of all questions of a dossier but its drafts as CSV, one row a figure. "
        "Nothing in it says who voted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dossier", help="the dossier's address")
        parser.add_argument("--output", type=Path, help="the file to write (default: print)")
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
            help="the language of the labels",
        )

    def handle(
        self, *args: Any, dossier: str, output: Path | None, language: str, **options: Any
    ) -> None:
        article = Article.objects.filter(slug=dossier).first()
        if article is None:
            raise CommandError(f"There is no dossier {dossier!r}.")
        questions = Question.objects.filter(article=article).exclude(status=Question.Status.DRAFT)
        table = StringIO(newline="")
        with translation.override(language):
            export.write(table, questions, now=timezone.now())
        if output is None:
            self.stdout.write(table.getvalue(), ending="")
            return
        try:
            output.write_text(table.getvalue(), encoding="utf-8", newline="")
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
