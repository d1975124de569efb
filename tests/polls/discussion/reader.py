"""A reader in a browser of their own, who comments and says what is seen."""

import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.test import Client

from dossier.models import Article
from polls.models import Comment, Question, Voter
from polls.voting import voters
from tests.factories import CommentFactory, VoterFactory

HTMX = {"HX-Request": "true"}


@dataclass
class Reader:
    """A reader who has been here before: the browser carries the voter's cookie."""

    name: str
    client: Client = field(default_factory=Client)
    voter: Voter = field(init=False)

    def __post_init__(self) -> None:
        token = voters.new_token()
        self.voter = VoterFactory(key_hash=voters.key_hash(token))
        signed = signing.Signer(salt="polls.voting.voters").sign(token)
        self.client.cookies[voters.COOKIE] = signed

    def post(self, place: Article | Question, text: str, *, htmx: bool = False, **sent: Any) -> Any:
        """Send the place's comment form, with a token as a fresh form has one."""
        data = {"text": text, "name": self.name, "token": str(uuid.uuid4())} | sent
        return self.client.post(comments_url(place), data, headers=HTMX if htmx else {})

    def do(self, comment: Comment, act: str, *, htmx: bool = False, **sent: Any) -> Any:
        return self.client.post(url_of(comment, act), sent, headers=HTMX if htmx else {})

    def look(self, comment: Comment, act: str = "", *, htmx: bool = False) -> Any:
        return self.client.get(url_of(comment, act), headers=HTMX if htmx else {})

    def reads(self, place: Article | Question, query: str = "") -> str:
        response = self.client.get(page_url(place) + query)
        assert response.status_code == 200
        return str(response.content.decode())


def page_url(place: Article | Question) -> str:
    if isinstance(place, Question):
        return f"/en/{place.article.slug}/{place.slug}/"
    return f"/en/{place.slug}/"


def comments_url(place: Article | Question) -> str:
    return f"{page_url(place)}comments/"


def url_of(comment: Comment, act: str = "") -> str:
    return f"/en/comments/{comment.pk}/{act}{'/' if act else ''}"


def comments_in(page: str) -> list[int]:
    """The comments that have a place on the page, in its order."""
    return [int(pk) for pk in re.findall(r'<li class="comment[^>]*?id="comment-(\d+)"', page)]


def texts_in(page: str) -> list[str]:
    """What stands in the comments of the page, in its order."""
    found = re.findall(r'<div class="comment-text"[^>]*>\s*<p>\s*(.*?)\s*</p>\s*</div>', page, re.S)
    return [" ".join(text.split()) for text in found]


def comment_on(place: Article | Question, **given: Any) -> Comment:
    """A comment of somebody else's, published unless said otherwise."""
    if isinstance(place, Question):
        return CommentFactory(article=place.article, question=place, **given)
    return CommentFactory(article=place, **given)
