"""The systemd units: how they start Dossier, and how little they let it do."""

import re

import pytest
from django.conf import settings

UNITS = settings.BASE_DIR / "deploy" / "systemd"
NAMES = ["forget", "groups", "pages", "prepare", "streams"]
STARTED = {
    "forget": ["manage.py forget_rejected"],
    "groups": ["manage.py group_opinions --watch"],
    "pages": ["-m gunicorn --config deploy/gunicorn.conf.py"],
    "streams": ["-m gunicorn --config deploy/live.conf.py"],
    "prepare": ["manage.py migrate --no-input", "manage.py collectstatic --no-input --verbosity 0"],
}
ALLOWED = [
    "User=dossier",
    "StateDirectory=dossier",
    "StateDirectoryMode=0711",
    "UMask=0077",
    "NoNewPrivileges=yes",
    "CapabilityBoundingSet=",
    "AmbientCapabilities=",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "ProtectProc=invisible",
    "ProtectClock=yes",
    "ProtectHostname=yes",
    "ProtectControlGroups=yes",
    "ProtectKernelLogs=yes",
    "ProtectKernelModules=yes",
    "ProtectKernelTunables=yes",
    "PrivateTmp=yes",
    "PrivateDevices=yes",
    "PrivateUsers=yes",
    "RemoveIPC=yes",
    "LockPersonality=yes",
    "MemoryDenyWriteExecute=yes",
    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
    "RestrictNamespaces=yes",
    "RestrictRealtime=yes",
    "RestrictSUIDSGID=yes",
    "SystemCallArchitectures=native",
    "SystemCallFilter=@system-service",
    "SystemCallFilter=~@privileged",
]


def unit(name: str) -> str:
    return (UNITS / f"dossier-{name}.service").read_text()


def test_these_are_the_units() -> None:
    assert sorted(path.name for path in UNITS.glob("*.service")) == [
        f"dossier-{name}.service" for name in NAMES
    ]


def test_a_timer_starts_what_runs_by_the_clock() -> None:
    (timer,) = UNITS.glob("*.timer")
    assert (UNITS / f"{timer.stem}.service").is_file()
    assert re.findall(r"^(?:OnCalendar|Persistent)=.*$", timer.read_text(), re.MULTILINE) == [
        "OnCalendar=*-*-* 04:10:00",
        "Persistent=yes",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_starts_what_there_is_with_the_projects_interpreter(name: str) -> None:
    started = re.findall(r"^ExecStart=.*?\.venv/bin/python (.*?)\"?$", unit(name), re.MULTILINE)
    assert started == STARTED[name]
    for path in re.findall(r"\S+\.py\b", " ".join(started)):
        assert (settings.BASE_DIR / path).is_file()


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_may_do_what_all_may_and_no_more(name: str) -> None:
    _head, _line, may = unit(name).partition("# What it may do: ")
    assert re.findall(r"^\w+=.*$", may.partition("[Install]")[0], re.MULTILINE) == ALLOWED


def test_every_variable_a_unit_sets_is_documented() -> None:
    documented = (settings.BASE_DIR / "docs" / "operators.md").read_text()
    lines = [line for name in NAMES for line in re.findall(r"^Environment=(.*)$", unit(name), re.M)]
    variables = {variable.partition("=")[0] for line in lines for variable in line.split()}
    assert variables == {"BEHIND_PROXY", "BIND", "OPENBLAS_NUM_THREADS", "STATE_DIR"}
    assert [name for name in variables if f"`{name}`" not in documented] == []
