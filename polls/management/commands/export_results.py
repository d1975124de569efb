"""Export the results of a dossier, or its ballots without their voters."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from dossier.models import Article
from polls.api.telling import told_of
from polls.models import Question
from polls.results import export
from polls.results.ballots import bundle


class Command(BaseCommand):
    help = (
        "Write the results of all questions of a dossier but its drafts, one row a figure; or, "
        "with --ballots, a ZIP of its ballots under pseudonyms, one row a mark, in which what few "
        "have in common is kept back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dossier", help="the dossier's address")
        parser.add_argument("--output", type=Path, help="the file to write (default: print)")
        parser.add_argument(
            "--format", choices=["csv", "json"], help="of the results; default: csv"
        )
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
            help="the language of the labels (ballots have both)",
        )
        parser.add_argument("--ballots", action="store_true", help="the ballots, not the results")
        parser.add_argument(
            "--unlinked",
            action="store_true",
            help="with --ballots: another pseudonym in each question, as for publication",
        )

    def handle(self, *args: Any, dossier: str, output: Path | None, **options: Any) -> None:
        article = Article.objects.filter(slug=dossier).first()
        if article is None:
            raise CommandError(f"There is no dossier {dossier!r}.")
        if options["ballots"] and options["format"]:
            raise CommandError("Ballots are a ZIP of CSV files: leave --format out.")
        if options["unlinked"] and not options["ballots"]:
            raise CommandError("--unlinked goes with --ballots.")
        now = timezone.now()
        if options["ballots"]:
            self._write(output, lambda out: self._ballots(out, article, options["unlinked"], now))
            return
        with translation.override(options["language"]):
            told = _results(article, options["format"] or "csv", now=now)
        if output is None:
            self.stdout.write(told, ending="")
        else:
            self._write(output, lambda out: out.write(told.encode()))

    def _ballots(self, out: IO[bytes], article: Article, unlinked: bool, now: datetime) -> None:
        gathered = 0

        def tell(more: int) -> None:
            nonlocal gathered
            gathered += more
            self.stderr.write(f"{gathered} ballots read")

        bundle.write(out, article, linked=not unlinked, now=now, tell=tell)

    def _write(self, output: Path | None, write: Callable[[IO[bytes]], object]) -> None:
        """Write to the file, or else to whatever takes what the command prints, but no terminal."""
        if output is None and sys.stdout.isatty():
            raise CommandError("Say with --output where to write the ZIP.")
        try:
            with output.open("wb") if output else nullcontext(sys.stdout.buffer) as out:
                write(out)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error


def _results(article: Article, form: str, *, now: datetime) -> str:
    questions = Question.objects.filter(article=article).exclude(status=Question.Status.DRAFT)
    if form == "csv":
        table = StringIO(newline="")
        export.write(table, questions, now=now)
        return table.getvalue()
    asked = list(questions.select_related("article"))
    results = [one.model_dump(mode="json", by_alias=True) for one in told_of(asked, now=now)]
    about = {
        "dossier": article.slug,
        "language": translation.get_language(),
        "exported_at": now.isoformat(timespec="seconds"),
        "results": results,
    }
    return json.dumps(about, ensure_ascii=False, indent=2) + "\n"
