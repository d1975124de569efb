"""What holds for every question, whoever writes it: the database keeps these rules."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# Names that a dossier's own pages need below /<language>/<dossier>/.
RESERVED_SLUGS = frozenset(
    "brief comments discussion export feed live passages preview quiz results".split()
)

QUESTION_RULES: list[models.BaseConstraint] = [
    models.UniqueConstraint(fields=["article", "slug"], name="polls_question_one_per_address"),
    models.CheckConstraint(
        name="polls_question_closes_after_opening",
        condition=Q(opens_at__isnull=True)
        | Q(closes_at__isnull=True)
        | Q(closes_at__gt=F("opens_at")),
        violation_error_message=_("A question closes after it opens."),
    ),
    models.CheckConstraint(
        name="polls_question_limits_in_order",
        condition=Q(max_choices__isnull=True) | Q(max_choices__gte=F("min_choices")),
        violation_error_message=_("The most choices are at least the fewest."),
    ),
    models.CheckConstraint(
        name="polls_question_least_one_choice",
        condition=Q(min_choices__gte=1),
        violation_error_message=_("An answer has at least one choice."),
    ),
    models.CheckConstraint(
        name="polls_question_quiz_in_the_quiz",
        condition=Q(kind="quiz", place="quiz") | (~Q(kind="quiz") & ~Q(place="quiz")),
        violation_error_message=_("Quiz questions, and no others, have their place in the quiz."),
    ),
    models.CheckConstraint(
        name="polls_question_asked_again_is_asked_before",
        condition=Q(ask_again=False) | Q(place="before"),
        violation_error_message=_(
            "Only a question that is asked before the article can be asked again."
        ),
    ),
    models.CheckConstraint(
        name="polls_question_seen_first_if_shown_after_voting",
        condition=Q(allows_peek=False) | Q(results="after_vote"),
        violation_error_message=_("Only results that show after voting can be shown without it."),
    ),
    models.CheckConstraint(
        name="polls_question_guessed_before_it_shows",
        condition=Q(asks_guess=False)
        | Q(kind__in=["single", "scale"], results__in=["after_vote", "after_close"]),
        violation_error_message=_(
            "Readers can guess how one choice or a scale divides, where it shows later."
        ),
    ),
    models.CheckConstraint(
        name="polls_question_abstention_where_it_can_be_counted",
        condition=Q(allows_abstention=False) | ~Q(kind__in=["quiz", "statements", "open"]),
        violation_error_message=_("“No opinion” is no answer to this kind of question."),
    ),
    models.CheckConstraint(
        name="polls_question_outcome_of_a_forecast",
        condition=Q(outcome="") | Q(kind="forecast"),
    ),
    models.CheckConstraint(
        name="polls_question_slug_not_reserved",
        condition=~Q(slug__in=sorted(RESERVED_SLUGS)),
        violation_error_message=_("The site needs this address for itself."),
    ),
]
