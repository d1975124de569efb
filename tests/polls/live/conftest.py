"""A site with streams, over the database that the tests write to."""

from collections.abc import Iterator

import pytest

from tests.servers import stack
from tests.servers.stack import Stack


@pytest.fixture(scope="session")
def kept_stack(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Started once for all tests: that takes seconds."""
    folder = tmp_path_factory.mktemp("stack")
    with stack.running(folder, database_url=stack.database_of_tests()) as site:
        yield site


@pytest.fixture
def served(kept_stack: Stack, transactional_db: None) -> Stack:
    """The site, serving again after a test that has ended it."""
    if not kept_stack.is_running:
        kept_stack.start()
    return kept_stack
