"""oEmbed: what other sites are told to show for an address of ours, and for what they are not."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from polls.models import Question
from tests.factories import ArticleFactory, QuestionFactory
from tests.polls.embeds.framing import Response

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


@pytest.fixture(autouse=True)
def question() -> Question:
    article = ArticleFactory(
        slug="affair", title_fr="L’affaire", title_en="The affair", standfirst_en="What *is* said."
    )
    return QuestionFactory(article=article, slug="why", prompt_fr="Où ?", prompt_en="“Why” <b>?")


def ask(client: Client, **query: str) -> Response:
    return client.get("/oembed", query)


def told(client: Client, **query: str) -> dict[str, Any]:
    answer = ask(client, **query)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    told: dict[str, Any] = json.loads(answer.content)
    return told


def test_a_question_is_a_frame(client: Client) -> None:
    assert told(client, url=f"{SITE}/en/affair/why/", format="json") == {
        "version": "1.0",
        "type": "rich",
        "provider_name": "Dossier",
        "provider_url": f"{SITE}/en/",
        "cache_age": 3600,
        "title": "“Why” <b>?",
        "width": 640,
        "height": 464,
        "html": f'<iframe data-dossier src="{SITE}/en/embed/affair/why/"'
        ' title="“Why” &lt;b&gt;?" width="640" height="464" loading="lazy" style="border:0">'
        "</iframe>",
    }


def test_a_dossier_is_quoted_with_a_link(client: Client) -> None:
    answer = told(client, url=f"{SITE}/en/affair/")
    assert (answer["type"], answer["title"], answer["height"]) == ("rich", "The affair", 220)
    assert answer["html"] == (
        f'<blockquote cite="{SITE}/en/affair/"><p><a href="{SITE}/en/affair/">'
        "<strong>The affair</strong></a></p><p>What is said.</p></blockquote>"
    )


@pytest.mark.parametrize(
    ("path", "title", "shown"),
    [
        ("/fr/affair/why/", "Où ?", "/fr/embed/affair/why/"),
        ("/fr/affair/", "L’affaire", "/fr/affair/"),
        ("/en/affair/", "The affair", "/en/affair/"),
        ("/fr/affair/why/?utm_source=x#discussion", "Où ?", "/fr/embed/affair/why/"),
        ("/fr/embed/affair/why/?theme=dark", "Où ?", "/fr/embed/affair/why/"),
    ],
)
def test_the_address_says_the_language_and_not_who_asks(
    client: Client, path: str, title: str, shown: str
) -> None:
    answer = told(client, url=f"https://TESTSERVER{path}")
    assert answer["title"] == title
    assert f'"{SITE}{shown}"' in answer["html"]
    assert answer["provider_url"] == f"{SITE}{path[:4]}"


@pytest.mark.parametrize(
    ("limits", "size"),
    [
        ({"maxwidth": "320"}, (320, 464)),
        ({"maxwidth": "2000", "maxheight": "2000"}, (640, 464)),
        ({"maxwidth": "480", "maxheight": "300"}, (480, 300)),
        ({"maxwidth": "0", "maxheight": "-1"}, (640, 464)),
        ({"maxwidth": "wide", "maxheight": "٣"}, (640, 464)),
        ({"maxwidth": "9" * 5000}, (640, 464)),
    ],
    ids=lambda given: str(given)[:40],
)
def test_it_is_no_larger_than_asked_for(
    client: Client, limits: dict[str, str], size: tuple[int, int]
) -> None:
    answer = told(client, url=f"{SITE}/en/affair/why/", **limits)
    assert (answer["width"], answer["height"]) == size
    assert f'width="{size[0]}" height="{size[1]}"' in answer["html"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "http://[",
        "ftp://testserver/en/affair/why/",
        "/en/affair/why/",
        "https://elsewhere.example/en/affair/why/",
        "https://testserver.elsewhere.example/en/affair/why/",
        "https://testserver@elsewhere.example/en/affair/why/",
        f"{SITE}:8000/en/affair/why/",
        f"{SITE}/",
        f"{SITE}/en/",
        f"{SITE}/de/affair/why/",
        f"{SITE}/affair/why/",
        f"{SITE}/en/affair/why",
        f"{SITE}/en/affair/why/results/",
        f"{SITE}/en/affair/comments/",
        f"{SITE}/en/unheard-of/",
        f"{SITE}/en/affair/unheard-of/",
        f"{SITE}/en/affair/why/%00/",
        f"{SITE}/admin/",
        f"{SITE}/oembed",
    ],
)
def test_what_is_no_page_of_ours_to_show_is_not_found(client: Client, url: str) -> None:
    assert ask(client, url=url).status_code == 404


def test_no_address_is_not_found(client: Client) -> None:
    assert client.get("/oembed").status_code == 404


@pytest.mark.parametrize("published", [{"status": "draft"}, {"status": "withdrawn"}])
def test_what_readers_do_not_see_is_not_found_even_for_the_newsroom(
    admin_client: Client, question: Question, published: dict[str, str]
) -> None:
    Question.objects.update(**published)
    assert ask(admin_client, url=f"{SITE}/en/affair/why/").status_code == 404
    draft = QuestionFactory(article=ArticleFactory(status="draft"))
    path = f"/en/{draft.article.slug}/"
    for address in (path, f"{path}{draft.slug}/"):
        assert ask(admin_client, url=f"{SITE}{address}").status_code == 404


@pytest.mark.parametrize("form", ["xml", "JSON", "", "html"])
def test_no_form_but_json_is_made(client: Client, form: str) -> None:
    assert ask(client, url=f"{SITE}/en/affair/why/", format=form).status_code == 501


def test_it_may_be_asked_from_scripts_and_kept(client: Client) -> None:
    answer = ask(client, url=f"{SITE}/en/affair/why/")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.cookies == {}
    assert client.post("/oembed").status_code == 405


@pytest.mark.parametrize("path", ["/en/affair/why/", "/fr/affair/why/", "/en/affair/"])
def test_a_page_tells_where_to_ask_about_it(client: Client, path: str) -> None:
    page = client.get(path).content.decode()
    (link,) = re.findall(r'<link rel="alternate"\s+type="application/json\+oembed"[^>]*>', page)
    (address,) = re.findall(r'href="([^"]*)"', link)
    url = quote(f"{SITE}{path}", safe="")
    assert unescape(address) == f"{SITE}/oembed?format=json&url={url}"
    (title,) = re.findall(r'title="([^"]*)"', link)
    assert json.loads(client.get(unescape(address)).content)["title"] == unescape(title)


def test_a_question_tells_social_networks_what_it_is(client: Client) -> None:
    page = client.get("/en/affair/why/").content.decode()
    meta = r'<meta (?:property|name)="([a-z]+:[a-z_:]+)"\s+content="([^"]*)"'
    told = dict(re.findall(meta, page))
    assert told == {
        "og:site_name": "Dossier",
        "og:type": "article",
        "og:title": "“Why” &lt;b&gt;?",
        "og:description": "The affair",
        "og:locale": "en_US",
        "og:locale:alternate": "fr_FR",
        "og:url": f"{SITE}/en/affair/why/",
        "og:image": f"{SITE}/en/affair/why/card.png?v=1.1.0",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "“Why” &lt;b&gt;? Nobody has voted yet.",
        "twitter:card": "summary_large_image",
    }
