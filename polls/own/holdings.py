"""What the database holds of a reader, table by table: what for, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from polls.models import (
    Appeal,
    Approval,
    Ballot,
    BallotRevision,
    Choice,
    Comment,
    Decision,
    Flag,
    Follow,
    Guess,
    Hold,
    Mark,
    MindChange,
    Mute,
    OpinionPlace,
    Peek,
    Sanction,
    Voter,
    WriteIn,
)


@dataclass(frozen=True)
class Holding:
    """One sort of rows that lead to a reader."""

    tables: Sequence[type[Model]]
    """The first is the one whose rows are counted."""
    owner: str
    """The lookup from such a row to its reader."""
    name: Promise
    what: Promise
    kept: Promise
    """For how long."""
    count: int | None = None

    @property
    def table(self) -> type[Model]:
        return self.tables[0]


_WHILE_THERE = _("As long as the dossier is there, or until you erase it.")
_UNTIL_UNDONE = _("Until you undo it, or erase everything.")
_WITH_COMMENT = _("As long as the comment; its words go with the comment’s.")

HOLDINGS: Sequence[Holding] = (
    Holding(
        (Voter,),
        "pk",
        _("You as a voter"),
        _(
            "A keyed hash of the random number in your cookie, when it was first seen, the display "
            "name you gave, when you last looked at replies; of devices that turned out to be "
            "yours, the same. No address, no e-mail, no description of your browser."
        ),
        _("Until you erase it. The cookie lasts a year from your last vote or comment."),
    ),
    Holding(
        (Ballot, Mark),
        "voter",
        _("Answers"),
        _("To each question, what you answer now, when you first did and when you changed it."),
        _WHILE_THERE,
    ),
    Holding(
        (BallotRevision,),
        "voter",
        _("Earlier answers"),
        _(
            "Each answer as it was given, withdrawn ones included: when, before or after reading, "
            "and whether you had looked at the result. They tell how opinion moved."
        ),
        _WHILE_THERE,
    ),
    Holding(
        (WriteIn,),
        "voter",
        _("Words for “other”"),
        _("What you wrote where a choice asks for words, and whether it is published."),
        _WHILE_THERE,
    ),
    Holding(
        (Peek,),
        "voter",
        _("Looks at results"),
        _("Of which questions you asked to see the result before voting."),
        _WHILE_THERE,
    ),
    Holding(
        (Guess,),
        "voter",
        _("Guesses of the room"),
        _("How you predicted that the votes divide."),
        _WHILE_THERE,
    ),
    Holding(
        (MindChange,),
        "voter",
        _("Changes of mind"),
        _("Which comment or passage you said changed your answer, and towards which side."),
        _WHILE_THERE,
    ),
    Holding(
        (OpinionPlace,),
        "voter",
        _("Places on the map of opinions"),
        _(
            "Where your answers to statements put you, and in which group; computed from them, "
            "shown to nobody with your name."
        ),
        _("Until it is computed anew from the answers that stand."),
    ),
    Holding(
        (Choice,),
        "proposed_by",
        _("Statements you proposed"),
        _("Their words, when you proposed them, and whether they are published."),
        _("Once published they stay, since others answer them; erasing takes away whose they are."),
    ),
    Holding(
        (Comment,),
        "voter",
        _("Comments"),
        _(
            "The text, the name you gave with it, when you posted and changed it, what became of "
            "it, and the side you chose to show."
        ),
        _("Until you delete it. Its place in the thread stays, empty, for the replies."),
    ),
    Holding(
        (Decision, Hold, Appeal),
        "comment__voter",
        _("Decisions on your comments"),
        _(
            "What moderators decided, when and why, which rule held a comment for them, and what "
            "you said in an appeal."
        ),
        _WITH_COMMENT,
    ),
    Holding(
        (Approval,),
        "voter",
        _("Good arguments"),
        _("Which comments you called a good argument, and on which side you then stood."),
        _UNTIL_UNDONE,
    ),
    Holding(
        (Flag,),
        "voter",
        _("Reports"),
        _("Which comments you reported to the moderators, and why."),
        _WHILE_THERE,
    ),
    Holding(
        (Follow,),
        "voter",
        _("Followed threads"),
        _("Which threads you follow, and when you last opened them."),
        _UNTIL_UNDONE,
    ),
    Holding(
        (Mute,),
        "voter",
        _("Muted authors"),
        _(
            "Whom you do not want to read; they are not told. Who has muted you is theirs to know, "
            "and goes with you."
        ),
        _UNTIL_UNDONE,
    ),
    Holding(
        (Sanction,),
        "voter",
        _("Measures"),
        _("Warnings, holds and suspensions by moderators, with their reason."),
        _WHILE_THERE,
    ),
)


def counted(voter: Voter | None) -> list[Holding]:
    """Every holding, with how many rows there are of this reader; without a reader, uncounted.

    One query each.
    """
    if voter is None:
        return list(HOLDINGS)
    return [_counted(one, voter) for one in HOLDINGS]


def _counted(holding: Holding, voter: Voter) -> Holding:
    of_reader = Q(**{holding.owner: voter.pk})
    if holding.table is Voter:
        of_reader |= Q(merged_into=voter.pk)
    rows = holding.table._default_manager.filter(of_reader)
    return Holding(
        holding.tables,
        holding.owner,
        holding.name,
        holding.what,
        holding.kept,
        count=rows.count(),
    )
