"""The system's Chromium for the journeys: found, installed where that is allowed, and quiet."""

import os
import shutil
from typing import Any

import pytest

from tests.servers import debian

# Playwright's synchronous interface runs an event loop in the tests' thread, which Django would
# take for an asynchronous caller of the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def find() -> str | None:
    """The path of a browser of the Chromium family, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """Install Debian's package where that is allowed, with a font: widths tell nothing without."""
    debian.install("chromium", "fonts-dejavu-core", purpose="the journeys")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright's launch options: this machine's browser; its sandbox refuses root."""
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    return browser_type_launch_args | {"executable_path": find(), "args": [*QUIET, *sandbox]}
