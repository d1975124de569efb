"""The pinned packages: hashed, without addresses, and true to pyproject.toml."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Path = settings.BASE_DIR
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
HASHES = re.compile(r"( --hash=sha256:[0-9a-f]{64})+")


def entries(name: str) -> list[str]:
    """The file's requirements, each on one line, without comments."""
    text = re.sub(r"\s*#.*", "", (ROOT / "requirements" / f"{name}.txt").read_text())
    return [re.sub(r"\s+", " ", entry) for entry in text.replace("\\\n", " ").splitlines() if entry]


def pinned(name: str) -> dict[str, Requirement]:
    found = [Requirement(HASHES.sub("", entry)) for entry in entries(name)]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


@pytest.mark.parametrize("name", ["base", "test", "lint"])
def test_every_pin_is_one_version_with_its_hashes(name: str) -> None:
    pins = entries(name)
    assert pins
    shape = re.compile(r"[a-z0-9-]+==[\w.]+( ; [^:]+?)?" + HASHES.pattern)
    assert [pin for pin in pins if not shape.fullmatch(pin)] == []


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("base", PROJECT["project"]["dependencies"]),
        ("test", PROJECT["dependency-groups"]["test"]),
        ("lint", [item for item in PROJECT["dependency-groups"]["lint"] if isinstance(item, str)]),
    ],
)
def test_pins_satisfy_the_ranges(name: str, wanted: list[str]) -> None:
    pins = pinned(name)
    for requirement in map(Requirement, wanted):
        (pin,) = pins[canonicalize_name(requirement.name)].specifier
        assert pin.version in requirement.specifier, f"{requirement}: run make pins"


def test_each_set_holds_the_one_before_it() -> None:
    base, test, lint = (set(entries(name)) for name in ("base", "test", "lint"))
    assert base <= test <= lint


def test_no_tracked_file_names_a_registry_or_a_folder_of_this_machine() -> None:
    """Where packages come from, and where the checkout stands, is each machine's own affair."""
    forbidden = (
        r"pypi\.(org|python)|\bpythonhosted\b\.|registry\.npmjs|\bdeb\.debian\.org"
        r"|^\s*--?(i|f|index-url|extra-index-url|find-links)\b|(^|[\s\"'=:(])/(root|work)/"
    )
    done = subprocess.run(
        ["git", "grep", "-nIE", forbidden, "--", ".", ":!*.svg"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
