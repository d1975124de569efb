"""A score as a link: signed, so that nobody shares a score not made, and kept nowhere.

The token carries the dossier, the credit and the number of questions. It names neither the reader
nor an answer, and the same score is the same link.
"""

from django.core import signing

from polls.quiz.score import Score

_SALT = "polls.quiz.sharing"


class ForgedScore(Exception):
    """A token that we never signed, or that belongs to another dossier."""


def token(score: Score, *, dossier: str) -> str:
    """The part of the link that carries the score."""
    return signing.Signer(salt=_SALT).sign_object([dossier, score.credit, score.total])


def score_of(token: str, *, dossier: str) -> Score:
    """The score in a token of this dossier. Raises ForgedScore."""
    try:
        signed_for, credit, total = signing.Signer(salt=_SALT).unsign_object(token)
    except signing.BadSignature as forged:
        raise ForgedScore from forged
    if signed_for != dossier:
        raise ForgedScore
    return Score(credit=credit, total=total)
