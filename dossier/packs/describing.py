"""From the database to a pack."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models

from dossier.models import Article
from dossier.packs import history
from dossier.packs.folder import Pack, Table
from dossier.packs.layout import ARTICLE_FACTS, ARTICLE_TEXTS, SECTIONS, Section, default_of


def describe(article: Article) -> Pack:
    """The article with all that belongs to it, but nothing that readers have added."""
    languages = [code for code, _name in settings.LANGUAGES if getattr(article, f"title_{code}")]
    pack = Pack(
        structure={
            "slug": article.slug,
            "source_language": article.source_language,
            "languages": languages,
        },
        texts={code: _texts(article, ARTICLE_TEXTS, code) for code in languages},
        markdown={
            ("standfirst", code): getattr(article, f"standfirst_{code}") or "" for code in languages
        },
    )
    pack.structure |= _facts(article, {name: default_of(Article, name) for name in ARTICLE_FACTS})
    for section in SECTIONS:
        _describe_section(section, article, into=pack.structure, texts=pack.texts, pack=pack)
    history.describe(article, into=pack)
    return pack


def _describe_section(
    section: Section,
    owner: models.Model,
    *,
    into: Table,
    texts: dict[str, Table],
    pack: Pack,
) -> None:
    rows = entries_of(section, owner)
    if not rows:
        return
    into[section.name] = []
    for table in texts.values():
        table[section.name] = {}
    for row in rows:
        entry: Table = {"slug": row.slug}
        entry |= _facts(row, {name: section.default(name) for name in section.facts})
        named = [*section.links, *section.peers]
        entry |= {link: getattr(row, link).slug for link in named if getattr(row, link)}
        into[section.name].append(entry)
        own: dict[str, Table] = {code: _texts(row, section.texts, code) for code in texts}
        for code, table in texts.items():
            table[section.name][row.slug] = (
                own[code].get(section.texts[0], "") if section.bare_text else own[code]
            )
            if section.markdown:
                body = getattr(row, f"{section.markdown}_{code}") or ""
                pack.markdown[f"{section.name}/{row.slug}", code] = body
        for part in section.parts:
            _describe_section(part, row, into=entry, texts=own, pack=pack)


def entries_of(section: Section, owner: models.Model) -> list[Any]:
    """The editors' own rows of a section, in order; statements proposed by readers are not."""
    rows = section.model._default_manager.filter(**{section.owner: owner})
    if section.name == "choices":
        rows = rows.filter(proposed_at__isnull=True)
    named = [*section.links, *section.peers]
    return list(rows.select_related(*named) if named else rows)


def _facts(row: models.Model, defaults: Mapping[str, Any]) -> Table:
    """The facts that are not what they would be if they were left out."""
    return {
        name: _plain(value)
        for name, default in defaults.items()
        if (value := getattr(row, name)) not in (default, None)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value) if isinstance(value, str) else value


def _texts(row: models.Model, names: tuple[str, ...], code: str) -> Table:
    return {name: text for name in names if (text := getattr(row, f"{name}_{code}"))}
