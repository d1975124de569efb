"""Write a dossier into a folder that load_dossier reads."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dossier import packs
from dossier.models import Article


class Command(BaseCommand):
    help = (
        "Write a dossier with its questions, but without ballots and comments, into a folder of "
        "TOML and Markdown that load_dossier reads back exactly."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the dossier's address")
        parser.add_argument("folder", type=Path, help="where to write; made if it is not there")

    def handle(self, *args: Any, slug: str, folder: Path, **options: Any) -> None:
        article = Article.objects.filter(slug=slug).first()
        if article is None:
            raise CommandError(f"There is no dossier {slug!r}.")
        try:
            packs.write(packs.describe(article), folder)
        except packs.PackError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Wrote {slug} to {folder}.")
