"""manage.py import_article: what an editor finds afterwards, and what is left of bad files."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from dossier.models import Article, Passage
from polls.models import Choice, Question
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db

TEXT = """\
Le grand procès

date 2024-03 Envoyé par La Gazette

Le juge a parlé. Les parties se taisent.

Ce que dit la défense

Elle conteste tout.

Source : La Gazette
Que pensez-vous du juge ?
Le procès va-t-il durer ?
Résultats ?
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def run(file: Path, *options: str) -> list[str]:
    output = StringIO()
    call_command("import_article", str(file), *options, stdout=output)
    return output.getvalue().splitlines()


def test_an_import_is_a_draft_with_draft_questions(file: Path) -> None:
    run(file)
    article = Article.objects.get()
    texts = Article.objects.values_list("slug", "title_fr", "title_en", "source_fr")
    assert texts.get() == ("le-grand-proces", "Le grand procès", None, "La Gazette")
    assert (article.status, article.published_at) == ("draft", None)
    assert (article.dated, article.source_language) == ("2024-03", "fr")
    assert list(article.passages.values_list("position", "slug", "heading_fr", "body_fr")) == [
        (1, "introduction", "Introduction", "Le juge a parlé. Les parties se taisent."),
        (2, "ce-que-dit-la-defense", "Ce que dit la défense", "Elle conteste tout."),
    ]
    asked = article.questions.values_list(
        "position", "slug", "kind", "prompt_fr", "status", "place"
    )
    assert list(asked) == [
        (1, "que-pensez-vous-du-juge", "scale", "Que pensez-vous du juge ?", "draft", "end"),
        (2, "le-proces-va-t-il-durer", "forecast", "Le procès va-t-il durer ?", "draft", "end"),
        (3, "resultats", "open", "Résultats ?", "draft", "end"),
    ]
    choices = Choice.objects.order_by("question__position", "position")
    assert list(choices.values_list("question__position", "position", "slug", "label_fr")) == [
        (1, 1, "tres-defavorable", "Très défavorable"),
        (1, 2, "plutot-defavorable", "Plutôt défavorable"),
        (1, 3, "ni-favorable-ni-defavorable", "Ni favorable ni défavorable"),
        (1, 4, "plutot-favorable", "Plutôt favorable"),
        (1, 5, "tres-favorable", "Très favorable"),
        (2, 1, "le-proces-va-durer", "Le procès va durer"),
    ]


def test_it_says_what_it_found_and_where_to_review_it(file: Path) -> None:
    lines = run(file)
    review = f"/admin/dossier/article/{Article.objects.get().pk}/change/"
    scale = Choice.objects.filter(question__kind="scale").values_list("label_fr", flat=True)
    assert lines == [
        "Title: Le grand procès",
        "Language: fr",
        "Date: 2024-03",
        "Source: La Gazette",
        "Author: not found",
        "Passages: 2",
        "  1. Introduction (40 characters)",
        "  2. Ce que dit la défense (19 characters)",
        "Questions: 3",
        f"  1. Que pensez-vous du juge ? [scale: {' / '.join(scale)}]",
        "  2. Le procès va-t-il durer ? [forecast: Le procès va durer]",
        "  3. Résultats ? [open]",
        "Repeated sentences left out: 0",
        "Lines set aside: date 2024-03 Envoyé par La Gazette | Source : La Gazette",
        f"Stored as the draft “le-grand-proces”; review it at {review}",
    ]


def test_a_dry_run_says_the_same_and_writes_nothing(file: Path) -> None:
    tried = run(file, "--dry-run")
    assert Article.objects.count() == 0
    assert tried[-1] == "Dry run: nothing was written."
    assert run(file)[:-1] == tried[:-1]
    assert run(file, "--dry-run")[-1] == (
        "Dry run: nothing was written. It was imported before as “le-grand-proces”."
    )


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"title": "Un meilleur titre", "slug": "meilleur"},
        {"source": "Le Temps", "dated": "2024-04"},
        {"status": Article.Status.PUBLISHED, "published_at": "2024-04-01T00:00:00Z"},
    ],
)
def test_a_file_is_imported_once_whatever_an_editor_changed(
    file: Path, change: dict[str, str]
) -> None:
    run(file)
    article = Article.objects.get()
    for name, value in change.items():
        setattr(article, name, value)
    article.save()
    assert run(file)[-1] == f"Already imported as “{article.slug}”: nothing was written."
    assert (Article.objects.count(), Question.objects.count()) == (1, 3)


def test_a_rewritten_passage_does_not_make_a_second_draft(file: Path) -> None:
    run(file)
    Passage.objects.update(body_fr="Tout autre chose.")
    assert run(file, "--language", "en")[-1] == (
        "Already imported as “le-grand-proces”: nothing was written."
    )


def test_another_article_of_the_same_title_gets_an_address_of_its_own(file: Path) -> None:
    ArticleFactory(title="Le grand procès", slug="le-grand-proces")
    run(file)
    assert set(Article.objects.values_list("slug", flat=True)) == {
        "le-grand-proces",
        "le-grand-proces-2",
    }


def test_addresses_of_the_site_are_left_to_it(file: Path) -> None:
    file.write_text("Comments\n\nUn mot. Un autre.\n\nEt vous ?\n\nResults ?", encoding="utf-8")
    run(file)
    assert Article.objects.get().slug == "comments-2"
    assert Question.objects.get().slug == "results-2"


def test_texts_as_long_as_they_may_be_fit_their_columns(file: Path) -> None:
    word = "mot " * 200
    file.write_text(
        f"# {word}\n\n## {word[:199]}\n\nUn mot.\n\nSource : {word[:100]}\n\n"
        f"Le {word[:270]}sera-t-il bon ?\n\n{'a' * 299}?",
        encoding="utf-8",
    )
    run(file)
    for model in (Article, Passage, Question, Choice):
        for row in model.objects.all():
            row.clean_fields(exclude=["title_en", "published_at"])


def test_an_english_article_is_stored_in_english(file: Path) -> None:
    file.write_text("The trial\n\nThe judge spoke. Was he right?\n\nWhat do you think of it?")
    run(file)
    texts = Article.objects.values_list("source_language", "title_en", "title_fr")
    assert texts.get() == ("en", "The trial", None)
    labels = Choice.objects.order_by("position").values_list("label_en", "label_fr")
    assert labels.first() == ("Very unfavourable", None)


def test_the_language_can_be_told(file: Path) -> None:
    assert run(file, "--language", "en", "--dry-run")[1] == "Language: en"
    with pytest.raises(CommandError, match=r"^--language is one of fr, en\.$"):
        run(file, "--language", "de")


def test_a_bad_file_leaves_nothing_behind(file: Path) -> None:
    file.write_bytes(TEXT.encode("latin-1"))
    with pytest.raises(CommandError, match="not valid UTF-8 at byte 13;"):
        run(file)
    assert Article.objects.count() == 0


def test_a_failure_half_way_leaves_nothing_behind(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Choice.objects, "bulk_create", fail)
    with pytest.raises(RuntimeError):
        run(file)
    assert (Article.objects.count(), Passage.objects.count()) == (0, 0)


def test_the_shell_gets_status_1_and_one_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\0")
    ended = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "import_article", bad],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (
        1,
        "",
        "CommandError: The file is not a text: byte 0 is a NUL.\n",
    )
