"""The reasons that decisions and measures give: the newsroom's own, in each language.

A reason that was given stays; one that is no longer wanted is retired.
"""

from typing import Any

from polls.models import Decision, Reason, Sanction

# What a newsroom begins with: code, then the words in French and in English.
FIRST = (
    (
        "abuse",
        ("insulte ou haine", "Le texte attaque des personnes au lieu de leurs arguments."),
        ("insult or hatred", "The text attacks people instead of their arguments."),
    ),
    (
        "off_topic",
        ("hors sujet", "Le texte ne parle pas de ce qui est demandé ici."),
        ("off topic", "The text is not about what is asked here."),
    ),
    (
        "privacy",
        ("données personnelles", "Le texte en dit trop sur une personne privée."),
        ("personal data", "The text says too much about a private person."),
    ),
    (
        "unlawful",
        ("contraire à la loi", "La loi ne nous permet pas de publier ce texte."),
        ("unlawful", "The law does not allow us to publish this text."),
    ),
    (
        "duplicate",
        ("déjà dit", "Le même argument, dans les mêmes mots ou presque, est déjà publié ici."),
        ("already said", "The same argument, in much the same words, is published here already."),
    ),
    (
        "unclear",
        ("incompréhensible", "Nous n’avons pas compris ce que le texte veut dire."),
        ("cannot be understood", "We could not make out what the text means to say."),
    ),
    (
        "other",
        ("autre raison", ""),
        ("another reason", ""),
    ),
)


class ReasonInUse(Exception):
    """A reason that something was decided by is retired, not deleted."""


def ensure_first_reasons(**_signal: Any) -> None:
    """Enter the reasons that a newsroom begins with, where there is none at all."""
    if Reason.objects.exists():
        return
    Reason.objects.bulk_create(
        Reason(
            code=code,
            label_fr=label_fr,
            explanation_fr=explanation_fr,
            label_en=label_en,
            explanation_en=explanation_en,
            position=position,
        )
        for position, (code, (label_fr, explanation_fr), (label_en, explanation_en)) in enumerate(
            FIRST, start=1
        )
    )


def offered() -> list[tuple[str, str]]:
    """Codes and labels of the reasons in use, in the newsroom's order; one query."""
    return [(reason.code, reason.label) for reason in Reason.objects.filter(is_active=True)]


def known(code: str) -> str:
    """The code, if it is one of a reason in use; else nothing."""
    return code if code and Reason.objects.filter(code=code, is_active=True).exists() else ""


def is_used(reason: Reason) -> bool:
    given = (model.objects.filter(reason=reason.code) for model in (Decision, Sanction))
    return any(found.exists() for found in given)


def remove(*, reason: Reason) -> None:
    """Delete a reason that was never given. Raises ReasonInUse."""
    if is_used(reason):
        raise ReasonInUse
    reason.delete()
