"""Who looked at a result before voting."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from polls.models.question import Question
from polls.models.voter import Voter


class Peek(models.Model):
    """A voter who has asked to see a question's result without voting."""

    pk = models.CompositePrimaryKey("question", "voter")
    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="peeks", db_index=False
    )
    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="peeks")
    seen_at = models.DateTimeField(_("seen"))

    class Meta:
        verbose_name = _("look at a result")
        verbose_name_plural = _("looks at results")

    def __str__(self) -> str:
        return f"{self.question_id}/{self.voter_id}"
