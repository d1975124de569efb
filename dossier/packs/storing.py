"""From a pack to the database: texts and facts are brought up to date, ballots never touched."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from dossier import revising
from dossier.models import Article
from dossier.packs import history
from dossier.packs.describing import entries_of
from dossier.packs.errors import PackError
from dossier.packs.folder import Pack, Table, entries_in, slug_of
from dossier.packs.layout import (
    ARTICLE_FACTS,
    ARTICLE_TEXTS,
    SECTIONS,
    Section,
    column_of,
    default_of,
)
from polls.models import Ballot, Choice, Comment, Mark, Question, Turnout
from polls.models.attention import sides_are_told

type Entries = dict[str, dict[str, models.Model]]


@transaction.atomic
def store(pack: Pack, *, now: datetime) -> Article:
    """Create the pack's article, or bring it up to date; all or nothing.

    Entries that the pack no longer has are removed, except that a choice with ballots, a question
    with ballots or comments, or once there are ballots a question's kind and which answers are
    right are kept by refusing the whole pack. What readers then read anew is a revision. Raises
    PackError, which names the entry.
    """
    known = Article.objects.select_for_update(no_key=True).filter(slug=pack.structure.get("slug"))
    article = known.first() or Article()
    before = revising.reading(article)
    _refuse_unknown("dossier.toml", pack.structure, _ARTICLE_KEYS)
    facts = {name: default_of(Article, name) for name in ("slug", *ARTICLE_FACTS)}
    values = _values("dossier.toml", Article, pack.structure, facts)
    values |= _text_values("the article", pack.texts, ARTICLE_TEXTS)
    for code in pack.languages:
        values[f"standfirst_{code}"] = pack.markdown["standfirst", code]
    if values["status"] == Article.Status.PUBLISHED and article.published_at is None:
        values["published_at"] = now
    _save("the article", article, values)
    entries: Entries = {}
    gone: list[models.Model] = []
    for section in SECTIONS:
        _store_section(
            section,
            article,
            pack.structure,
            texts=pack.texts,
            pack=pack,
            entries=entries,
            gone=gone,
        )
    _remove(gone)
    history.store(pack, article, before=before, now=now)
    return article


_ARTICLE_KEYS = {
    "slug",
    "languages",
    *ARTICLE_FACTS,
    *(section.name for section in SECTIONS),
    history.SECTION,
}


def _store_section(
    section: Section,
    owner: models.Model,
    table: Table,
    *,
    texts: Mapping[str, Table],
    pack: Pack,
    entries: Entries,
    gone: list[models.Model],
) -> None:
    listed = _listed(section, table)
    existing = {row.slug: row for row in entries_of(section, owner)}
    gone += [row for slug, row in existing.items() if slug not in listed]
    section_texts = {code: _texts_of(section.name, code, text) for code, text in texts.items()}
    stored: dict[str, models.Model] = {}
    for position, (slug, entry) in enumerate(listed.items(), start=1):
        where = f"{section.name}.{slug}"
        row = existing.get(slug) or section.model(**{section.owner: owner})
        own = {
            code: {section.texts[0]: text.get(slug, "")}
            if section.bare_text
            else _texts_of(slug, code, text)
            for code, text in section_texts.items()
        }
        facts = {name: section.default(name) for name in ("slug", *section.facts)}
        values = _values(where, section.model, entry, facts)
        values |= _text_values(where, own, section.texts)
        values |= _linked(where, section.links, entry, entries)
        values["position"] = position
        if section.markdown:
            for code in pack.languages:
                body = pack.markdown[f"{section.name}/{slug}", code]
                values[f"{section.markdown}_{code}"] = body
        _refuse_unfair_change(where, row, values)
        _save(where, row, values)
        stored[slug] = row
        for part in section.parts:
            _store_section(part, row, entry, texts=own, pack=pack, entries=entries, gone=gone)
    entries[section.name] = stored
    for slug, entry in listed.items() if section.peers else ():
        peers = dict.fromkeys(section.peers, section.name)
        where = f"{section.name}.{slug}"
        _save(where, stored[slug], _linked(where, peers, entry, entries))


def _listed(section: Section, table: Table) -> dict[str, Table]:
    """The section's entries by their slugs, each with known keys only."""
    named = {*section.links, *section.peers, *(part.name for part in section.parts)}
    known = {"slug", *section.facts, *named}
    listed: dict[str, Table] = {}
    for entry in entries_in(table, section.name):
        slug = slug_of(section.name, entry)
        if slug in listed:
            raise PackError(f"{section.name}.{slug}: the slug stands twice.")
        _refuse_unknown(f"{section.name}.{slug}", entry, known)
        listed[slug] = entry
    return listed


