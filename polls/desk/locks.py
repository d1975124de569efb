"""What an editor may no longer change or delete once readers have answered or spoken.

Ballots that were withdrawn keep their history, so they lock a question as counted ones do, and a
choice is locked as soon as any answer has named it. Each look waits for the casts under way and
keeps new ones out until the page is saved, so what it finds still holds then.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polls.models import Ballot, Choice, Comment, Mark, Question, Tally
from polls.models.attention import sides_are_told


def has_ballots(question: int | None) -> bool:
    """Whether the question with this primary key (None: a new one) has ever been answered."""
    if question is None:
        return False
    Question.objects.hold(question)
    return Ballot.objects.filter(question=question).exists()


def has_told_sides(question: int | None) -> bool:
    """Whether readers have been shown, or counted, by the sides of the question's choices."""
    if question is None:
        return False
    Question.objects.hold(question)
    return sides_are_told(question)


def why_question_stays(question: Question) -> str:
    """Why the question cannot be deleted, in words; empty if it can."""
    Question.objects.hold(question.pk)
    ballots = Ballot.objects.filter(question=question).count()
    if ballots:
        return ngettext(
            "“%(question)s” cannot be deleted: it has %(count)d ballot. Withdraw it instead.",
            "“%(question)s” cannot be deleted: it has %(count)d ballots. Withdraw it instead.",
            ballots,
        ) % {"question": question, "count": ballots}
    comments = Comment.objects.filter(question=question).count()
    if comments:
        return ngettext(
            "“%(question)s” cannot be deleted: it has %(count)d comment. Withdraw it instead.",
            "“%(question)s” cannot be deleted: it has %(count)d comments. Withdraw it instead.",
            comments,
        ) % {"question": question, "count": comments}
    return ""


def why_choice_stays(choice: Choice) -> str:
    """Why the choice cannot be deleted, in words; empty if it can."""
    Question.objects.hold(choice.question_id)
    ballots = Mark.objects.filter(choice=choice).count()
    if ballots:
        return ngettext(
            "“%(choice)s” cannot be deleted: %(count)d ballot names it.",
            "“%(choice)s” cannot be deleted: %(count)d ballots name it.",
            ballots,
        ) % {"choice": choice, "count": ballots}
    if Tally.objects.filter(choice=choice).exists():
        return _("“%(choice)s” cannot be deleted: earlier versions of ballots name it.") % {
            "choice": choice
        }
    if choice.correct and Ballot.objects.filter(question=choice.question_id).exists():
        return _(
            "“%(choice)s” cannot be deleted: it is a right answer, and readers have answered."
        ) % {"choice": choice}
    return ""
