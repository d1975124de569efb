"""What is counted over a whole discussion is counted again when it has changed, and not oftener."""

import pytest
from pytest_django.fixtures import Settings

from polls.sides import keeping
from polls.sides.keeping import kept


class Counting:
    """Something that takes a while, and counts how often it is done."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_a_version_is_counted_once(settings: Settings) -> None:
    settings.MICROCACHE_MS = 1000
    count = Counting()
    assert [kept("a", 1, count), kept("a", 1, count), kept("b", 1, count)] == [1, 1, 2]


@pytest.mark.parametrize(("seconds", "counted"), [(0.5, 1), (1.5, 2)])
@pytest.mark.parametrize("version", [2, None])
def test_another_version_is_counted_once_it_can_be_afforded(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    version: int | None,
    seconds: float,
    counted: int,
) -> None:
    settings.MICROCACHE_MS = 1000
    count, now = Counting(), [100.0]
    monkeypatch.setattr(keeping, "monotonic", lambda: now[0])
    kept("a", 1, count)
    now[0] += seconds
    assert kept("a", version, count) == counted


def test_where_pages_are_kept_for_no_moment_it_is_counted_each_time(settings: Settings) -> None:
    settings.MICROCACHE_MS = 0
    count = Counting()
    assert [kept("a", 1, count), kept("a", 1, count)] == [1, 2]