def _texts_of(name: str, code: str, texts: Table) -> Table:
    """The table of texts under this name; an empty one if there is none."""
    found = texts.get(name, {})
    if not isinstance(found, dict):
        raise PackError(f"texts.{code}.toml: {name} must be a table.")
    return found


def _refuse_unknown(where: str, table: Table, known: set[str]) -> None:
    unknown = sorted(table.keys() - known)
    if unknown:
        raise PackError(f"{where}: unknown key {unknown[0]!r}.")


def _values(
    where: str, model: type[models.Model], entry: Table, defaults: Mapping[str, Any]
) -> dict[str, Any]:
    """The entry's facts, or what they are when it leaves them out."""
    values = {}
    for name, default in defaults.items():
        try:
            values[name] = column_of(model, name).to_python(entry.get(name, default))
        except ValidationError as error:
            raise PackError(f"{where}: {name}: {error.messages[0]}") from error
    return values


def _text_values(where: str, texts: Mapping[str, Table], names: Sequence[str]) -> dict[str, str]:
    values = {}
    for code, table in texts.items():
        for name in names:
            text = table.get(name, "")
            if not isinstance(text, str):
                raise PackError(f"texts.{code}.toml: {where}: {name} must be a text.")
            values[f"{name}_{code}"] = text
    return values


def _linked(where: str, links: Mapping[str, str], entry: Table, entries: Entries) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for link, target in links.items():
        slug = entry.get(link)
        if slug is not None and (not isinstance(slug, str) or slug not in entries[target]):
            raise PackError(f"{where}: {link} names {slug!r}, which is not among the {target}.")
        values[link] = entries[target][slug] if slug is not None else None
    return values


def _refuse_unfair_change(where: str, row: models.Model, values: dict[str, Any]) -> None:
    """Keep what readers' answers were counted and marked by."""
    if isinstance(row, Question):
        what, changes, question = "the kind", row.kind != values["kind"], row
    elif isinstance(row, Choice):
        what, changes, question = "the key", row.correct != values["correct"], row.question
        if row.pk and row.side != values["side"] and sides_are_told(question.pk):
            raise PackError(f"{where}: side cannot change: comments or approvals tell it already.")
    else:
        return
    if changes and question.pk and Ballot.objects.filter(question=question).exists():
        raise PackError(f"{where}: {what} cannot change, since readers have answered already.")


def _save(where: str, row: models.Model, values: dict[str, Any]) -> None:
    """Validate and save the row if it is new or differs."""
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        return
    for name, value in values.items():
        if isinstance(value, str) and "\0" in value:
            raise PackError(f"{where}: {name}: holds a NUL, which is no character of a text.")
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise PackError(f"{where}: {name}: {messages[0]}") from error
    row.save()
    if isinstance(row, Question | Choice):
        Turnout.objects.announce(row.pk if isinstance(row, Question) else row.question_id)


def _remove(rows: Sequence[Any]) -> None:
    """Remove what the pack no longer has, unless readers have used it.

    The last ones first: what belongs to others, or names them, stands after them.
    """
    for row in reversed(rows):
        used = _uses(row)
        if used:
            raise PackError(
                f"{row._meta.verbose_name} {row.slug!r} is no longer in the pack but {used}: "
                "keep it, or withdraw its question."
            )
        row.delete()


def _uses(row: models.Model) -> str:
    """How readers have used a row that is about to go, in words; empty if they have not."""
    if isinstance(row, Question):
        ballots = Ballot.objects.filter(question=row).count()
        comments = Comment.objects.filter(question=row).count()
        return f"has {ballots} ballots and {comments} comments" if ballots or comments else ""
    if not isinstance(row, Choice):
        return ""
    marks = Mark.objects.filter(choice=row).count()
    if marks:
        return f"{marks} ballots name it"
    marked = row.correct and Ballot.objects.filter(question=row.question_id).exists()
    return "ballots were marked by it" if marked else ""
