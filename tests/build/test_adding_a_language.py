"""docs/languages.md: a language is added by the steps that it lists, in a copy of the site.

Arabic, which runs from right to left and has six plural forms; what it says is made of the English.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.db import connection

from tests.look.pseudo import LEFTWARD

ROOT: Path = settings.BASE_DIR
STEPS = dict(
    re.findall(
        r"^```(?:sh|python) (\w+)\n(.*?)^```$",
        (ROOT / "docs/languages.md").read_text(),
        re.M | re.S,
    )
)
ROOMS = ("dossier", "polls", "static", "templates")
LOOK = """
from django.test import Client
from django.test.utils import setup_test_environment
from dossier.models import Article
setup_test_environment()
reader = Client()
print("ROOT", reader.get("/", headers={"Accept-Language": "ar"}).headers["Location"])
for address in ("/ar/", "/ar/openai-musk/", "/ar/openai-musk/lawsuit/", "/ar/me/", "/fr/", "/en/"):
    page = reader.get(address)
    print("PAGE", address, page.status_code, page.content.decode().replace(chr(10), " "))
print("TITLE", Article.objects.get().title_ar)
print("API", reader.get("/api/v1/dossiers", {"lang": "ar"}).json()["items"][0]["title"])
"""


@pytest.fixture
def copy(tmp_path: Path, transactional_db: None) -> Path:
    """The site without its tests and what it is deployed with; of its data, the empty tables."""
    site = tmp_path / "site"
    ignored = shutil.ignore_patterns("__pycache__", "*.mo")
    for room in ROOMS:
        shutil.copytree(ROOT / room, site / room, ignore=ignored)
    shutil.copy(ROOT / "manage.py", site)
    (site / "var").mkdir()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(site / "var" / "dossier.sqlite3")])
    return site


def run(site: Path, *command: str, given: str | None = None) -> str:
    """A command of the site, which must succeed; what it said."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=site,
        env=environment | {"DEBUG": "1", "STATE_DIR": str(site / "var")},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def name_it(site: Path) -> None:
    file = site / "dossier/settings.py"
    named, count = re.subn(r"^LANGUAGES = .*\n", STEPS["settings"], file.read_text(), flags=re.M)
    assert count == 1
    file.write_text(named)


def give_it_columns(site: Path) -> None:
    for command in STEPS["columns"].splitlines():
        run(site, *command.split())


def translate_the_interface(site: Path) -> None:
    """As makemessages begins a catalogue, whose program a machine that tests need not have."""
    assert "makemessages --locale ar " in STEPS["catalogue"]
    with (site / "dossier/locale/fr/LC_MESSAGES/django.po").open("rb") as file:
        texts: list[Message] = [message for message in read_po(file) if message.id]
    catalogue = Catalog(locale="ar", charset="utf-8", fuzzy=False)
    assert catalogue.num_plurals == 6
    for text in texts:
        if isinstance(text.id, str):
            said: str | tuple[str, ...] = LEFTWARD.write(text.id)
        else:
            said = (LEFTWARD.write(text.id[0]), *[LEFTWARD.write(text.id[1])] * 5)
        catalogue.add(text.id, said, context=text.context, flags=text.flags)
    folder = site / "dossier/locale/ar/LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.po").open("wb") as file:
        write_po(file, catalogue)
    run(
        *(site, "-m", "babel.messages.frontend", "--quiet", "compile"),
        *("--domain", "django", "--directory", "dossier/locale"),
    )


def leftward(texts: Any) -> Any:
    if isinstance(texts, dict):
        return {name: leftward(text) for name, text in texts.items()}
    return LEFTWARD.write(texts)


def translate_the_dossier(site: Path) -> Path:
    pack = site / "dossier/packs/openai-musk"
    for english in [*pack.glob("**/*.en.md")]:
        (english.parent / english.name.replace(".en.", ".ar.")).write_text(
            LEFTWARD.write(english.read_text())
        )
    texts = tomllib.loads((pack / "texts.en.toml").read_text())
    (pack / "texts.ar.toml").write_text(tomlkit.dumps(leftward(texts)))
    told = pack / "dossier.toml"
    told.write_text(told.read_text().replace('["fr", "en"]', '["fr", "en", "ar"]', 1))
    return pack


def test_the_steps_of_the_guide_add_a_language(copy: Path) -> None:
    name_it(copy)
    give_it_columns(copy)
    assert sorted(path.name for path in copy.glob("*/migrations/*_speak_arabic.py")) != []
    translate_the_interface(copy)
    pack = translate_the_dossier(copy)
    run(copy, "manage.py", "load_dossier", str(pack.relative_to(copy)))
    same = run(copy, "manage.py", "makemigrations", "--check", "--dry-run")
    assert same == "No changes detected\n"

    told = run(copy, "manage.py", "shell", "--no-imports", given=LOOK).splitlines()
    pages = {line.split()[1]: line for line in told if line.startswith("PAGE")}
    assert all(line.split()[2] == "200" for line in pages.values())
    said = {line.split()[0]: line.split(maxsplit=1)[1] for line in told}
    assert said["ROOT"] == "/ar/"
    title = tomllib.loads((pack / "texts.ar.toml").read_text())["title"]
    assert said["TITLE"] == said["API"] == title
    for address, line in pages.items():
        code = address.split("/")[1]
        turned = ' dir="rtl"' if code == "ar" else ""
        assert f'<html lang="{code}"{turned}' in line
        assert re.findall(r'hreflang="(\w+)"\s+href', line) == ["fr", "en", "ar"]
    assert LEFTWARD.write("Your own page") in pages["/ar/"]
    assert LEFTWARD.write("Withdraw") not in pages["/fr/"]
