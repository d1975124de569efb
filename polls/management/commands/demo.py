"""Add the demonstration newsroom, or take it away."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import timezone

from dossier.models import Article
from polls import demo


class Command(BaseCommand):
    help = (
        "Fill a dossier with made-up ballots and comments and make three accounts for the "
        "newsroom, so that every page has something to show; or take all of it away. The site "
        "says that it shows demonstration data for as long as it does."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["add", "remove"])
        parser.add_argument("--dossier", default="openai-musk", help="the dossier's address")

    @no_translations
    def handle(self, *args: Any, what: str, dossier: str, **options: Any) -> None:
        if what == "remove":
            demo.remove(tell=self._tell)
            self.stdout.write("The demonstration is gone.")
            return
        article = Article.objects.filter(slug=dossier).first()
        if article is None:
            raise CommandError(f"There is no dossier {dossier!r}: load it first.")
        if demo.exists():
            self.stdout.write("The demonstration data is there already.")
        else:
            demo.populate(article, now=timezone.now(), tell=self._tell)
        self.stdout.write("Demonstration accounts for /admin/, with new passwords:")
        for username, password in demo.renew_accounts().items():
            self.stdout.write(f"  {username:15} {password}")
        self.stdout.write("Remove it all with: make demo-remove")

    def _tell(self, step: str) -> None:
        self.stdout.write(f"  {step}")
        self.stdout.flush()
