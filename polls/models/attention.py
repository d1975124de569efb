"""What a reader follows, whom a reader mutes, and what moved a reader's mind."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dossier.models import Passage
from polls.models.choice import Side
from polls.models.discussion import Comment
from polls.models.question import Question
from polls.models.reaction import Approval
from polls.models.voter import Voter


class Follow(models.Model):
    """A reader who follows a thread, by the comment that it began with."""

    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="follows")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="followers")
    followed_at = models.DateTimeField(_("followed"))
    seen_at = models.DateTimeField(_("seen"))

    class Meta:
        verbose_name = _("followed thread")
        verbose_name_plural = _("followed threads")
        constraints = [
            models.UniqueConstraint(fields=["voter", "comment"], name="polls_follow_once")
        ]

    def __str__(self) -> str:
        return f"{self.voter_id}/{self.comment_id}"


class Mute(models.Model):
    """An author whom a reader does not want to read."""

    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="mutes")
    author = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="+")
    muted_at = models.DateTimeField(_("muted"))

    class Meta:
        verbose_name = _("muted author")
        verbose_name_plural = _("muted authors")
        constraints = [
            models.UniqueConstraint(fields=["voter", "author"], name="polls_mute_once"),
            models.CheckConstraint(name="polls_mute_of_another", condition=~Q(voter=F("author"))),
        ]

    def __str__(self) -> str:
        return f"{self.voter_id}/{self.author_id}"


class MindChange(models.Model):
    """What a reader says changed their answer: a comment or a passage; once for each change."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="mind_changes")
    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="mind_changes")
    revision = models.PositiveIntegerField(
        _("revision"), help_text=_("Number of the ballot’s revision that the change was.")
    )
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="mind_changes"
    )
    passage = models.ForeignKey(
        Passage, on_delete=models.CASCADE, null=True, blank=True, related_name="mind_changes"
    )
    direction = models.SmallIntegerField(
        _("direction"),
        choices=Side,
        help_text=_("Towards which side; in between where neither side gained."),
    )
    told_at = models.DateTimeField(_("told"))

    class Meta:
        verbose_name = _("change of mind")
        verbose_name_plural = _("changes of mind")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "voter", "revision"], name="polls_mindchange_once"
            ),
            models.CheckConstraint(
                name="polls_mindchange_by_one_thing",
                condition=Q(comment__isnull=False, passage__isnull=True)
                | Q(comment__isnull=True, passage__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}/{self.voter_id} r{self.revision}"


def sides_are_told(question: int) -> bool:
    """Whether anything was kept by the sides of the question with this key, as they are now."""
    return (
        Comment.objects.filter(question=question, stance__isnull=False).exists()
        or Approval.objects.filter(comment__question=question, side__isnull=False).exists()
        or MindChange.objects.filter(question=question).exists()
    )
