"""What the Content-Security-Policy asks of every page of the newsroom, read from its HTML."""

from html.parser import HTMLParser

import pytest

from polls.models import Question
from tests.factories import CommentFactory
from tests.polls.desk.conftest import Enter, vote

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "",
    "login/",
    "moderation/",
    "polls/policy/",
    "polls/policy/add/",
    "polls/holdingrule/",
    "polls/wordlist/",
    "polls/wordlist/fr/change/",
    "dossier/article/",
    "dossier/article/add/",
    "dossier/article/{article}/change/",
    "dossier/article/{article}/delete/",
    "dossier/article/{article}/results/",
    "polls/question/",
    "polls/question/add/",
    "polls/question/{question}/change/",
    "polls/question/{question}/results/",
    "polls/comment/",
    "polls/comment/{comment}/change/",
    "polls/decision/",
    "auth/user/",
    "auth/user/add/",
    "auth/group/add/",
)


class Inline(HTMLParser):
    """Collects what the policy would refuse: styles, handlers and scripts inside the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _value in attrs}
        values = [value or "" for _name, value in attrs]
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}" for name in names if name == "style" or name[:2] == "on"]
        self.found += [value for value in values if value.startswith(("javascript:", "data:"))]


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_inline(enter: Enter, question: Question, address: str) -> None:
    vote(question, times=12)
    comment = CommentFactory(article=question.article, question=question, status="pending")
    names = {"article": question.article_id, "question": question.pk, "comment": comment.pk}
    response = enter("root").get(f"/admin/{address.format(**names)}", follow=True)
    assert response.status_code == 200
    assert Inline(response.content.decode()).found == []
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
