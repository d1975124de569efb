"""The statements of a reader who goes."""

from django.conf import settings

from polls.models import Choice, Voter


def forget(*, voter: Voter) -> None:
    """Say no longer whose the voter's statements are; those not published lose their words.

    Published ones stay: others have answered them. The caller has a transaction.
    """
    proposed = Choice.objects.rewrite(False).filter(proposed_by=voter)  # every column by its name
    without = {f"label_{code}": "" for code, _name in settings.LANGUAGES}
    proposed.exclude(status=Choice.Status.PUBLISHED).update(
        status=Choice.Status.REJECTED, label="", **without
    )
    proposed.update(proposed_by=None)
