"""A pack on disk: dossier.toml, texts.<language>.toml, and Markdown files for the long texts."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit
from django.conf import settings
from django.core.validators import slug_re

from dossier.packs.errors import PackError
from dossier.packs.layout import SECTIONS

type Table = dict[str, Any]


@dataclass
class Pack:
    """The content of a pack's files."""

    structure: Table
    """dossier.toml."""
    texts: dict[str, Table]
    """texts.<language>.toml by language."""
    markdown: dict[tuple[str, str], str] = field(default_factory=dict)
    """(path without its endings, language) → Markdown, for example ("passages/money", "fr")."""

    @property
    def slug(self) -> str:
        return str(self.structure["slug"])

    @property
    def languages(self) -> list[str]:
        return list(self.structure["languages"])


def read(folder: Path) -> Pack:
    """The pack in ``folder``. Raises PackError for a missing, unreadable or malformed file."""
    if not folder.is_dir():
        raise PackError(f"{folder}: there is no such folder.")
    structure = _toml(folder / "dossier.toml")
    languages = _languages(structure)
    return Pack(
        structure=structure,
        texts={code: _toml(folder / f"texts.{code}.toml") for code in languages},
        markdown={
            (path, code): _text(folder / f"{path}.{code}.md")
            for path in _markdown_paths(structure)
            for code in languages
        },
    )


def write(pack: Pack, folder: Path) -> None:
    """Write the pack into ``folder``, which is made if need be. Raises PackError if it cannot."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_toml(pack.structure, folder / "dossier.toml")
        for code, texts in pack.texts.items():
            _write_toml(texts, folder / f"texts.{code}.toml")
        for (path, code), text in pack.markdown.items():
            file = folder / f"{path}.{code}.md"
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise PackError(f"{error.filename}: {error.strerror}.") from error


def _languages(structure: Table) -> list[str]:
    languages = structure.get("languages")
    known = dict(settings.LANGUAGES)
    if (
        not languages
        or not isinstance(languages, list)
        or not all(isinstance(code, str) and code in known for code in languages)
    ):
        raise PackError(f"dossier.toml: languages must list some of {', '.join(known)}.")
    if structure.get("source_language") not in languages:
        raise PackError("dossier.toml: source_language must be one of the languages.")
    return languages


def _markdown_paths(structure: Table) -> list[str]:
    paths = ["standfirst"]
    for section in SECTIONS:
        if section.markdown:
            paths += [
                f"{section.name}/{slug_of(section.name, entry)}"
                for entry in entries_in(structure, section.name)
            ]
    return paths


def entries_in(table: Table, section: str) -> list[Any]:
    """The entries of a section, in order; none if it is left out."""
    entries = table.get(section, [])
    if not isinstance(entries, list):
        raise PackError(f"{section}: must be a list of entries.")
    return entries


def slug_of(section: str, entry: Any) -> str:
    """The entry's slug, fit to be part of a path."""
    slug = entry.get("slug") if isinstance(entry, dict) else None
    if not isinstance(slug, str):
        raise PackError(f"{section}: every entry needs a slug.")
    if not slug_re.fullmatch(slug):
        raise PackError(f"{section}.{slug}: a slug has letters, digits, hyphens and nothing else.")
    return slug


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PackError(f"{path}: not UTF-8 at byte {error.start}.") from error
    except OSError as error:
        raise PackError(f"{path}: {error.strerror}.") from error


def _toml(path: Path) -> Table:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{path}: {error}.") from error


def _write_toml(table: Table, path: Path) -> None:
    text = tomlkit.dumps(table)
    path.write_text(text, encoding="utf-8", newline="\n")
