"""Kill the site under load, again and again, and see whether it forgot what it acknowledged.

Each round lets many voters vote, change and withdraw over HTTP, ends the site's processes, its
database's or both with SIGKILL at a moment of chance, starts them again, and then compares every
ballot with what its voter remembers. docs/decisions/0013-durability.md says what this proves, and
what a power cut adds to it.
"""

import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

from bench.kill.site import Site
from bench.kill.voters import Asked, Crowd
from tests.servers import postgres

THREADS = 12
SHORTEST, LONGEST = 0.2, 1.2  # seconds of voting before a kill
FEWEST = 12  # answers to be acknowledged before it, though it may take so many seconds:
PATIENCE = 15


@dataclass
class Counts:
    """What became of all the rounds; ``is_clean`` where nothing is wrong."""

    rounds: int = 0
    kills_of_the_site: int = 0
    kills_of_the_database: int = 0
    voters: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    ballots: int = 0
    lost: int = 0
    """Ballots from which an acknowledged answer is missing, or that say what nobody sent."""
    duplicated: int = 0
    """Ballots that a voter has twice, or with a revision too many."""
    torn: int = 0
    """Ballots that differ from their newest revision, or whose revisions leave a number out."""
    repaired: int = 0
    """Rounds after which a recount found counters to repair."""
    errors: int = 0
    """Forms answered with an error while everything ran."""
    slowest_return: float = 0.0
    """Seconds from a kill, or from the start after it, until the site served again."""

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.duplicated or self.torn or self.repaired or self.errors)

    def __str__(self) -> str:
        told = {one.name.replace("_", " "): getattr(self, one.name) for one in fields(self)}
        return ", ".join(f"{name} {round(value, 1)}" for name, value in told.items())


def run(*, rounds: int, database: str = "sqlite", seed: int) -> Counts:
    """Kill a site on "sqlite" or "postgres" so many times; what came of it.

    The seed decides who votes what and when the kills come, as far as the machine's own timing
    lets it.
    """
    counts = Counts()
    with (
        tempfile.TemporaryDirectory(prefix="dossier-kill-") as folder,
        server_of(database) as server,
    ):
        site = Site(Path(folder), database=server.address if server else None)
        site.prepare()
        asked = [Asked(**question) for question in site.ask("bench.kill.audit")]
        crowd = Crowd(asked, port=site.port, threads=THREADS, seed=str(seed))
        chance = random.Random(seed)
        site.start()
        try:
            for _round in range(rounds):
                _crash(site, server, crowd, chance, counts)
                _examine(site, crowd, counts)
        finally:
            site.kill()
    return counts


@contextmanager
def server_of(database: str) -> Iterator[postgres.Cluster | None]:
    """The database server to kill, where there is one."""
    if database == "sqlite":
        yield None
    else:
        with postgres.cluster(durable=True) as server:
            yield server


def _crash(
    site: Site, server: postgres.Cluster | None, crowd: Crowd, chance: random.Random, counts: Counts
) -> None:
    """Kill one or both under load, and bring back what was killed."""
    victims = chance.choice(["site", "database", "both"]) if server else "site"
    with crowd.voting():
        _let_vote(crowd, chance)
        killed_at = time.monotonic()
        if server and victims != "site":
            server.kill()
            counts.kills_of_the_database += 1
        if victims != "database":
            site.kill()
            counts.kills_of_the_site += 1
    if server and victims != "site":
        server.start()
    returned = site.wait(since=time.monotonic()) if victims == "database" else site.start()
    counts.slowest_return = max(counts.slowest_return, returned)
    counts.errors += sum(at < killed_at for at, _status in crowd.errors)
    crowd.errors.clear()


def _let_vote(crowd: Crowd, chance: random.Random) -> None:
    """Wait for a moment of chance, and on a slow machine until there is something to lose."""
    enough, deadline = crowd.acknowledged + FEWEST, time.monotonic() + PATIENCE
    time.sleep(chance.uniform(SHORTEST, LONGEST))
    while crowd.acknowledged < enough and time.monotonic() < deadline:
        time.sleep(0.01)


def _examine(site: Site, crowd: Crowd, counts: Counts) -> None:
    """Compare what is kept with what was acknowledged so far."""
    found = site.ask("bench.kill.audit", given=[voter.journal() for voter in crowd.voters])
    counts.rounds += 1
    counts.voters = len(crowd.voters)
    counts.acknowledged = crowd.acknowledged
    counts.unanswered = sum(len(voter.sent) for voter in crowd.voters) - crowd.acknowledged
    counts.ballots = found["ballots"]
    counts.lost = max(counts.lost, found["lost"])
    counts.duplicated = max(counts.duplicated, found["duplicated"])
    counts.torn = max(counts.torn, found["torn"])
    counts.repaired += found["repaired"]
