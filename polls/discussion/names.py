"""Display names: pseudonyms are welcome, the newsroom's own names are not."""

import re
import unicodedata

from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 2, 40

# Letters of other alphabets, and digits, that pass for Latin letters at a glance.
_LOOK_ALIKES = str.maketrans(
    "авеіјкмнорсѕтухԁαεικνορτυχ0134578|l",
    "abeijkmhopcstyxdaeikvoptyxoieastbii",
)
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
    if _IS_OFFICE.intersection(_words(name)) or _folded(name) in _newsroom():
        raise NameOfNewsroom


def _newsroom() -> set[str]:
    """The full names of everyone who can sign in to the desk, folded.

    What they sign in with is not among them: a refused name would tell which of those exist.
    """
    staff = User.objects.filter(is_staff=True).values_list("first_name", "last_name")
    return {_folded("".join(full)) for full in staff} - {""}


def _words(name: str) -> set[str]:
    """The name's words and all of them together, folded, each in the singular."""
    words = [word.rstrip("0123456789") for word in re.split(r"[\W_]+", _without_marks(name))]
    return {_folded(word).removesuffix("s") for word in [*words, "".join(words)]}


def _folded(name: str) -> str:
    """The name as it looks at a glance: no case, accents, spaces or look-alike letters."""
    letters = "".join(sign for sign in _without_marks(name) if sign.isalnum() or sign == "|")
    return letters.translate(_LOOK_ALIKES)


def _without_marks(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in apart if unicodedata.category(sign)[0] != "M")


_IS_OFFICE = frozenset(_folded(office) for office in _OFFICES)
