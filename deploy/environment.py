"""Make .venv hold the packages pinned in requirements/: environment.py base|test|lint."""

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def stop(reason: str) -> NoReturn:
    """End with one line that says what is wrong, and exit status 1."""
    print(reason, file=sys.stderr)
    raise SystemExit(1)


def require_writable(folder: Path) -> None:
    """Stop unless files can be made in the folder, which is made if it does not exist."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        stop(f"Dossier cannot write in {folder}: {error.strerror}.")


def install(name: str) -> None:
    """Bring .venv to the pins of requirements/``name``.txt; at once where it holds them already.

    The pins' digest is kept in .venv once they are all in, so that an interrupted installation is
    taken up again and a changed pin is noticed.
    """
    require_writable(ROOT)
    pins = ROOT / "requirements" / f"{name}.txt"
    stamp = VENV / f"installed-{name}"
    digest = hashlib.sha256(pins.read_bytes()).hexdigest()
    _create()
    if stamp.exists() and stamp.read_text() == digest:
        return
    _pip_install(pins)
    stamp.write_text(digest)


def _create() -> None:
    """Make .venv unless this very interpreter is its own: deploy/with-python prefers that one."""
    if Path(sys.prefix).resolve() == VENV.resolve():
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if importlib.util.find_spec("ensurepip") is None:
        stop(
            f"Python {version} here cannot make virtual environments: install its venv module "
            f"(on Debian and Ubuntu: apt-get install python{version}-venv)."
        )
    print(f"Creating .venv with Python {version}", flush=True)
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if done.returncode:
        stop(f"Python {version} could not create {VENV}: its own words are above.")


def _pip_install(pins: Path) -> None:
    pinned = re.findall(r"^\S+==.*", pins.read_text(), re.MULTILINE)
    total = sum("win32" not in pin for pin in pinned)
    print(f"Installing {total} pinned packages from {pins.relative_to(ROOT)}", flush=True)
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--requirement", str(pins)]
    command += ["--progress-bar=off", "--root-user-action=ignore"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as pip:
        assert pip.stdout is not None  # noqa: S101 - it was asked for above
        spoken = list(_follow(pip.stdout, total))
    if pip.returncode:
        print("".join(spoken[-20:]), file=sys.stderr)
        stop("The packages could not be installed: pip's last words are above.")


def _follow(lines: Iterable[str], total: int) -> Iterator[str]:
    """Pass pip's lines on, and show how far it has come."""
    seen = 0
    for line in lines:
        if step := re.match(r"(Collecting|Requirement already satisfied:) (\S+)==(\S+)", line):
            seen += 1
            print(f"  {seen:>2}/{total} {step[2]} {step[3]}", flush=True)
        elif line.startswith("Installing collected packages"):
            print("  unpacking", flush=True)
        yield line


if __name__ == "__main__":
    install(sys.argv[1])
