"""Under which terms figures and pictures may be taken further."""

from django.conf import settings
from django.utils.translation import gettext as _


def licence() -> str:
    """The licence that the newsroom gives, or that it gives none."""
    given: str = settings.RESULTS_LICENCE
    return given or _("none is given; ask the newsroom")


def in_words() -> str:
    """The licence as a line of small print."""
    return _("Licence: %(licence)s") % {"licence": licence()}
