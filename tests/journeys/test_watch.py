"""The eye on every page sees: without this, a clean journey would prove nothing."""

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.watch import Watch

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ("console.error('broken')", "error: broken"),
        ("setTimeout(() => { throw new Error('thrown') })", "uncaught: thrown"),
        ("document.body.setAttribute('style', 'color: red')", "Content Security Policy"),
        ("new Image().src = 'http://elsewhere.test/x.png'", "left the site: http://elsewhere.test"),
        ("fetch('/fr/unheard-of/')", "status of 404"),
    ],
    ids=["console", "uncaught", "policy", "elsewhere", "refusal"],
)
def test_it_sees(wrong: str, complaint: str, arrive: Arrive, watch: Watch) -> None:
    page = arrive()
    page.goto("/")
    assert watch.unmet == []
    page.evaluate(f"() => {{ {wrong} }}")
    page.wait_for_timeout(500)
    assert complaint in "\n".join(watch.complaints)
    watch.complaints.clear()


def test_a_refusal_that_is_provoked_has_to_come(arrive: Arrive, watch: Watch) -> None:
    watch.provokes(404)
    assert watch.unmet == ["never answered 404"]
    page = arrive()
    page.goto("/")
    page.evaluate("fetch('/fr/unheard-of/')")
    page.wait_for_timeout(500)
    assert watch.unmet == []
