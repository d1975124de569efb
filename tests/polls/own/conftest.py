"""Who comes to their own page."""

import pytest

from tests.polls.discussion.reader import Reader


@pytest.fixture
def alice(db: None) -> Reader:
    """Whose page it is."""
    return Reader("Alice")


@pytest.fixture
def bob(db: None) -> Reader:
    """Another reader, who must see nothing of hers."""
    return Reader("Bob")
