"""A site behind nginx: two nodes over one database, as many machines are."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.deploy import nodes
from tests.deploy.nodes import Node
from tests.servers import nginx
from tests.servers.nginx import Nginx


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a site that is prepared, on the database that the tests run on."""
    folder = tmp_path_factory.mktemp("site")
    with _database() as address:
        environment = nodes.environment(folder, database_url=address)
        nodes.prepare(environment)
        yield environment


@pytest.fixture(scope="session")
def pair(site: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Node]]:
    """Two nodes that serve it."""
    pair = [Node(tmp_path_factory.mktemp("node"), site) for _ in range(2)]
    try:
        for node in pair:
            node.start()
        for node in pair:
            node.wait()
        yield pair
    finally:
        for node in pair:
            node.stop()


@pytest.fixture(scope="session")
def front(pair: list[Node], site: dict[str, str]) -> Iterator[Nginx]:
    """nginx before both."""
    static = Path(site["STATE_DIR"]) / "static"
    with nginx.server(pages=[node.port for node in pair], static=static) as running:
        yield running


@contextmanager
def _database() -> Iterator[str]:
    """An empty database on the tests' PostgreSQL, or none where they run on SQLite."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield ""
        return
    name = f"dossier_deploy_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
