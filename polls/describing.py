"""A question in the words of schema.org: what is asked, and which answers are offered."""

from collections.abc import Iterable

from dossier.describing import Described, said
from polls.models import Choice, Question

# Kinds that offer answers to choose from; a forecast’s or a statement’s choice is no answer.
_OFFERING = frozenset(
    {
        Question.Kind.SINGLE,
        Question.Kind.MULTIPLE,
        Question.Kind.SCALE,
        Question.Kind.RANKING,
        Question.Kind.QUIZ,
    }
)


def of_question(
    question: Question,
    *,
    site: str,
    image: str = "",
    choices: Iterable[Choice] = (),
    belongs_to: str = "",
    language: str = "",
    comments: int | None = None,
) -> Described:
    """The question at its own address; ``belongs_to`` is its dossier’s, ``choices`` as they stand.

    Never how many chose what, nor which answer to a quiz is right: results have rules of their own.
    """
    url = site + question.get_absolute_url()
    offered = choices if question.kind in _OFFERING else ()
    return said(
        {
            "@type": "Question",
            "@id": url,
            "url": url,
            "name": question.prompt,
            "text": question.help or question.prompt,
            "inLanguage": language,
            "image": image,
            "isPartOf": {"@type": "NewsArticle", "@id": belongs_to} if belongs_to else {},
            "suggestedAnswer": [
                {"@type": "Answer", "position": place, "text": one.label}
                for place, one in enumerate(offered, start=1)
            ],
            "commentCount": comments,
        }
    )
