"""Prove, and if need be mend, the counters from the ballots."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from polls.models import Question
from polls.results.recount import recount


class Command(BaseCommand):
    help = (
        "Count the ballots of every question anew and compare with the counters that results are "
        "read from. Exit status 1 when one differs and --fix was not given."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="?", help="only the questions of this dossier")
        parser.add_argument("--fix", action="store_true", help="set what differs to the recount")

    @no_translations
    def handle(self, *args: Any, slug: str | None, fix: bool, **options: Any) -> None:
        questions = Question.objects.select_related("article").order_by("article", "position")
        if slug:
            questions = questions.filter(article__slug=slug)
            if not questions:
                raise CommandError(f"There is no dossier {slug!r} with questions.")
        wrong = 0
        for question in questions:
            found = recount(question, fix=fix)
            wrong += len(found)
            self.stdout.write(f"{question.article.slug}/{question.slug}: {_outcome(found, fix)}")
            for difference in found:
                self.stdout.write(f"  {difference}")
        if wrong and not fix:
            raise CommandError(f"{wrong} counters differ from the ballots; --fix sets them right.")


def _outcome(found: list[Any], fix: bool) -> str:
    if not found:
        return "as counted"
    return f"{len(found)} counters {'set right' if fix else 'differ'}"
