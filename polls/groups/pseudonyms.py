"""Names for participants that lead to nobody: neither to a cookie nor to another question."""

from collections.abc import Callable
from hashlib import blake2b

from django.conf import settings

from polls.models import Question

_DIGITS = 16


def pseudonyms(question: Question) -> Callable[[int], str]:
    """From a voter's primary key to the name that they have on this question, always the same.

    Keyed by the site's secret: whoever has the names cannot try keys for them.
    """
    keyed = blake2b(
        f"participant of {question.pk}".encode(),
        key=blake2b(settings.SECRET_KEY.encode()).digest(),
        digest_size=_DIGITS // 2,
    )

    def name_of(voter: int) -> str:
        naming = keyed.copy()
        naming.update(b" %d" % voter)
        return naming.hexdigest()

    return name_of
