"""What the tests of importing share: a draft from a text, and what it says."""

from pathlib import Path

from dossier.importing.draft import DraftArticle, draft_article


def draft_of(text: str, folder: Path, *, name: str = "article.txt") -> DraftArticle:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return draft_article(file)


def passages(draft: DraftArticle) -> list[tuple[str, str]]:
    return [(passage.heading, passage.body) for passage in draft.passages]


def prompts(draft: DraftArticle) -> list[str]:
    return [question.prompt for question in draft.questions]


def as_markdown(draft: DraftArticle) -> str:
    """The draft as a clean file, such as an editor would write it."""
    front = f"---\ntitle: {draft.title}\ndate: {draft.dated}\nlanguage: {draft.language}\n---"
    parts = [part for p in draft.passages for part in (f"## {p.heading}", p.body)]
    closing = [f"Source : {draft.source}"] if draft.source else []
    return "\n\n".join([front, *parts, *closing, *prompts(draft)])
