"""The system's Chromium for the journeys: found, installed where that is allowed, and quiet."""

import os
import shutil
import subprocess
from typing import Any

import pytest

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
    """Install Debian's package where this user may do so unasked: as root or through sudo -n.

    Says what it does; a failure leaves things as they were, for ``find`` to tell.
    """
    if not shutil.which("apt-get"):
        return
    allowed = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if allowed and (not shutil.which("sudo") or _fails([*allowed, "true"])):
        return
    print("Installing Chromium for the journeys (Debian's package)", flush=True)
    apt = [*allowed, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    packages = ["chromium", "fonts-dejavu-core"]  # without a font, widths tell nothing
    if _fails([*apt, "update"]) or _fails([*apt, "install", "--no-install-recommends", *packages]):
        print("Chromium could not be installed.", flush=True)


def _fails(command: list[str]) -> bool:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    return done.returncode != 0


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright's launch options: this machine's browser; its sandbox refuses root."""
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    return browser_type_launch_args | {"executable_path": find(), "args": [*QUIET, *sandbox]}
