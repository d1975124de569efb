"""Texts that would burst a page, on the narrowest phone."""

import pytest
from playwright.sync_api import Dialog, expect

from dossier.models import Article
from polls.models import Comment
from polls.plaintext import clean
from tests.factories import CommentFactory
from tests.journeys.conftest import Arrive
from tests.polls.discussion.test_hostile import CORPUS

pytestmark = pytest.mark.journey


def test_no_text_makes_a_narrow_page_wider(dossier: Article, arrive: Arrive) -> None:
    """Each as a comment by somebody with the longest name, and as a reply three levels deep."""
    for text in CORPUS:
        parent: Comment | None = None
        for _level in range(3):
            parent = CommentFactory(
                article=dossier, parent=parent, body=clean(text)[:4000], author_name="W" * 40
            )
    reader = arrive()
    reader.set_viewport_size({"width": 320, "height": 640})
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    reader.on("dialog", note)
    for page in ("", "?sort=oldest"):
        reader.goto(f"{dossier.get_absolute_url()}{page}")
        expect(reader.locator("#discussion")).to_be_visible()
        wider = reader.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wider == 0
    assert dialogs == []
