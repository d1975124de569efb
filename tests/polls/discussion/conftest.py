"""The people of a discussion, each by name."""

import pytest

from tests.polls.discussion.reader import Reader


@pytest.fixture
def alice(db: None) -> Reader:
    """Who writes."""
    return Reader("Alice")


@pytest.fixture
def bob(db: None) -> Reader:
    """Who reads, and answers."""
    return Reader("Bob")
