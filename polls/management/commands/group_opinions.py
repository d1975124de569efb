"""Compute the opinion groups of statements, now or for as long as the site runs."""

import logging
import os
import signal
from argparse import ArgumentParser
from threading import Event
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import DatabaseError, close_old_connections
from django.db.models import QuerySet
from django.utils import timezone

from polls import groups
from polls.groups.due import outdated
from polls.models import Question

_EVERY = 10.0  # seconds
_LOOK = 1.0  # seconds between two looks whether to stop

_log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Compute the opinion groups of questions of the kind “statements” where anything has "
        "changed since they were computed, and keep them for pages and programs; of all dossiers "
        "or of those named. With --watch go on doing so whenever enough has changed. Any number "
        "of processes and machines may do this at once. Exit status 1 for a dossier or question "
        "that there is not."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "slugs", nargs="*", metavar="SLUG", help="a DOSSIER, or a DOSSIER/QUESTION"
        )
        parser.add_argument("--watch", action="store_true", help="go on until stopped")
        parser.add_argument(
            "--every",
            type=float,
            default=_EVERY,
            metavar="SECONDS",
            help=f"how long to wait between two looks with --watch; {_EVERY:g} if left out",
        )

        parser.add_argument(
            "--beside",
            type=int,
            metavar="PID",
            help="with --watch: stop once this process, which started the command, has ended",
        )

    @no_translations
    def handle(
        self,
        *args: Any,
        slugs: list[str],
        watch: bool,
        every: float,
        beside: int | None = None,
        **options: Any,
    ) -> None:
        if not 0 < every <= 3600:
            raise CommandError("--every takes seconds, above 0 and up to 3600.")
        for slug in slugs:
            if not _named([slug]).exists():
                raise CommandError(f"There is no question of statements at {slug!r}.")
        if watch:
            self._watch(slugs, every=every, beside=beside)
            return
        waiting = outdated(_named(slugs))
        if not waiting:
            self.stdout.write("Nothing has changed: all groups are as they were computed.")
        for question in waiting:
            self._renew(question)

    def _watch(self, slugs: list[str], *, every: float, beside: int | None) -> None:
        """Look, compute what is due, wait; a database that does not answer is asked again."""
        stopped = Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_received: stopped.set())
        while not stopped.is_set():
            try:
                for question in groups.due(_named(slugs), now=timezone.now()):
                    if stopped.is_set():
                        return
                    self._renew(question)
            except DatabaseError:
                _log.exception("Groups could not be computed; trying again in %g s.", every)
            finally:
                close_old_connections()
            _wait(stopped, every, beside)

    def _renew(self, question: Question) -> None:
        what = f"{question.article.slug}/{question.slug}"
        done = groups.renew(question, now=timezone.now())
        if done is None:
            self.stdout.write(f"{what}: another process is computing it")
        else:
            self.stdout.write(
                f"{what}: {done.groups} groups of {done.participants:,} participants, "
                f"{done.votes:,} votes, {done.seconds:.2f} s"
            )
        self.stdout.flush()


def _wait(stopped: Event, seconds: float, beside: int | None) -> None:
    """Wait, no longer than the process lasts that the command was started beside."""
    until = monotonic() + seconds
    while not stopped.is_set() and (left := until - monotonic()) > 0:
        if beside is not None and os.getppid() != beside:
            stopped.set()
        stopped.wait(min(left, _LOOK))


def _named(slugs: list[str]) -> QuerySet[Question]:
    """The questions of statements at these addresses; all of them for none."""
    questions = Question.objects.filter(kind=Question.Kind.STATEMENTS)
    if not slugs:
        return questions
    found = questions.none()
    for slug in slugs:
        dossier, _slash, question = slug.partition("/")
        own = questions.filter(article__slug=dossier)
        found |= own.filter(slug=question) if question else own
    return found
