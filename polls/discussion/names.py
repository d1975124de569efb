"""Display names: pseudonyms are welcome, the newsroom's own names are not."""

import re

from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from polls.lookalikes import at_a_glance, without_marks

SHORTEST, LONGEST = 2, 40

# What only the newsroom calls itself.
_OFFICES = (
    "admin administrateur administration administrator administratrice éditeur editor éditrice "
    "modérateur modération moderator modératrice modo newsroom rédacteur rédaction rédactrice"
).split()


class NameRefused(Exception):
    """A display name that cannot be taken; ``message`` says why."""

    message: str | Promise = _("Choose another name.")


class NameLength(NameRefused):
    message = _("Choose a name of 2 to 40 characters.")


class NameUnreadable(NameRefused):
    message = _("Choose a name with letters or digits in it.")


class NameOfNewsroom(NameRefused):
    message = _("This name could be taken for the newsroom’s. Choose another.")


def ensure_acceptable(name: str) -> None:
    """Raise the NameRefused that says why the name (already clean) cannot be taken."""
    if not SHORTEST <= len(name) <= LONGEST:
        raise NameLength
    if not any(sign.isalnum() for sign in name):
        raise NameUnreadable
    if _IS_OFFICE.intersection(_words(name)) or at_a_glance(name) in _newsroom():
        raise NameOfNewsroom


def _newsroom() -> set[str]:
    """The full names of everyone who can sign in to the desk, folded.

    What they sign in with is not among them: a refused name would tell which of those exist.
    """
    staff = User.objects.filter(is_staff=True).values_list("first_name", "last_name")
    return {at_a_glance("".join(full)) for full in staff} - {""}


def _words(name: str) -> set[str]:
    """The name's words and all of them together, folded, each in the singular."""
    words = [word.rstrip("0123456789") for word in re.split(r"[\W_]+", without_marks(name))]
    return {at_a_glance(word).removesuffix("s") for word in [*words, "".join(words)]}


_IS_OFFICE = frozenset(at_a_glance(office) for office in _OFFICES)
