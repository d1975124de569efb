"""Files that are no article, each refused with one line; and the encodings that are read."""

from pathlib import Path

import pytest
from django.utils.translation import override

from dossier.importing.draft import draft_article
from dossier.importing.reading import LARGEST_FILE, UnreadableArticle, read_article_text


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "article.txt"


def refusal(file: Path) -> str:
    with override("en"), pytest.raises(UnreadableArticle) as caught:
        draft_article(file)
    return str(caught.value)


ICONV = "save it as UTF-8, for example with: iconv -f WINDOWS-1252 -t UTF-8 old.txt > new.txt"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b" \r\n\t\n \xc2\xa0", "The file is empty."),
        (b"\xef\xbb\xbf\n", "The file is empty."),
        (b"\xff\xfe", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n\0\0", "The file is not a text: byte 8 is a NUL."),
        ("Du texte.".encode("utf-16-le"), "The file is not a text: byte 1 is a NUL."),
        (
            "Du texte.".encode("utf-32"),
            "The file is not a text: line 1 holds the control character U+0000.",
        ),
        (
            b"Un.\nDeux \x1b[2J.",
            "The file is not a text: line 2 holds the control character U+001B.",
        ),
        (
            "Une phrase privée.".encode("latin-1"),
            f"The file is not valid UTF-8 at byte 15; {ICONV}",
        ),
        ("“Quoted”".encode("cp1252"), f"The file is not valid UTF-8 at byte 0; {ICONV}"),
        (b"\xff\xfeU\0n\0\x00\xd8", f"The file is not valid UTF-16-LE at byte 6; {ICONV}"),
        (b"\xef\xbb\xbfUn\xff", f"The file is not valid UTF-8 at byte 5; {ICONV}"),
        (b"a" * (LARGEST_FILE + 1), "The file is too large: an article has at most 5 MB."),
    ],
)
def test_what_is_no_text_is_refused_with_one_line(file: Path, content: bytes, message: str) -> None:
    file.write_bytes(content)
    assert refusal(file) == message


def test_a_huge_file_is_refused_without_being_read_whole(file: Path) -> None:
    with file.open("wb") as sparse:
        sparse.truncate(50_000_000_000)
    assert refusal(file) == "The file is too large: an article has at most 5 MB."


def test_a_page_without_words_is_refused(file: Path) -> None:
    file.write_text("<!doctype html><title>News</title><script>var a = 1</script><nav>Home</nav>")
    assert refusal(file) == "The file holds no text of an article."


def test_a_list_of_headings_is_refused(file: Path) -> None:
    file.write_text("".join(f"# Heading {number}\n\nText {number}.\n\n" for number in range(502)))
    assert refusal(file) == ("The file has 502 passages and questions, an article at most 500.")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"There is no file “{tmp_path}”."
    assert refusal(tmp_path / "gone.txt") == f"There is no file “{tmp_path / 'gone.txt'}”."


TEXT = "Une phrase privée.\nUne autre."


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\u2028").encode(),
        TEXT.replace("é", "e\u0301").encode(),
        TEXT.replace("phrase", "phra\u00adse\u200b").encode(),
    ],
)
def test_every_way_to_write_the_same_text_is_read(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert read_article_text(file) == TEXT
