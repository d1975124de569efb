"""Debian's packages, where what a run needs comes from no Python package."""

import os
import shutil
import subprocess


def install(*packages: str, purpose: str) -> None:
    """Install packages where this user may do so unasked: as root or through sudo -n.

    Says what it does; a failure leaves things as they were, for whoever needs them to tell.
    """
    if not shutil.which("apt-get"):
        return
    allowed = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if allowed and (not shutil.which("sudo") or _fails([*allowed, "true"])):
        return
    named = " and ".join(packages)
    print(f"Installing {named} for {purpose} (of Debian)", flush=True)
    apt = [*allowed, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    if _fails([*apt, "update"]) or _fails([*apt, "install", "--no-install-recommends", *packages]):
        print(f"{named} could not be installed.", flush=True)


def _fails(command: list[str]) -> bool:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    return done.returncode != 0
