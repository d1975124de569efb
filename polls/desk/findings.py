"""What a rule found in a comment, told to a moderator."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from polls.models import Hold, HoldingRule

Code = HoldingRule.Code

_SAID: dict[str, str | Promise] = {
    Code.LENGTH: _("characters: %(found)s"),
    Code.REPEAT: _("the same as comment %(found)s, or nearly"),
    Code.LINKS: _("links: %(found)s"),
    Code.WORDS: _("“%(found)s”"),
    Code.CAPITALS: _("capitals in a hundred letters: %(found)s"),
    Code.FAST: _("characters a second: %(found)s"),
    Code.NEW_AUTHOR: _("published so far: %(found)s"),
    Code.BURST: _("comments in ten minutes: %(found)s"),
}

# What the limit of each rule says, told beside it.
LIMITS_MEAN: dict[str, str | Promise] = {
    Code.LENGTH: _("Holds what has more characters than this, or fewer than ten."),
    Code.REPEAT: _(
        "Holds what somebody wrote in the same words in the last seven days, and what has as many "
        "per cent as this in common with an earlier comment of its author."
    ),
    Code.LINKS: _("Holds what has more links than this."),
    Code.WORDS: _("Holds what has a word from the lists; the limit says nothing."),
    Code.CAPITALS: _("Holds what has at least as many per cent of its letters in capitals."),
    Code.FAST: _(
        "Holds what came with more characters a second than this since the author’s last comment."
    ),
    Code.NEW_AUTHOR: _("Holds comments until as many of their author’s are published."),
    Code.BURST: _("Holds what comes to a thread that gets more comments than this in ten minutes."),
}


@dataclass(frozen=True)
class Told:
    """A hold in words."""

    rule: str
    found: str
    comment: int | None
    """The comment that it speaks of, for a repetition."""


def told(hold: Hold) -> Told:
    said = str(_SAID.get(hold.rule, "%(found)s")).replace("%(found)s", hold.found)
    same = int(hold.found) if hold.rule == Code.REPEAT and hold.found.isdigit() else None
    return Told(hold.get_rule_display(), said, same)
