"""Personal data taken out of a comment for good."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from polls.models import Hold
from polls.moderation import CannotBeUndone, NotAllowed, NothingToDecide, TextChanged, undo
from polls.moderation.redaction import GAP, passages_of, redact, without
from polls.moderation.refusals import NothingToRedact
from tests.factories import CommentFactory, FlagFactory, UserFactory

NOW = timezone.now()
BODY = "M. Martin, 12 rue des Lilas, a tort. Écrivez à martin@example.org. M. Martin !"


@pytest.fixture
def moderator(db: None) -> User:
    return UserFactory(groups=["Moderators"])


def everything_in_the_database() -> str:
    """All rows of all tables as text."""
    with connection.cursor() as cursor:
        rows: list[Any] = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows.extend(cursor.fetchall())
    return repr(rows)


def test_what_is_taken_out_is_nowhere_any_more(moderator: User) -> None:
    comment = CommentFactory(body=BODY, status="published")
    FlagFactory(comment=comment, reason="privacy", note="C’est le 12 rue des Lilas !")
    Hold.objects.create(comment=comment, rule="words", found="12 rue des Lilas", held_at=NOW)
    assert "rue des Lilas" in everything_in_the_database()
    decision = redact(
        comment=comment,
        passages=passages_of("M. Martin\n12 rue des Lilas\n\nmartin@example.org"),
        moderator=moderator,
        reason="privacy",
        now=NOW,
    )
    comment.refresh_from_db()
    assert comment.body == f"{GAP}, {GAP}, a tort. Écrivez à {GAP}. {GAP} !"
    assert (comment.redacted_at, comment.status) == (NOW, "published")
    assert decision.characters == 2 * len("M. Martin") + 16 + 18
    assert (decision.decided_by, decision.from_status) == (moderator.get_username(), "published")
    left = everything_in_the_database()
    for gone in ("rue des Lilas", "martin@example.org", "M. Martin"):
        assert gone not in left


def test_what_is_not_there_is_not_redacted(moderator: User) -> None:
    comment = CommentFactory(body=BODY)
    for passages in (["Mme Martin"], []):
        with pytest.raises(NothingToRedact):
            redact(comment=comment, passages=passages, moderator=moderator, now=NOW)
    comment.refresh_from_db()
    assert (comment.body, comment.decisions.count()) == (BODY, 0)


def test_what_its_author_has_edited_since_is_read_again_first(moderator: User) -> None:
    comment = CommentFactory(body=BODY, edited_at=NOW)
    with pytest.raises(TextChanged):
        redact(
            comment=comment,
            passages=["M. Martin"],
            moderator=moderator,
            seen_at=NOW - timedelta(seconds=1),
            now=NOW,
        )


def test_it_is_for_moderators_and_cannot_be_undone(moderator: User) -> None:
    comment = CommentFactory(body=BODY)
    with pytest.raises(NotAllowed):
        redact(
            comment=comment,
            passages=["M. Martin"],
            moderator=UserFactory(groups=["Editors"]),
            now=NOW,
        )
    decision = redact(comment=comment, passages=["M. Martin"], moderator=moderator, now=NOW)
    with pytest.raises(CannotBeUndone):
        undo(decision=decision, moderator=moderator, now=NOW)


def test_where_no_text_is_left_nothing_is_redacted(moderator: User) -> None:
    comment = CommentFactory(body="", status="deleted")
    with pytest.raises(NothingToDecide):
        redact(comment=comment, passages=["x"], moderator=moderator, now=NOW)


@given(st.text("ab c", min_size=1, max_size=40), st.data())
def test_no_passage_survives_and_the_rest_does(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    passage = text[start : data.draw(st.integers(start + 1, len(text)))].strip()
    if passage:
        redacted = without(text, [passage])
        kept = redacted.text.replace(GAP, "")
        assert len(kept) + redacted.characters == len(text)
        assert redacted.characters == text.count(passage) * len(passage)
        assert passage not in redacted.text.split(GAP)
