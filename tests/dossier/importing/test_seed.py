"""The first article as it was received: text said twice, spaces lost, quotation marks mixed."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from dossier.importing.draft import DraftArticle, draft_article
from tests.dossier.importing.drafting import as_markdown, draft_of, passages, prompts

SEED = settings.BASE_DIR.parent / "shared" / "seed" / "article.fr.txt"

pytestmark = pytest.mark.skipif(
    not SEED.exists(), reason="the shared folder is absent: ../shared/seed"
)


@pytest.fixture(scope="module")
def draft() -> DraftArticle:
    return draft_article(SEED)


def words_of(draft: DraftArticle) -> str:
    """All the text of the draft but the heading above the first one, on one line."""
    first, *others = draft.passages
    parts = [first.body, *(part for p in others for part in (p.heading, p.body)), *prompts(draft)]
    return " ".join(" ".join(parts).split())


def test_what_the_article_says_of_itself(draft: DraftArticle) -> None:
    assert (draft.language, draft.dated, draft.source) == ("fr", "2024-03", "OpenAI")
    assert draft.title_is_derived
    assert draft.title.startswith("Brouillon : La mission d'OpenAI")
    assert draft.set_aside == ("date 2024-03 Envoyé par OpenAI Envoyé par", "Source : OpenAI")


def test_its_nine_closing_questions_in_order_with_a_kind_that_fits(draft: DraftArticle) -> None:
    closing = SEED.read_text(encoding="utf-8").partition("Source : OpenAI")[2]
    assert prompts(draft) == [asked.strip() for asked in re.findall(r"[^?]+\?", closing)]
    assert [question.kind for question in draft.questions] == [
        "open",
        "scale",
        "scale",
        "single",
        "single",
        "multiple",
        "forecast",
        "multiple",
        "single",
    ]
    assert draft.questions[6].choices == ("La plainte va être rejetée",)


def test_only_the_part_that_is_said_twice_is_dropped(draft: DraftArticle) -> None:
    """Without its spaces the draft is the file, less the repeated paragraph and the credits."""
    received = SEED.read_text(encoding="utf-8")
    start = received.index("Les gens pensaient-ils")
    again = received.index("Les gens pensaient-ils", start + 1)
    end = received.index("La guéguerre")
    once = received[:again] + received[end:]
    for line in draft.set_aside:
        once = once.replace(line, "", 1)
    assert re.sub(r"\s", "", words_of(draft)) == re.sub(r"\s", "", once)
    assert len(draft.repeats) == 7


def test_sentences_that_were_glued_are_apart_again(draft: DraftArticle) -> None:
    text = words_of(draft)
    glued = re.findall(r"\w*[.?!»](?=[A-ZÀ-Ý«])|\s:(?=[A-ZÀ-Ý])", text)
    assert glued == []
    assert "pour former GPT 3.5. Ils ont fait" in text
    assert "de 5,5 ans" in text
    assert "bailleur de fonds. « L'accord fondateur" in " ".join(text.split())


def test_short_lines_are_the_headings(draft: DraftArticle) -> None:
    received = SEED.read_text(encoding="utf-8").split("\n\n")
    short = [line.strip() for line in received if line.strip() and line.strip()[-1].isalnum()]
    assert [heading for heading, _body in passages(draft)] == ["Introduction", *short[1:]]


def test_no_paragraph_is_too_long_to_read(draft: DraftArticle) -> None:
    lengths = [len(p) for _heading, body in passages(draft) for p in body.split("\n\n")]
    assert max(lengths) <= 1_200


def test_importing_what_was_cleaned_gives_the_same(draft: DraftArticle, tmp_path: Path) -> None:
    again = draft_of(as_markdown(draft), tmp_path, name="clean.md")
    assert (passages(again), again.questions) == (passages(draft), draft.questions)
    assert (again.title, again.dated, again.source) == (draft.title, draft.dated, draft.source)
    assert again.repeats == ()


def test_the_whole_article_twice_is_the_article_once(draft: DraftArticle, tmp_path: Path) -> None:
    received = SEED.read_text(encoding="utf-8")
    twice = draft_of(f"{received}\n\n{received}", tmp_path)
    assert (passages(twice), prompts(twice)) == (passages(draft), prompts(draft))
