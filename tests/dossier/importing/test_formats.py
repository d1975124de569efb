"""Plain text, Markdown and HTML to the same kind of draft."""

from pathlib import Path

import pytest

from dossier.markdown import plain
from tests.dossier.importing.drafting import draft_of, passages, prompts

PLAIN = """\
Le grand procès

Publié le 5 mars 2024 par Anne Roux

Le juge a parlé. Les parties se taisent.

Ce que dit la défense

Elle conteste tout.
- les chiffres
- les dates, même
  les plus anciennes

Source : La Gazette
Et vous ?
Que pensez-vous du juge ?
Le procès va-t-il durer ?
"""

MARKDOWN = """\
---
title: "Le grand procès"
date: 2024-03-05
standfirst: Un juge parle.
---

*Publié par [Anne Roux](https://example.org/roux)*

Le juge a **parlé**. Les parties
se taisent.

## Ce que dit la défense

Elle conteste [tout](https://example.org/a.b?c=D).

- les chiffres
- les dates, même les plus anciennes

> Tout est faux. Tout.

```
x = 1. Y
```

## Et vous ?

- Que pensez-vous du *juge* ?
- Le procès va-t-il durer ?

**Source :** [La Gazette](https://example.org/)
"""

HTML = """\
<!doctype html>
<html lang="fr"><head><title>Le grand procès — La Gazette</title>
<meta property="article:published_time" content="2024-03-05T09:00:00Z">
<style>p { color: red }</style><script>if (a < b) document.write("<p>Non.</p>")</script></head>
<body><nav><ul><li>Accueil</ul></nav><header><h1>La Gazette</h1></header>
<!-- <p>Un commentaire.</p> -->
<main><article><header><h1>Le grand <em>procès</em></h1><p>Par la rédaction</p></header>
<p>Le juge a <b>parlé</b>.<br>Les parties se taisent.
<h2>Ce que dit la défense</h2>
<p>Elle conteste &laquo;&nbsp;tout&nbsp;&raquo; : 3 &lt; 4.</p>
<ul><li>les chiffres<li>les dates</ul>
<aside>À lire aussi</aside>
<blockquote><p>C’est vu.</p></blockquote>
<p>Source : La Gazette<br>Que pensez-vous du juge ?<br>Le procès va-t-il durer ?</p>
</article></main><footer>Contact</footer></body></html>
"""


def test_plain_text(tmp_path: Path) -> None:
    draft = draft_of(PLAIN, tmp_path)
    assert (draft.title, draft.title_is_derived) == ("Le grand procès", False)
    assert (draft.language, draft.dated, draft.source) == ("fr", "2024-03-05", "La Gazette")
    assert passages(draft) == [
        ("Introduction", "Le juge a parlé. Les parties se taisent."),
        (
            "Ce que dit la défense",
            "Elle conteste tout.\n\n- les chiffres\n- les dates, même les plus anciennes",
        ),
    ]
    assert prompts(draft) == ["Que pensez-vous du juge ?", "Le procès va-t-il durer ?"]
    assert draft.set_aside == (
        "Publié le 5 mars 2024 par Anne Roux",
        "Source : La Gazette",
        "Et vous ?",
    )


@pytest.mark.parametrize("name", ["article.md", "article.markdown", "article", "article.txt"])
def test_markdown_keeps_its_markup_in_the_text_and_loses_it_in_questions(
    tmp_path: Path, name: str
) -> None:
    draft = draft_of(MARKDOWN, tmp_path, name=name)
    assert (draft.title, draft.dated, draft.source) == (
        "Le grand procès",
        "2024-03-05",
        "La Gazette",
    )
    assert (draft.byline, draft.standfirst) == ("Anne Roux", "Un juge parle.")
    assert passages(draft) == [
        ("Introduction", "Le juge a **parlé**. Les parties se taisent."),
        (
            "Ce que dit la défense",
            """\
Elle conteste [tout](https://example.org/a.b?c=D).

- les chiffres
- les dates, même les plus anciennes

> Tout est faux. Tout.

```
x = 1. Y
```""",
        ),
    ]
    assert prompts(draft) == ["Que pensez-vous du juge ?", "Le procès va-t-il durer ?"]


@pytest.mark.parametrize("name", ["article.html", "article.htm", "article"])
def test_a_page_gives_its_article_and_nothing_around_it(tmp_path: Path, name: str) -> None:
    draft = draft_of(HTML, tmp_path, name=name)
    assert (draft.title, draft.dated, draft.source) == (
        "Le grand procès",
        "2024-03-05",
        "La Gazette",
    )
    assert passages(draft) == [
        ("Introduction", "Le juge a parlé. Les parties se taisent."),
        (
            "Ce que dit la défense",
            "Elle conteste «\xa0tout\xa0» : 3 < 4.\n\n- les chiffres\n- les dates\n\n> C’est vu.",
        ),
    ]
    assert prompts(draft) == ["Que pensez-vous du juge ?", "Le procès va-t-il durer ?"]


