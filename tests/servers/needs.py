"""What a marked test needs, and what happens where it is missing.

A test marked ``postgres``, ``redis``, ``journey`` or ``nginx`` is skipped with a reason where its
server is not to be had. With REQUIRE_ALL=1 nothing may be skipped but what reads the shared folder,
which stands beside the checkout on some machines only.

A journey that fails is gone once more, from its beginning, and the summary names it: a browser on a
machine with much else to do is late now and then, and what is broken breaks both times. One that
a browser leaves without an answer ends sooner than other tests may.
"""

import os
from collections.abc import Generator

import pytest

from tests.servers import chromium, nginx

HANGS = 180  # seconds: several times the longest journey
NO_CHROMIUM = (
    "The journeys need Chromium: install it (on Debian: apt-get install chromium) and try again."
)


def _missing() -> dict[str, str]:
    """The markers whose server is missing, each with the reason."""
    missing = {}
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        missing["postgres"] = "needs PostgreSQL: run make test, or set DATABASE_URL"
    if not os.environ.get("REDIS_URL"):
        missing["redis"] = "needs Redis: run make test, or set REDIS_URL"
    if not chromium.find():
        missing["journey"] = NO_CHROMIUM
    if not nginx.find():
        missing["nginx"] = nginx.NO_NGINX
    return missing


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = _missing()
    for item in items:
        for name, reason in missing.items():
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=reason))
        if item.get_closest_marker("journey"):
            item.add_marker(pytest.mark.flaky(reruns=1))
            item.add_marker(pytest.mark.timeout(HANGS))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _refuse_skip((yield))


def _refuse_skip[Report: (pytest.TestReport, pytest.CollectReport)](report: Report) -> Report:
    """With REQUIRE_ALL, turn a skip into a failure, unless it is about the shared folder."""
    if os.environ.get("REQUIRE_ALL") and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if "shared" not in reason:
            report.outcome = "failed"
            report.longrepr = f"REQUIRE_ALL allows no skip: {reason}"
    return report
