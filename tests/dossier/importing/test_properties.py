"""What holds for every article."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.importing.draft import DraftArticle
from dossier.importing.reading import UnreadableArticle
from dossier.importing.repeats import distinct
from dossier.importing.sentences import split_sentences
from tests.dossier.importing.drafting import as_markdown, draft_of, passages, prompts

one_folder = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

words = st.text("abcdefghijklmnopqrstuvwxyzéàçœ", min_size=2, max_size=9).filter(
    lambda word: word not in {"al", "art", "ch", "chap", "ed", "env", "fig", "no", "par", "pp",
                              "sec", "vol", "vs", "cf", "éd"}
)  # fmt: skip
quoted = st.lists(words, min_size=1, max_size=4).map(lambda inside: f"« {' '.join(inside)} »")
sentences = st.builds(
    lambda first, rest, end: " ".join([first.capitalize(), *rest]) + end,
    words,
    st.lists(words | quoted | st.sampled_from(["5,5", "GPT 3.5", "d'eux"]), min_size=1, max_size=8),
    st.sampled_from([".", " !", "…"]),
)
articles = st.lists(st.lists(sentences, min_size=1, max_size=4), min_size=1, max_size=6)
glue = st.sampled_from([" ", "", "  ", "\n\n", " \n\n\n"])


def paragraphs(article: list[list[str]]) -> str:
    return "\n\n".join(" ".join(paragraph) for paragraph in article)


def sentences_of(draft: DraftArticle) -> list[str]:
    return [
        sentence.text
        for _heading, body in passages(draft)
        for paragraph in body.split("\n\n")
        for sentence in split_sentences(paragraph)
    ]


@one_folder
@given(article=articles, again=st.data())
def test_every_distinct_sentence_is_kept_once_in_order(
    tmp_path: Path, article: list[list[str]], again: st.DataObject
) -> None:
    written = [sentence for paragraph in article for sentence in paragraph]
    repeated = again.draw(st.lists(st.sampled_from(written), max_size=8))
    joins = again.draw(st.lists(glue, min_size=len(repeated), max_size=len(repeated)))
    copies = "".join(join + sentence for join, sentence in zip(joins, repeated, strict=True))
    draft = draft_of(paragraphs(article) + copies, tmp_path)
    assert sentences_of(draft) == list(dict.fromkeys(written))
    assert len(draft.repeats) == len(written) + len(repeated) - len(set(written))


@one_folder
@given(article=articles)
def test_sentences_are_the_same_however_they_are_spaced_and_quoted(
    tmp_path: Path, article: list[list[str]]
) -> None:
    text = paragraphs(article)
    restyled = text.replace("« ", "“").replace(" »", "”").replace("'", "’").replace(" !", "!")
    draft = draft_of(f"{text}\n\n{restyled}", tmp_path)
    once = draft_of(text, tmp_path)
    assert passages(draft) == passages(once)


@one_folder
@given(article=articles, asked=st.lists(words, min_size=2, max_size=5, unique=True))
def test_importing_what_was_cleaned_gives_the_same(
    tmp_path: Path, article: list[list[str]], asked: list[str]
) -> None:
    questions = "".join(f"Que pensez-vous de {word} ?" for word in asked)
    received = f"{paragraphs(article)}\n\n{paragraphs(article)}Source : Gazette {questions}"
    draft = draft_of(received, tmp_path)
    again = draft_of(as_markdown(draft), tmp_path, name="clean.md")
    assert prompts(draft) == [f"Que pensez-vous de {word} ?" for word in asked]
    assert (passages(again), prompts(again)) == (passages(draft), prompts(draft))
    assert again.repeats == ()


markup = st.sampled_from(
    [
        *"<p> </p> <h1> <li> </ul> <nav> </nav> <br> <!-- --> <![x[ <b </main> <title>".split(),
        *"# ## - > ``` --- * _ [ ]( ) « » “ ” \" ' . ? ! … : ; & &amp; &#27; &#0;".split(),
        *"3.5 A a É source Source : date 2024-03 ?Que Et vous ?".split(),
        *["\n", "\n\n", " "],
    ]
)
anything = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(markup).map("".join)


@one_folder
@pytest.mark.parametrize("name", ["any.txt", "any.md", "any.html"])
@given(text=anything)
def test_any_text_becomes_a_draft_or_is_refused(tmp_path: Path, name: str, text: str) -> None:
    try:
        draft = draft_of(text, tmp_path, name=name)
    except UnreadableArticle:
        return
    assert draft.title
    assert draft.passages or draft.questions
    assert distinct(prompts(draft)) == prompts(draft)
