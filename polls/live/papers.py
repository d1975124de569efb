"""Questions with their choices, kept by a watcher for as long as their edition stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from polls.models import Choice, Question


@dataclass(frozen=True)
class Paper:
    """A question and its published choices."""

    question: Question
    choices: Sequence[Choice]


class Papers(dict[int, Paper]):
    """By the questions' primary keys."""

    def bring(self, editions: Mapping[int, int]) -> None:
        """Read those anew that are of another edition by now; no query where none is.

        One that was deleted meanwhile is left out.
        """
        old = [pk for pk, edition in editions.items() if not self._is(pk, edition)]
        if not old:
            return
        published = Prefetch("choices", queryset=Choice.objects.published())
        found = (
            Question.objects.filter(pk__in=old)
            .select_related("article")
            .prefetch_related(published)
        )
        self.update({one.pk: Paper(one, list(one.choices.all())) for one in found})

    def keep_only(self, questions: Iterable[int]) -> None:
        for pk in self.keys() - set(questions):
            del self[pk]

    def _is(self, question: int, edition: int) -> bool:
        return question in self and self[question].question.edition == edition
