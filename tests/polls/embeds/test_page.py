"""A question in a frame on another site: who may frame it, what it shows, how an answer counts."""

import pytest
from django.test import Client
from pytest_django import Settings

from polls.models import Ballot, Question, Voter
from polls.voting.voters import COOKIE
from tests.factories import ArticleFactory, QuestionFactory, QuizQuestionFactory, UserFactory
from tests.polls.embeds.framing import HOST, HTMX, Response, act, embed, framed_by, send

pytestmark = pytest.mark.django_db

NOBODY = ("'none'", "DENY")
ANYBODY = ("https:", None)


@pytest.fixture(autouse=True)
def _public_site(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = [HOST, "testserver"]
    settings.EMBED_ANCESTORS = ["https:"]


@pytest.fixture
def question() -> Question:
    return QuestionFactory(article__slug="affair", slug="why", results="after_vote")


def test_anybody_over_https_may_frame_the_embed_and_nobody_any_other_page(
    client: Client, question: Question
) -> None:
    assert framed_by(client.get(embed(question))) == ANYBODY
    dossier = f"/en/{question.article.slug}/"
    for page in ("/en/", dossier, f"{dossier}why/", f"{dossier}why/results/", "/admin/login/"):
        assert framed_by(client.get(page)) == NOBODY
    assert framed_by(client.get("/en/embed/")) == NOBODY


def test_who_may_frame_it_is_a_setting(
    client: Client, question: Question, settings: Settings
) -> None:
    settings.EMBED_ANCESTORS = ["https://www.gazette.example", "https://*.herald.example"]
    asked = client.get(embed(question))
    assert framed_by(asked) == ("https://www.gazette.example https://*.herald.example", None)
    settings.EMBED_ANCESTORS = ["'none'"]
    assert framed_by(client.get(embed(question))) == NOBODY


def test_an_unchanged_page_stays_one_that_may_be_framed(client: Client, question: Question) -> None:
    etag = client.get(embed(question)).headers["ETag"]
    unchanged = client.get(embed(question), headers={"If-None-Match": etag})
    assert unchanged.status_code == 304
    assert framed_by(unchanged) == ANYBODY


def test_what_is_kept_in_memory_stays_one_that_may_be_framed(
    client: Client, question: Question, settings: Settings
) -> None:
    settings.MICROCACHE_MS = 60_000
    first = client.get(embed(question))
    Question.objects.update(prompt_en="Something else?")
    kept = Client().get(embed(question))
    assert kept.content == first.content
    assert framed_by(kept) == ANYBODY


def test_it_is_as_public_as_other_pages_and_a_known_readers_own(
    client: Client, question: Question
) -> None:
    fresh = client.get(embed(question))
    assert fresh.headers["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert fresh.headers["Vary"] == "Cookie"
    assert fresh.cookies == {}
    send(client, question, {"choice": "choice-1"})
    own = client.get(embed(question), secure=True, headers={"Host": HOST})
    assert sorted(own.headers["Cache-Control"].split(", ")) == ["no-cache", "private"]
    assert own.headers["Vary"] == "Cookie"
    assert framed_by(own) == ANYBODY


def test_it_is_the_card_with_ways_to_dossier_and_discussion(
    client: Client, question: Question
) -> None:
    page = client.get(embed(question)).content.decode()
    assert f'id="question-{question.pk}"' in page
    assert '<a href="/en/affair/" target="_blank">' in page
    assert '<a href="/en/affair/why/#discussion" target="_blank">' in page
    assert "site-header" not in page
    assert "site-footer" not in page


@pytest.mark.parametrize(
    ("query", "root", "place"),
    [
        ("", '<html lang="en">', "embed"),
        ("?theme=dark", '<html lang="en" data-theme="dark">', "embed-dark"),
        ("?theme=light", '<html lang="en" data-theme="light">', "embed-light"),
        ('?theme="><script>', '<html lang="en">', "embed"),
    ],
)
def test_a_theme_can_be_asked_for_and_stays_after_an_answer(
    client: Client, question: Question, query: str, root: str, place: str
) -> None:
    page = client.get(embed(question) + query).content.decode()
    assert root in page
    assert f'name="back" value="{place}"' in page
    answered = send(client, question, {"choice": "choice-1", "back": place})
    kept = f"?theme={place.removeprefix('embed-')}" if "-" in place else ""
    assert answered.headers["Location"] == f"{embed(question)}{kept}#question-{question.pk}"
    refused = send(client, question, {"choice": "nonsense", "back": place})
    assert refused.status_code == 422
    assert root in refused.content.decode()


def test_an_answer_counts_as_everywhere_and_leads_back_into_the_frame(
    client: Client, question: Question
) -> None:
    answered = send(client, question, {"choice": "choice-2"})
    assert answered.status_code == 302
    assert answered.headers["Location"] == f"{embed(question)}#question-{question.pk}"
    assert framed_by(answered) == ANYBODY
    assert "messages" not in client.cookies
    assert Ballot.objects.counted().get().marks.get().choice.slug == "choice-2"
    shown = client.get(embed(question), secure=True, headers={"Host": HOST}).content.decode()
    assert "Your answer: <strong>choice-2 (en)</strong>" in shown
    assert f'id="question-{question.pk}-result"' in shown


def test_the_cookie_holds_in_a_frame_and_is_kept_apart_for_each_site_round_it(
    question: Question,
) -> None:
    browser = Client()
    first = send(browser, question, {"choice": "choice-1"})
    assert first.status_code == 307
    assert framed_by(first) == ANYBODY
    written = first.cookies[COOKIE].OutputString()
    assert written.endswith(
        "HttpOnly; Max-Age=31536000; Path=/; SameSite=None; Partitioned; Secure"
    )
    again = browser.post(
        first.headers["Location"],
        {"choice": "choice-1", "back": "embed"},
        secure=True,
        headers={"Host": HOST},
    )
    assert again.status_code == 302
    assert again.cookies[COOKIE].OutputString() == written


def test_on_our_own_pages_the_cookie_stays_what_it_was(question: Question) -> None:
    first = Client().post(act(question), {"choice": "choice-1"})
    assert first.cookies[COOKIE]["samesite"] == "Lax"


def test_under_htmx_the_card_is_what_comes_back(client: Client, question: Question) -> None:
    answered = send(client, question, {"choice": "choice-1"}, **HTMX)
    assert answered.status_code == 200
    assert '<section id="question-' in answered.content.decode()
    assert "<html" not in answered.content.decode()
    assert 'name="back" value="embed"' in answered.content.decode()


def test_what_is_refused_is_told_in_the_frame(client: Client, question: Question) -> None:
    for data, status in (({"choice": "no"}, 422), ({"choice": "choice-1", "seen": "9"}, 409)):
        refused = send(client, question, data)
        assert refused.status_code == status
        assert framed_by(refused) == ANYBODY
        assert "site-header" not in refused.content.decode()
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("name", ["withdraw", "peek"])
def test_the_other_forms_of_a_card_lead_back_too(
    client: Client, question: Question, name: str
) -> None:
    Question.objects.update(allows_peek=True)
    send(client, question, {"choice": "choice-1"})
    done = send(client, question, {}, name=name)
    assert done.headers["Location"] == f"{embed(question)}#question-{question.pk}"
    assert framed_by(done) == ANYBODY


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["a page", "under HTMX"])
def test_a_browser_that_refuses_cookies_in_frames_is_told_and_led_to_the_site(
    question: Question, headers: dict[str, str]
) -> None:
    told = _sent_again_without_a_cookie(question, headers)
    assert told.status_code == 409
    assert framed_by(told) == ANYBODY
    html = " ".join(told.content.decode().split())
    assert "Inside another site’s page your browser refuses our cookie" in html
    assert f'<a class="button" href="{act(question)}" target="_blank">' in html
    assert ("<html" in html) == (headers == {})
    assert not Voter.objects.exists()
    assert Client().get(act(question)).headers["Location"] == "/en/affair/why/"


def test_without_scripts_the_way_back_and_what_was_written_are_kept(question: Question) -> None:
    html = _sent_again_without_a_cookie(question, {}).content.decode()
    assert '<html lang="en" data-theme="dark">' in html
    assert f'href="{embed(question)}?theme=dark"' in html
    assert "My &lt;b&gt;words&lt;/b&gt;</textarea>" in html


def _sent_again_without_a_cookie(question: Question, headers: dict[str, str]) -> Response:
    return Client().post(
        f"{act(question)}?enrolled=1",
        {"choice": "choice-1", "back": "embed-dark", "text": "My <b>words</b>"},
        secure=True,
        headers={"Host": HOST, **headers},
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://gazette.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Sec-Fetch-Site": "same-site", "Origin": f"https://www.{HOST}"},
    ],
    ids=["the page round it", "a frame in a sandbox", "a neighbour"],
)
def test_a_form_that_is_not_the_frames_own_counts_nothing_and_shows_nowhere(
    client: Client, question: Question, headers: dict[str, str]
) -> None:
    refused = send(client, question, {"choice": "choice-1"}, **headers)
    assert refused.status_code == 403
    assert framed_by(refused) == NOBODY
    assert refused.cookies == {}
    assert not Ballot.objects.exists()


