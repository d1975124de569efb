"""A site starts safe or not at all; every setting is documented."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PUBLIC = {"ALLOWED_HOSTS": "dossier.example", "SECRET_KEY": "k" * 25 + "-9Xz" * 10}


def check(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``manage.py check`` under this environment and nothing of our own."""
    return subprocess.run(
        [sys.executable, "manage.py", "check", *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "STATE_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        ({"ALLOWED_HOSTS": "dossier.example"}, "SECRET_KEY must be set"),
        (PUBLIC | {"SECRET_KEY": "short"}, "SECRET_KEY must have at least 50 characters"),
        (PUBLIC | {"DEBUG": "yes"}, "DEBUG is for this machine only"),
        (PUBLIC | {"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the hosts"),
        ({"DEBUG": "perhaps"}, "DEBUG must be yes or no, not 'perhaps'"),
        ({"COMMENT_MAX_LENGTH": "0"}, "COMMENT_MAX_LENGTH must be a whole number of at least 1"),
        ({"COMMENT_EDIT_MINUTES": "٣"}, "COMMENT_EDIT_MINUTES must be a whole number"),
    ],
)
def test_an_unsafe_or_mistaken_environment_stops_the_start(
    tmp_path: Path, environment: dict[str, str], complaint: str
) -> None:
    result = check(tmp_path, **environment)
    assert result.returncode == 1
    assert complaint in result.stderr


def test_a_public_site_passes_the_deployment_check_without_a_warning(tmp_path: Path) -> None:
    result = check(tmp_path, "--deploy", "--fail-level", "WARNING", **PUBLIC)
    assert (result.returncode, result.stderr) == (0, "")


def test_a_local_run_makes_its_secret_once_and_for_its_owner_only(tmp_path: Path) -> None:
    assert check(tmp_path).returncode == 0
    secret = (tmp_path / "secret_key").read_text()
    assert len(secret) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert check(tmp_path).returncode == 0
    assert (tmp_path / "secret_key").read_text() == secret


def test_every_variable_is_documented_and_nothing_else_is() -> None:
    source = (settings.BASE_DIR / "dossier" / "settings.py").read_text()
    source += (settings.BASE_DIR / "dossier" / "environment.py").read_text()
    read = set(re.findall(r"(?:text|flag|whole|listed)\(\s*\"([A-Z_]+)\"", source))
    table = (settings.BASE_DIR / "docs" / "operators.md").read_text()
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE))
    assert documented == read
