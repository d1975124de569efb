"""Marks: how far a page has come."""

from hypothesis import given
from hypothesis import strategies as st

from polls.live import marks
from polls.live.marks import Mark

LETTERS = "dsocw"
some_marks = st.dictionaries(
    st.integers(0, 10**18 - 1),
    st.builds(Mark, st.none() | st.integers(0, 10**18 - 1), st.sampled_from(LETTERS)),
    max_size=marks.MOST,
)


@given(some_marks)
def test_marks_are_read_as_they_were_written(known: dict[int, Mark]) -> None:
    assert marks.read(marks.written(known)) == known


@given(st.text())
def test_whatever_comes_in_a_request_is_read_without_a_word(text: str) -> None:
    read = marks.read(text)
    assert marks.read(marks.written(read)) == read


def test_what_is_no_mark_is_passed_over() -> None:
    good = "1.2.o"
    for bad in ("", ".", "1.2", "1.2.x", "1.-2.o", "x.2.o", "1.2.o.3", "١.2.o", f"{10**18}.1.o"):
        assert marks.read(f"{bad},{good}") == {1: Mark(2, "o")}
    assert len(marks.read(",".join(f"{number}.1.o" for number in range(10_000)))) == marks.MOST


@given(some_marks, some_marks, st.none() | st.sets(st.integers(0, 50)))
def test_a_page_is_behind_where_its_mark_is_another(
    known: dict[int, Mark], newest: dict[int, Mark], only: set[int] | None
) -> None:
    behind = marks.behind(known, newest, only=only)
    assert behind == sorted(set(behind))
    for question, mark in newest.items():
        wanted = only is None or question in only
        assert (question in behind) == (wanted and known.get(question) != mark)
    assert set(behind) <= newest.keys()
