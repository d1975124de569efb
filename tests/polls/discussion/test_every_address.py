"""What is not published is its author's and the moderators' alone, at every address of the site.

The addresses come from the site itself: one that is added is walked as well, or this test fails for
want of a value for what is new in it.
"""

import re
import time
from collections.abc import Iterator
from itertools import product
from typing import Any, cast

import pytest
from django.test import Client, override_settings
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from polls.downloads.parts import PART_OF
from polls.live.watching import pulse_of
from polls.models import Comment, Question
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    PassageFactory,
    QuestionFactory,
    UserFactory,
)
from tests.polls.discussion.reader import HTMX, Reader, page_url

pytestmark = pytest.mark.django_db

HIDDEN = ["pending", "rejected", "spam", "deleted"]
SECRET = re.compile("Texte-|Nom-")
DESK = "admin"


@pytest.fixture
def planted(alice: Reader) -> list[Comment]:
    """Alice's comments in every hidden state and in every place, among published ones of others."""
    article = ArticleFactory()
    question = QuestionFactory(article=article)
    places: list[dict[str, Any]] = [
        {"article": article},
        {"article": article, "question": question},
        {"article": article, "passage": PassageFactory(article=article)},
    ]
    places += [{**place, "parent": CommentFactory(**place, body="Ouvert.")} for place in places]
    return [
        CommentFactory(
            **place,
            voter=alice.voter,
            status=status,
            author_name="" if status == "deleted" else f"Nom-{status}-{number}",
            body="" if status == "deleted" else f"Texte-{status}-{number}",
        )
        for status in HIDDEN
        for number, place in enumerate(places)
    ]


def addresses(planted: list[Comment]) -> Iterator[str]:
    """Every address of the public site, with every value that can stand in it."""
    article = planted[0].article
    values = {
        "dossier": [article.slug],
        "question": [Question.objects.get(article=article).slug],
        "passage": [article.passages.get().slug],
        "pk": [comment.pk for comment in planted],
        "form": ["csv", "json", "svg", "png", "html", "md"],
        "number": ["1"],
        "token": ["x"],
        "part": list(PART_OF),
        "name": [Question.objects.get(article=article).slug],
    }
    for spaces, pattern in _patterns(get_resolver(), ()):
        if pattern.name is None:
            continue
        names = sorted(pattern.pattern.regex.groupindex)
        assert set(names) <= values.keys(), f"what can stand in {pattern.pattern}?"
        found = [
            address
            for chosen in product(*[cast(list[object], values[name]) for name in names])
            if (
                address := _reversed(
                    ":".join([*spaces, pattern.name]), zip(names, chosen, strict=True)
                )
            )
        ]
        assert found, f"{pattern.pattern} is never walked"
        yield from found


def _reversed(name: str, chosen: Any) -> str | None:
    try:
        return reverse(name, kwargs=dict(chosen))
    except NoReverseMatch:
        return None


def _patterns(
    resolver: URLResolver, spaces: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield spaces, one
        elif one.namespace != DESK:
            yield from _patterns(one, (*spaces, one.namespace) if one.namespace else spaces)


def seen(browser: Client, address: str, **headers: str) -> str:
    """All that an answer says, whatever its status; never that the site has failed."""
    response = browser.get(address, headers=headers)
    assert response.status_code < 500, address
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode(errors="replace") + str(dict(response.headers))


def test_nobody_else_sees_anything_of_it_anywhere(
    alice: Reader, bob: Reader, planted: list[Comment]
) -> None:
    analyst = Client()
    analyst.force_login(UserFactory(groups=["Analysts"]))
    with override_settings(MICROCACHE_MS=60_000):
        for address in addresses(planted):
            seen(alice.client, address)  # first, so that whatever keeps answers could keep hers
            for browser, headers in ((bob.client, HTMX), (Client(), {})):
                assert not SECRET.search(seen(browser, address, **headers)), address
    for sort in ("newest", "oldest", "approved", "replied", "balanced"):
        for place in (planted[0].article, Question.objects.get()):
            assert not SECRET.search(bob.reads(place, f"?sort={sort}"))
    assert not SECRET.search(str(pulse_of(planted[0].article.slug)))
    for page in ("", "results/"):
        assert not SECRET.search(seen(analyst, f"{page_url(planted[0].article)}{page}"))


def test_its_author_sees_it_in_every_place(alice: Reader, planted: list[Comment]) -> None:
    article, question = planted[0].article, Question.objects.get()
    passage = article.passages.get()
    read = alice.reads(article) + alice.reads(question)
    read += seen(alice.client, f"{page_url(article)}passages/{passage.slug}/comments/")
    texts = [comment.body for comment in planted if comment.body]
    assert [text for text in texts if text not in read] == []


def test_it_is_counted_nowhere(bob: Reader, planted: list[Comment]) -> None:
    article, question = planted[0].article, Question.objects.get()
    passages = f"{page_url(article)}passages/{article.passages.get().slug}/comments/"
    for page in (bob.reads(article), bob.reads(question), seen(bob.client, passages)):
        count = re.search(r'id="discussion(?:-\d+)?-count"[^>]*>\s*(.*?)\s*</span>', page, re.S)
        assert count is not None
        assert count[1] == "1 comment"
    assert "1 comment on this passage" in " ".join(bob.reads(article).split())
    for address in (f"dossiers/{article.slug}", f"questions/{article.slug}/{question.slug}"):
        assert bob.client.get(f"/api/v1/{address}/comments").json()["count"] == 1


def test_what_was_kept_of_it_is_soon_gone(alice: Reader) -> None:
    comment = CommentFactory(voter=alice.voter, body="Texte-public", author_name="Nom-public")
    address = page_url(comment.article)
    with override_settings(MICROCACHE_MS=50):
        assert SECRET.search(seen(Client(), address))
        alice.do(comment, "delete")
        time.sleep(0.2)
        assert not SECRET.search(seen(Client(), address))
