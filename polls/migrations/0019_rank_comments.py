"""Give each comment that was approved what threads are sorted by."""

from math import sqrt

from django.db import migrations

Z_95 = 1.959963984540054


def bound(approvals: int, flags: int) -> float:
    """The lower end of Wilson's interval, as polls/statistics/intervals.py works it out."""
    total = approvals + flags
    share, weight = approvals / total, Z_95 * Z_95 / total
    centre = (share + weight / 2) / (1 + weight)
    reach = Z_95 * sqrt(share * (1 - share) / total + weight / (4 * total)) / (1 + weight)
    return max(0.0, min(share, centre - reach))


def rank(apps, schema_editor):
    Comment = apps.get_model("polls", "Comment")
    approved = Comment.objects.filter(approvals_count__gt=0).only("approvals_count", "flags_count")
    batch = []
    for comment in approved.iterator():
        comment.approval_bound = bound(comment.approvals_count, comment.flags_count)
        batch.append(comment)
        if len(batch) == 1000:
            Comment.objects.bulk_update(batch, ["approval_bound"])
            batch = []
    Comment.objects.bulk_update(batch, ["approval_bound"])


class Migration(migrations.Migration):

    dependencies = [
        ("polls", "0018_find_threads_in_every_order"),
    ]

    operations = [
        migrations.RunPython(rank, migrations.RunPython.noop),
    ]
