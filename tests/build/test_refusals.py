"""What stops `make run` says so in one clear line, before any long work."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

CLEAN = {"PATH": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The part of a checkout that starts Dossier, with no environment made yet."""
    for folder in ("deploy", "requirements"):
        shutil.copytree(settings.BASE_DIR / folder, tmp_path / "dossier" / folder)
    return tmp_path / "dossier"


def refusal(checkout: Path, command: list[str | Path], **environment: str) -> str:
    """What the command says as it refuses: nothing but that line, and nothing made."""
    before = sorted(checkout.rglob("*"))
    done = subprocess.run(command, cwd=checkout, env=CLEAN | environment, capture_output=True)
    assert (done.returncode, done.stdout) == (1, b"")
    assert sorted(checkout.rglob("*")) == before
    return done.stderr.decode()


def python(folder: Path, name: str, script: str) -> None:
    """Put a stand-in for a Python interpreter into the folder."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize(
    ("pythons", "found"),
    [
        ({}, "none on PATH"),
        ({"python3": "echo 3.11.2; exit 1"}, "python3 3.11.2"),
        ({"python3": "echo 3.9.1; exit 1", "python3.12": "exit 127"},
         "python3 3.9.1, python3.12 (which does not start)"),
    ],
)  # fmt: skip
def test_python_too_old_or_missing(
    checkout: Path, tmp_path: Path, pythons: dict[str, str], found: str
) -> None:
    for name, script in pythons.items():
        python(tmp_path / "bin", name, script)
    said = refusal(
        checkout, ["deploy/with-python", "deploy/local.py", "run"], PATH=str(tmp_path / "bin")
    )
    assert said == f"Dossier needs Python 3.12 or newer; found {found}.\n"


def test_the_first_python_that_is_new_enough_is_taken(checkout: Path, tmp_path: Path) -> None:
    python(tmp_path / "bin", "python3", "echo 3.11.2; exit 1")
    (tmp_path / "bin" / "python3.13").symlink_to(sys.executable)
    done = subprocess.run(
        ["deploy/with-python", "-c", "import sys; print(sys.argv[1])", "taken"],
        cwd=checkout,
        env=CLEAN | {"PATH": str(tmp_path / "bin")},
        capture_output=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"taken\n", b"")


def test_busy_port(checkout: Path) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as another gunicorn has it
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refusal(checkout, [sys.executable, "deploy/local.py", "run"], PORT=str(port))
    assert said == (
        f"Port {port} cannot be used: Address already in use. Another one: make run PORT=8001\n"
    )


@pytest.mark.parametrize("port", ["web", "0", "65536", "-1", "٣"])
def test_impossible_port(checkout: Path, port: str) -> None:
    said = refusal(checkout, [sys.executable, "deploy/local.py", "run"], PORT=port)
    assert said == f"PORT must be a number between 1 and 65535, not {port!r}.\n"


@pytest.mark.parametrize(
    ("state", "reason"),
    [("pyfile/var", "Not a directory"), ("/proc/dossier", "No such file or directory")],
)
def test_unwritable_state_folder(checkout: Path, tmp_path: Path, state: str, reason: str) -> None:
    """Folders that even root, as whom this may run, cannot make."""
    (tmp_path / "pyfile").touch()
    folder = tmp_path / state
    said = refusal(checkout, [sys.executable, "deploy/local.py", "prepare"], STATE_DIR=str(folder))
    assert said == f"Dossier cannot write in {folder}: {reason}.\n"


def test_python_without_its_venv_module(checkout: Path, tmp_path: Path) -> None:
    """As Debian has it until python3-venv is installed."""
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.modules['ensurepip'] = None")
    said = refusal(
        checkout, [sys.executable, "deploy/environment.py", "base"], PYTHONPATH=str(tmp_path)
    )
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert said == (
        f"Python {version} here cannot make virtual environments: install its venv module "
        f"(on Debian and Ubuntu: apt-get install python{version}-venv).\n"
    )
