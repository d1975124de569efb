"""Prove, and if need be mend, the counters from what readers did."""

from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from dossier.models import Article
from polls.discussion import counters
from polls.models import Question
from polls.results.ballotbox import BATCH
from polls.results.recount import Difference, recount


class Command(BaseCommand):
    help = (
        "Count the ballots of every question, and the approvals and open flags of every comment, "
        "anew and compare with the counters that pages are made from. Exit status 1 when one "
        "differs and --fix was not given. Readers can vote meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="?", help="only this dossier")
        parser.add_argument("--fix", action="store_true", help="set what differs to the recount")

    @no_translations
    def handle(self, *args: Any, slug: str | None, fix: bool, **options: Any) -> None:
        articles = Article.objects.order_by("slug")
        if slug:
            articles = articles.filter(slug=slug)
            if not articles:
                raise CommandError(f"There is no dossier {slug!r}.")
        wrong = 0
        for article in articles:
            for question in Question.objects.filter(article=article):
                what = f"{article.slug}/{question.slug}"
                found = recount(question, fix=fix, tell=partial(self._tell_progress, what))
                wrong += self._tell(what, found, fix=fix)
            found = counters.recount(article, fix=fix)
            wrong += self._tell(f"{article.slug} comments", found, fix=fix)
        if wrong and not fix:
            raise CommandError(f"{wrong} counters are wrong; --fix sets them right.")

    def _tell_progress(self, what: str, done: int, total: int) -> None:
        """How far a long count has come, beside what the command finds."""
        if total > BATCH:
            self.stderr.write(f"{what}: {done:,} of {total:,} ballots")

    def _tell(self, what: str, found: list[Difference], *, fix: bool) -> int:
        """Print how the counters of something stand; how many of them are wrong."""
        verb = "set right" if fix else "wrong"
        self.stdout.write(f"{what}: {f'{len(found)} counters {verb}' if found else 'as counted'}")
        for difference in found:
            self.stdout.write(f"  {difference}")
        return len(found)
