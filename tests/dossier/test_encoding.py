"""Texts are read as UTF-8, by whatever name a request calls them: as a server asks, not a client.

Django's test client makes requests in a way of its own, which would fail before the site is asked.
"""

from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.http import HttpResponse

from dossier.wsgi import application
from polls.models import Choice
from polls.voting import voters
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db(transaction=True)

BOUNDARY = "part"


def ask(method: str, path: str, *, body: bytes = b"", **environ: str) -> tuple[str, bytes]:
    """Status and body of what the site answers to a server."""
    environment: dict[str, Any] = environ | {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "sort=newest",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }
    answered: list[str] = []
    setup_testing_defaults(environment)
    content = application(environment, lambda status, _headers: answered.append(status))
    return answered[0][:3], b"".join(content)


def cookie() -> str:
    """A cookie that the site has signed."""
    response = HttpResponse()
    voters.introduce(response)
    return response.cookies.output(attrs=[], header="").strip()


@pytest.mark.parametrize("charset", ["hex", "undefined", "utf-16", "idna", "none such", "UTF-8"])
def test_a_page_is_found_whatever_the_request_calls_its_letters(charset: str) -> None:
    status, page = ask("GET", "/en/", CONTENT_TYPE=f"text/plain; charset={charset}")
    assert (status, b"<html" in page) == ("200", True)


@pytest.mark.parametrize("charset", ["hex", "utf-7", '"utf-16"', "UTF-8"])
def test_a_form_is_read_as_utf8(charset: str) -> None:
    question = QuestionFactory(kind="statements")
    part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
    status, _page = ask(
        "POST",
        f"/en/{question.article.slug}/{question.slug}/statements/",
        body=f"{part}+2AA- été\r\n--{BOUNDARY}--\r\n".encode(),
        CONTENT_TYPE=f"multipart/form-data; charset={charset}; boundary={BOUNDARY}",
        HTTP_COOKIE=cookie(),
    )
    assert status == "302"
    assert Choice.objects.get(proposed_by__isnull=False).label_en == "+2AA- été"
