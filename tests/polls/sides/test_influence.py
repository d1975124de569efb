"""How many minds a thing has changed, and from how many on it is said."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.models import MindChange, Side
from polls.sides import influence
from polls.sides.influence import FEWEST, Influence
from tests.factories import CommentFactory, QuestionFactory, VoterFactory

told = st.lists(st.tuples(st.integers(1, 8), st.sampled_from(Side)), max_size=30)


@given(told)
def test_no_number_under_three_is_ever_said(changes: list[tuple[int, Side]]) -> None:
    found = influence.influence(changes)
    readers = {reader for reader, _side in changes}
    if found is None:
        assert len(readers) < FEWEST
        return
    assert found.minds == len(readers)
    each = Counter(side for _reader, side in set(changes))
    assert found.towards in ({}, dict(each))
    assert all(count >= FEWEST for count in found.towards.values())


@pytest.mark.django_db
def test_a_reader_counts_once_also_as_two_who_turned_out_to_be_one() -> None:
    question = QuestionFactory()
    comment = CommentFactory(article=question.article, question=question)
    kept, other = VoterFactory(), VoterFactory()
    twin = VoterFactory(merged_into=kept)
    for voter, revision in ((kept, 2), (kept, 3), (twin, 2), (other, 2)):
        MindChange.objects.create(
            question=question,
            voter=voter,
            revision=revision,
            comment=comment,
            direction=Side.FOR,
            told_at=comment.posted_at,
        )
    assert influence.by_comment([comment.pk]) == {}
    MindChange.objects.create(
        question=question,
        voter=VoterFactory(),
        revision=2,
        comment=comment,
        direction=Side.FOR,
        told_at=comment.posted_at,
    )
    assert influence.by_comment([comment.pk]) == {comment.pk: Influence(3, {Side.FOR: 3})}
