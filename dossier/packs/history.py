"""A dossier's revisions in its pack: written when there is more than the first, only ever added.

``[[revisions]]`` in dossier.toml has their numbers and moments, ``[revisions]`` in
texts.<language>.toml the words for readers, by number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dossier import revising
from dossier.models import Article
from dossier.packs.errors import PackError
from dossier.packs.folder import Pack, entries_in

SECTION = "revisions"


@dataclass(frozen=True)
class _Listed:
    """A revision as a pack tells it."""

    number: int
    note: revising.Notes
    made_at: datetime | None
    """None for the moment of loading."""

    @property
    def where(self) -> str:
        return f"{SECTION}.{self.number}"


def describe(article: Article, *, into: Pack) -> None:
    """Add the article's revisions to its pack, unless there is nothing but the first."""
    revisions = list(article.revisions.all())
    if len(revisions) < 2:
        return
    into.structure[SECTION] = [
        {"number": revision.number, "made_at": revision.made_at} for revision in revisions
    ]
    for code, texts in into.texts.items():
        told = {str(revision.number): getattr(revision, f"note_{code}") for revision in revisions}
        texts[SECTION] = {number: note for number, note in told.items() if note}


def store(pack: Pack, article: Article, *, before: revising.Reading | None, now: datetime) -> None:
    """Add the revisions that the pack lists beyond those there are; else one if texts changed.

    Raises PackError for one that leaves a gap, or tells otherwise what readers were told.
    """
    there = {revision.number: revision for revision in article.revisions.all()}
    added = False
    for listed in _listed(pack):
        known = there.get(listed.number)
        if known is None:
            _add(listed, article, now=now)
            added = True
        elif any(
            note != (getattr(known, f"note_{code}") or "") for code, note in listed.note.items()
        ):
            raise PackError(f"{listed.where}: is there already, with other words: they stay.")
    if not added:
        revising.revise_if_changed(article=article, before=before, now=now)


def _add(listed: _Listed, article: Article, *, now: datetime) -> None:
    made = revising.revise(article=article, note=listed.note, now=listed.made_at or now)
    if made.number != listed.number:
        raise PackError(f"{listed.where}: the next revision is {made.number}.")


def _listed(pack: Pack) -> Iterator[_Listed]:
    for entry in entries_in(pack.structure, SECTION):
        number = entry.get("number") if isinstance(entry, dict) else None
        if type(number) is not int:
            raise PackError(f"{SECTION}: every entry needs a number.")
        unknown = sorted(entry.keys() - {"number", "made_at"})
        if unknown:
            raise PackError(f"{SECTION}.{number}: unknown key {unknown[0]!r}.")
        yield _Listed(
            number=number,
            note={code: _note(pack, code, number) for code in pack.languages},
            made_at=_moment(number, entry.get("made_at")),
        )


def _note(pack: Pack, code: str, number: int) -> str:
    notes = pack.texts[code].get(SECTION, {})
    note = notes.get(str(number), "") if isinstance(notes, dict) else None
    if not isinstance(note, str) or "\0" in note:
        raise PackError(f"texts.{code}.toml: {SECTION}: {number} must be a text.")
    return note


def _moment(number: int, given: Any) -> datetime | None:
    if given is not None and (not isinstance(given, datetime) or given.tzinfo is None):
        raise PackError(f"{SECTION}.{number}: made_at must be a moment with its offset from UTC.")
    return given
