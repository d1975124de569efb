"""What happens in the process that measures one database."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import django
from django.utils.module_loading import import_string

from bench import servers
from bench.parts import PARTS
from bench.rounds import Bench, tell
from bench.table import Row

HOME = "/en/"


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    parts: list[str]
    databases: list[str]
    rounds: int
    seconds: int
    ballots: int
    streams: int


def measure(database: str, settings: dict[str, str], asked: Asked) -> list[Row]:
    """The rows of the asked parts, measured on a site with these settings."""
    tell(f"{database}: preparing a site")
    _set_up(settings)
    with (
        tempfile.TemporaryDirectory(prefix="dossier-load-") as folder,
        servers.serve("bench.bare:application") as bare,
        servers.serve("dossier.wsgi:application", path=HOME) as site,
    ):
        bench = Bench(
            database=database,
            bare=bare,
            site=site,
            folder=Path(folder),
            seconds=asked.seconds,
            rounds=asked.rounds,
            ballots=asked.ballots,
            streams=asked.streams,
        )
        rows = [row for name in asked.parts for row in import_string(PARTS[name])(bench)]
        return [*bench.reference(), *rows]


def _set_up(settings: dict[str, str]) -> None:
    """Make this process one of the site: its settings, its tables, its first dossier."""
    os.environ.clear()
    os.environ.update(settings)
    servers.prepare()
    django.setup()
    import_string("bench.filling.settle")()
