"""Where a question's card can stand, and so where a plain form leads back to."""

from collections.abc import Mapping

from django.urls import reverse

from polls.framing import EMBEDS
from polls.models import Question
from polls.results import fragments

PLACES = frozenset({"dossier", "question", "quiz", *EMBEDS})


def back_of(sent: Mapping[str, str]) -> str:
    """The place that a form says it stands in; the question's own page if it names none of ours."""
    back = sent.get("back", "")
    return back if back in PLACES else "question"


def slot_of(sent: Mapping[str, str]) -> str:
    """Which of a question's two cards on a page is meant: “again”, after reading, or the first."""
    return "again" if sent.get("slot") == "again" else ""


def address_of(question: Question, *, back: str, slot: str) -> str:
    """The address of a question's card in one of its places."""
    dom_id, article = fragments.dom_id(question, slot), question.article
    if back == "quiz":
        return f"{reverse('polls:quiz', args=[article.slug])}?q={question.slug}#{dom_id}"
    if back in EMBEDS:
        theme = EMBEDS[back] and f"?theme={EMBEDS[back]}"
        return f"{reverse('polls:embed', args=[article.slug, question.slug])}{theme}#{dom_id}"
    page = article if back == "dossier" else question
    return f"{page.get_absolute_url()}#{dom_id}"