def test_no_place_but_the_frames_lets_an_answer_be_framed(
    client: Client, question: Question
) -> None:
    for back in ("question", "dossier", "quiz", "embed-", "nonsense"):
        assert framed_by(send(client, question, {"choice": "no", "back": back})) == NOBODY


def test_what_is_not_there_says_so_in_the_frame(client: Client) -> None:
    hidden = QuestionFactory(article=ArticleFactory(status="draft"))
    for address in (embed(hidden), "/en/embed/no/where/"):
        gone = client.get(address)
        assert gone.status_code == 404
        assert framed_by(gone) == ANYBODY
        assert "This question is not here any more" in gone.content.decode()
        assert "public" not in gone.headers["Cache-Control"]


def test_the_newsroom_looks_at_the_embed_of_a_draft(client: Client) -> None:
    draft = QuestionFactory(article=ArticleFactory(status="draft"), status="draft")
    client.force_login(UserFactory(groups=["Editors"]))
    assert draft.prompt_en in client.get(embed(draft)).content.decode()


def test_links_inside_a_quiz_leave_the_frame(client: Client) -> None:
    question = QuizQuestionFactory(article__slug="affair")
    send(client, question, {"choice": "choice-1"})
    page = client.get(embed(question), secure=True, headers={"Host": HOST}).content.decode()
    assert 'href="/en/affair/quiz/" target="_blank"' in page
    assert "#discussion" not in page