def test_a_page_without_article_or_heading_is_called_as_its_head_says(tmp_path: Path) -> None:
    draft = draft_of("<title>Le titre</title><p>Un mot. Un autre.</p>", tmp_path, name="a.html")
    assert (draft.title, passages(draft)) == (
        "Le titre",
        [("Introduction", "Un mot. Un autre.")],
    )


@pytest.mark.parametrize(
    "text",
    [
        "Le code *tel quel* et _ainsi_.",
        "[Un lien](https://example.org) n’en est pas un.",
        "Des balises <b>visibles</b> &amp; des signes.",
        "5 * 4 * 3 font 60.",
        "# Dièse sans titre.",
    ],
)
def test_plain_text_that_looks_like_markup_is_read_as_it_was_written(
    tmp_path: Path, text: str
) -> None:
    draft = draft_of(f"Titre\n\nUne phrase.\n\nSuite : {text}", tmp_path)
    assert plain(draft.passages[0].body) == f"Une phrase. Suite : {text}"


def test_lines_that_were_only_wrapped_are_one_paragraph(tmp_path: Path) -> None:
    wrapped = (
        "Cette ligne a été coupée par un éditeur de texte à une\n"
        "largeur de soixante caractères, et la phrase continue\n"
        "ici jusqu’à sa fin."
    )
    draft = draft_of(wrapped, tmp_path)
    assert passages(draft) == [("Introduction", wrapped.replace("\n", " "))]


def test_a_long_paragraph_is_divided_between_sentences(tmp_path: Path) -> None:
    sentences = [f"Phrase numéro {number} de ce long paragraphe." for number in range(60)]
    [(_heading, body)] = passages(draft_of(" ".join(sentences), tmp_path))
    paragraphs = body.split("\n\n")
    assert [len(paragraph.split(". ")) for paragraph in paragraphs] == [30, 30]
    assert " ".join(paragraphs) == " ".join(sentences)


@pytest.mark.parametrize(
    ("line", "dated"),
    [
        ("date 2024-03", "2024-03"),
        ("Date : 2024-03-31", "2024-03-31"),
        ("Publié le 1er avril 2024", "2024-04-01"),
        ("mardi 5 mars 2024", "2024-03-05"),
        ("Posted by Ann on March 5, 2024", "2024-03-05"),
        ("5 March 2024", "2024-03-05"),
        ("Mis à jour le 05/03/2024", "2024-03-05"),
        ("Mars 2024", "2024-03"),
        ("By Jane Doe and J. Roe, March 5, 2024", "2024-03-05"),
        ("Le 5 mars 2024 à 10:12, par Anne Roux", "2024-03-05"),
        ("date 2024-13", ""),
        ("By March 2024 nobody had answered", ""),
    ],
)
def test_dates_of_first_lines(tmp_path: Path, line: str, dated: str) -> None:
    assert draft_of(f"{line}\n\nUne phrase. Une autre.", tmp_path).dated == dated


def test_a_year_in_a_title_is_no_date(tmp_path: Path) -> None:
    draft = draft_of("Le bilan de mars 2024 en France\n\nUne phrase. Une autre.", tmp_path)
    assert (draft.title, draft.dated) == ("Le bilan de mars 2024 en France", "")


def test_the_sender_is_the_author_where_a_source_is_named(tmp_path: Path) -> None:
    draft = draft_of(PLAIN, tmp_path)
    assert (draft.byline, draft.source) == ("Anne Roux", "La Gazette")


def test_the_sender_is_the_source_where_none_is_named(tmp_path: Path) -> None:
    draft = draft_of("Envoyé par La Gazette le 5 mars 2024\n\nUn mot. Un autre.", tmp_path)
    assert (draft.byline, draft.source, draft.dated) == ("", "La Gazette", "2024-03-05")


def test_no_break_spaces_stay_and_make_no_difference(tmp_path: Path) -> None:
    draft = draft_of(
        "Un «\xa0mot\xa0». Un « mot ». Vrai\xa0?\n\nEt vous\xa0?\n\nQue dire\u202f?", tmp_path
    )
    assert passages(draft) == [("Introduction", "Un «\xa0mot\xa0». Vrai\xa0?")]
    assert prompts(draft) == ["Que dire\u202f?"]
