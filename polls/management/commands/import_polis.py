"""Import a conversation of Polis as a dossier."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.core.validators import validate_slug
from django.utils import timezone
from django.utils.text import slugify

from dossier.importing.languages import recognise_language
from dossier.models.article import RESERVED_SLUGS
from polls import groups, polis
from polls.models import BallotRevision, Question

_LONGEST_SLUG = 80


class Command(BaseCommand):
    help = (
        "Make a dossier with one question of the kind “statements” from a conversation of Polis, "
        "a folder with votes.csv, comments.csv and summary.csv as Polis exports them. Every vote "
        "is kept with its time, re-votes included. All of it is stored or nothing; a conversation "
        "that was imported before is not imported again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder that holds the files")
        parser.add_argument("--slug", default="", help="the dossier's address; else the folder's")
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            help="language to show the statements in; recognised when left out",
        )
        parser.add_argument(
            "--draft", action="store_true", help="leave the dossier to an editor to publish"
        )

    @no_translations
    def handle(
        self,
        *args: Any,
        folder: Path,
        slug: str,
        language: str | None,
        draft: bool,
        **options: Any,
    ) -> None:
        slug = _checked(slug) if slug else _slug_of(folder)
        try:
            conversation = polis.read(folder)
            question = polis.find_imported(slug)
        except polis.UnreadableConversation as error:
            raise CommandError(str(error)) from error
        except polis.SlugTaken as error:
            raise CommandError(f"There is another dossier {slug!r}: give a --slug.") from error
        if question:
            self.stdout.write(f"Already imported as “{slug}”: nothing was written.")
            return
        texts = " ".join(comment.text for comment in conversation.comments)
        question = polis.store(
            conversation,
            slug=slug,
            language=language or recognise_language(texts, otherwise=settings.LANGUAGE_CODE),
            published=not draft,
            tell=self._tell_progress,
        )
        self.stdout.write(_told(question, draft=draft))
        groups.renew(question, now=timezone.now())

    def _tell_progress(self, done: int, total: int) -> None:
        """How far a long import has come, beside what the command tells."""
        self.stderr.write(f"{done:,} of {total:,} votes")


def _checked(slug: str) -> str:
    try:
        validate_slug(slug)
    except ValidationError:
        raise CommandError("--slug has letters, digits, hyphens and underscores.") from None
    if slug in RESERVED_SLUGS or len(slug) > _LONGEST_SLUG:
        raise CommandError(f"--slug cannot be {slug!r}.")
    return slug


def _slug_of(folder: Path) -> str:
    """The address from the folder's name."""
    slug = slugify(folder.resolve().name.replace(".", "-"))[:_LONGEST_SLUG].strip("-")
    if not slug or slug in RESERVED_SLUGS:
        raise CommandError("The folder's name makes no address: give a --slug.")
    return slug


def _told(question: Question, *, draft: bool) -> str:
    ballots, statements = question.ballots.count(), question.choices.count()
    votes = BallotRevision.objects.filter(question=question).count()
    state = " as a draft" if draft else ""
    return (
        f"Imported “{question.article.slug}”{state}: {statements:,} statements, "
        f"{ballots:,} participants, {votes:,} votes."
    )
