"""The benchmarks: python -m bench [PART...]; `make bench` runs it, ARGS are its arguments."""

import argparse
import multiprocessing
import signal
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from bench import load, measuring, servers
from bench.parts import PARTS
from bench.table import Row, render
from tests.servers import postgres


def main(arguments: list[str]) -> int:
    """Measure on each database, print the table; 1 if something happened that must not."""
    asked = _parse(arguments)
    if not load.find_or_install():
        print(load.NO_WRK, file=sys.stderr)
        return 1
    rows: list[Row] = []
    for database in asked.databases:
        with _site(database) as settings, _process() as process:
            rows += process.submit(measuring.measure, database, settings, asked).result()
    print(render(rows))
    return int(any(row.problems for row in rows))


def _parse(arguments: list[str]) -> measuring.Asked:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"only these: {' '.join(PARTS)}")
    parser.add_argument("--database", choices=["sqlite", "postgres"], help="only this one")
    parser.add_argument("--rounds", type=int, default=3, help="pairs of loads a line (3)")
    parser.add_argument("--seconds", type=int, default=3, help="of each load (3)")
    parser.add_argument(
        "--ballots", type=int, default=10**6, help="to which a question grows (1000000)"
    )
    parser.add_argument("--streams", type=int, default=10_000, help="that are held open (10000)")
    given = parser.parse_args(arguments)
    if unknown := set(given.parts) - PARTS.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))} (there are {', '.join(PARTS)})")
    return measuring.Asked(
        parts=[name for name in PARTS if name in given.parts or not given.parts],
        databases=[given.database] if given.database else ["sqlite", "postgres"],
        rounds=given.rounds,
        seconds=given.seconds,
        ballots=given.ballots,
        streams=given.streams,
    )


@contextmanager
def _site(database: str) -> Iterator[dict[str, str]]:
    """The settings of a site with nothing in it yet, on a database that writes to the disk."""
    with tempfile.TemporaryDirectory(prefix="dossier-bench-") as state:
        if database == "sqlite":
            yield servers.environment(state=Path(state), database_url="")
            return
        with postgres.server(durable=True) as address:
            yield servers.environment(state=Path(state), database_url=address)


def _process() -> ProcessPoolExecutor:
    """A process of its own for each database, since Django is set up once in each."""
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers stop too
    raise SystemExit(main(sys.argv[1:]))
