"""The container file and the compose files, as far as they go without a container engine."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings

from tests.servers.nginx import free_port

DEPLOY = settings.BASE_DIR / "deploy"
COMPOSED = ["one", "many"]
PATIENCE = 60  # seconds


def steps(instruction: str) -> list[str]:
    text = (DEPLOY / "Containerfile").read_text()
    return re.findall(rf"^{instruction} (.*)$", text, re.MULTILINE)


def composed(name: str) -> str:
    text = (DEPLOY / f"compose.{name}.yaml").read_text()
    return re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE)


def services(name: str) -> set[str]:
    _head, _line, rest = composed(name).partition("\nservices:\n")
    return set(re.findall(r"^  ([\w-]+):$", rest.partition("\nvolumes:\n")[0], re.MULTILINE))


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """An empty folder after the steps of the container file that need neither root nor a net."""
    for step in steps("COPY"):
        source, target = step.split()
        origin, place = settings.BASE_DIR / source, tmp_path / target
        if origin.is_dir():
            shutil.copytree(origin, place, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
        else:
            place.mkdir(exist_ok=True)
            shutil.copy(origin, place)
    return tmp_path


def run_as_written(command: list[str], image: Path, **environment: str) -> None:
    """One step in the image, whose python is this one."""
    assert command[0] == "python"
    subprocess.run(
        [sys.executable, *command[1:]],
        cwd=image,
        env={"PATH": os.environ["PATH"], "STATE_DIR": str(image / "state"), **environment},
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )


def test_what_the_image_holds_is_enough_to_prepare_and_to_serve(image: Path) -> None:
    install, build = steps("RUN")[1:]
    assert install == (
        "pip install --no-cache-dir --require-hashes --requirement requirements/base.txt"
    )
    run_as_written(build.split(), image)
    assert list((image / "dossier" / "locale").rglob("*.mo"))
    (image / "state").mkdir()
    prepare = re.findall(r'command: sh -c "(python manage.py.*)"', composed("many"))
    assert prepare == re.findall(r'command: sh -c "(python manage.py.*)"', composed("one"))
    for step in prepare[0].split(" && "):
        run_as_written(step.split(), image)
    served = re.findall(r'"([^"]+)"', steps("CMD")[0])
    assert answers(served, image) == 200


def answers(served: list[str], image: Path) -> int:
    """The status of a page of the site that the image serves by itself."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, *served[1:]],
        cwd=image,
        env={
            "PATH": os.environ["PATH"],
            "STATE_DIR": str(image / "state"),
            "BIND": f"127.0.0.1:{port}",
            "WEB_CONCURRENCY": "1",
            "LOG_LEVEL": "WARNING",
        },
    )
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and process.poll() is None:
            try:
                with urlopen(f"http://127.0.0.1:{port}/fr/openai-musk/") as page:
                    return int(page.status)
            except URLError:
                time.sleep(0.1)
    finally:
        process.terminate()
        process.wait(PATIENCE)
    pytest.fail("the image does not serve")


@pytest.mark.parametrize("name", COMPOSED)
def test_every_setting_that_is_composed_is_documented(name: str) -> None:
    documented = (settings.BASE_DIR / "docs" / "operators.md").read_text()
    shared = composed(name).partition("  environment:\n")[2].partition("  volumes:\n")[0]
    variables = set(re.findall(r"^ +([A-Z_]+):", shared, re.MULTILINE))
    assert {"ALLOWED_HOSTS", "SECRET_KEY", "BEHIND_PROXY"} <= variables
    assert [one for one in variables if f"`{one}`" not in documented] == []


def test_these_services_are_composed_and_depend_on_each_other() -> None:
    assert services("one") == {"prepare", "site", "groups"}
    assert services("many") == {
        *("prepare", "pages-1", "pages-2", "streams", "groups", "nginx", "postgres", "valkey")
    }
    for name in COMPOSED:
        needed = re.findall(r"^ +(?:- )?([\w-]+):?\n +condition:", composed(name), re.MULTILINE)
        assert set(needed) <= services(name)


def test_the_composed_nginx_asks_composed_services_only() -> None:
    """Its configuration is that of deploy/, changed by the command that the service runs."""
    command = re.search(r'command: sh -c "(sed .*) /srv/nginx.conf ', composed("many"))
    assert command
    done = subprocess.run(
        [*command[1].split(), str(DEPLOY / "nginx.conf")],
        capture_output=True,
        text=True,
        check=True,
    )
    asked = set(re.findall(r"^ +server ([\w.-]+):(\d+) ", done.stdout, re.MULTILINE))
    assert asked == {(name, "8000") for name in ("pages-1", "pages-2", "streams")}
    assert "\nuser nginx;\n" in done.stdout
