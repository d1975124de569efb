"""Choices with a role of their own: “none of these”, and “other” in the reader's words."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from polls.models import Choice, Question

_ROLES: Mapping[str, frozenset[str]] = {
    Question.Kind.SINGLE: frozenset({Choice.Role.OTHER}),
    Question.Kind.MULTIPLE: frozenset({Choice.Role.OTHER, Choice.Role.NONE}),
}


def other_of(question: Question, choices: Iterable[Choice]) -> Choice | None:
    """The choice that asks for the reader's words; None without one, or where none can be given."""
    if Choice.Role.OTHER not in _roles_in(question):
        return None
    return next((choice for choice in choices if choice.role == Choice.Role.OTHER), None)


def misfits(question: Question, choices: Iterable[Choice]) -> list[str]:
    """Which roles make no sense in a question of its kind, in words."""
    strange = {choice.role for choice in choices} - _roles_in(question) - {Choice.Role.REGULAR}
    told = {
        Choice.Role.NONE: _("Only a question with several choices can have “none of these”."),
        Choice.Role.OTHER: _("Only a question with one or several choices can have “other”."),
    }
    return [words for role, words in told.items() if role in strange]


def _roles_in(question: Question) -> frozenset[str]:
    return _ROLES.get(question.kind, frozenset())
