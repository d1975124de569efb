"""Load a dossier from its folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import timezone

from dossier import packs
from dossier.models import Article


class Command(BaseCommand):
    help = (
        "Load a dossier from a folder of TOML and Markdown (docs/packs.md describes it), or "
        "bring a loaded one up to date. Ballots and comments are never touched; a pack that would "
        "remove a choice or a question that readers have used is refused as a whole."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder that holds dossier.toml")
        parser.add_argument(
            "--if-missing",
            action="store_true",
            help="do nothing when a dossier with this address exists, however it was changed since",
        )

    @no_translations
    def handle(self, *args: Any, folder: Path, if_missing: bool, **options: Any) -> None:
        try:
            pack = packs.read(folder)
            if if_missing and Article.objects.filter(slug=pack.structure.get("slug")).exists():
                self.stdout.write(f"{pack.slug} is there already.")
                return
            article = packs.store(pack, now=timezone.now())
        except packs.PackError as error:
            raise CommandError(str(error)) from error
        questions = article.questions.count()
        self.stdout.write(f"Loaded {article.slug}: {questions} questions ({article.status}).")
