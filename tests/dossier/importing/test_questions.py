"""Which questions close an article, and which belong to its text."""

from pathlib import Path

import pytest

from tests.dossier.importing.drafting import draft_of, passages, prompts

TWO = ["Est-ce juste ?", "Qui gagnera ?"]


@pytest.mark.parametrize(
    "ending",
    [
        "Source : La Gazette\n\nEst-ce juste ?\n\nQui gagnera ?",
        "Source : La Gazette Est-ce juste ?Qui gagnera ?",
        "Un autre.Source : La Gazette Est-ce juste ? Qui gagnera ?",
        "Et vous ?\n\nEst-ce juste ? Qui gagnera ?",
        "Et vous ?Est-ce juste ?Qui gagnera ?",
        "Sources : La Gazette, Le Temps\n\nEt vous ?\n\n- Est-ce juste ?\n- Qui gagnera ?",
        "What do you think\n\n1. Est-ce juste ?\n2. Qui gagnera ?",
        "Est-ce juste ?\n\nQui gagnera ?",
        "Et vous ?\n\nEst-ce juste ?\n\nQui gagnera ?\n\nUn autre.",
        "Source : La Gazette\n\nEst-ce juste ? Est-ce juste ?\nQui gagnera ?",
    ],
)
def test_closing_questions_are_found_in_order(tmp_path: Path, ending: str) -> None:
    draft = draft_of(f"Un titre\n\nUn mot. Un autre.\n\n{ending}", tmp_path)
    assert prompts(draft) == TWO
    assert passages(draft) == [("Introduction", "Un mot. Un autre.")]


@pytest.mark.parametrize(
    "ending",
    [
        "Est-ce juste ? Qui gagnera ? Personne ne le sait.",
        "Il demande : « Est-ce juste ? Qui gagnera ? »",
        "« Est-ce juste ? Qui gagnera ? », demande-t-il.",
        "Un mot de plus. Est-ce juste ? Qui gagnera ?",
        "Qui gagnera ?",
        'Il dit : "Vraiment ?" "Qui gagnera ?"',
        "Est-ce juste ?\n\nNul ne le sait.",
    ],
)
def test_questions_of_the_text_stay_in_the_text(tmp_path: Path, ending: str) -> None:
    draft = draft_of(f"Un titre\n\nUn mot. Un autre.\n\n{ending}", tmp_path)
    assert prompts(draft) == []
    assert passages(draft) == [("Introduction", f"Un mot. Un autre.\n\n{ending}")]


def test_a_question_after_the_source_of_a_picture_stays_in_the_text(tmp_path: Path) -> None:
    text = "Un titre\n\nUn mot.\n\nSource : La Gazette\n\nEst-ce juste ?\n\nNul ne le sait."
    draft = draft_of(text, tmp_path)
    assert prompts(draft) == []
    assert passages(draft) == [("Introduction", "Un mot.\n\nEst-ce juste ?\n\nNul ne le sait.")]


def test_one_last_question_to_the_reader_closes_the_article(tmp_path: Path) -> None:
    draft = draft_of("Un titre\n\nUn mot. Un autre.\n\nQu’en dites-vous ?", tmp_path)
    assert prompts(draft) == ["Qu’en dites-vous ?"]


def test_quotations_of_a_page_ask_the_reader_nothing(tmp_path: Path) -> None:
    page = "<p>Un mot.</p><blockquote><p>Qu’en dites-vous ?</p><p>Et eux ?</p></blockquote>"
    assert prompts(draft_of(page, tmp_path, name="a.html")) == []


def test_questions_alone_make_a_draft(tmp_path: Path) -> None:
    draft = draft_of("Est-ce juste ? Qui gagnera ?", tmp_path)
    assert (draft.title, passages(draft), prompts(draft)) == (
        "Brouillon : Est-ce juste ?",
        [],
        TWO,
    )


def test_what_is_too_long_to_ask_stays_in_the_text(tmp_path: Path) -> None:
    long = f"Est-ce que {'vraiment ' * 40}vous savez ?"
    draft = draft_of(f"Un titre\n\nUn mot.\n\n{long}", tmp_path)
    assert prompts(draft) == []
    assert long in draft.passages[0].body


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Source : Le Monde Que faire ? Qui gagnera ?", "Le Monde"),
        ("Source : Le Monde Les torts sont-ils partagés ? Qui gagnera ?", "Le Monde"),
        ("Source: The Verge What happened? Who won?", "The Verge"),
        ("Sources : A, B et C.\n\nQue faire ? Qui gagnera ?", "A, B et C"),
    ],
)
def test_a_source_ends_where_the_questions_begin(tmp_path: Path, line: str, source: str) -> None:
    draft = draft_of(f"Un mot. Un autre.\n\n{line}", tmp_path)
    assert (draft.source, len(draft.questions)) == (source, 2)
