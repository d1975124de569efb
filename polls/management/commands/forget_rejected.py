"""Empty the texts of comments that were refused long ago."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from polls.moderation import retention


class Command(BaseCommand):
    help = (
        "Empty the texts of comments that were rejected or marked as spam more than "
        "REJECTED_TEXT_DAYS days ago. Decisions stay. Done twice, the second finds nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Only say how many texts would go."
        )

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:
        now, days = timezone.now(), settings.REJECTED_TEXT_DAYS
        if not days:
            self.stdout.write("Texts are kept for good: REJECTED_TEXT_DAYS is 0.")
        elif dry_run:
            count = retention.forgettable(now).count()
            self.stdout.write(f"{count} texts would go, refused more than {days} days ago.")
        else:
            done = retention.forget(now=now, tell=self._tell)
            self.stdout.write(f"{done} texts are gone, refused more than {days} days ago.")

    def _tell(self, done: int) -> None:
        self.stderr.write(f"{done} so far", ending="\r" if self.stderr.isatty() else "\n")
