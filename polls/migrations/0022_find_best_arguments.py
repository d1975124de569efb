from django.db import migrations, models


def approved(name: str, by: str) -> migrations.AddIndex:
    shown = models.Q(("stance__isnull", False))
    return migrations.AddIndex(
        model_name="comment",
        index=models.Index(condition=shown, fields=["question", "stance", by], name=name),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("polls", "0021_say_who_sees_fairness"),
    ]

    operations = [
        approved("polls_comment_by_approvals_for", "approvals_for"),
        approved("polls_comment_by_approvals_not", "approvals_against"),
    ]
