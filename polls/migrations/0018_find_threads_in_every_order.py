from django.db import migrations, models

BEGINS = models.Q(("has_place", True), ("parent__isnull", True))


def opening(name: str, *order: str) -> migrations.AddIndex:
    fields = ["article", "question", "passage", *order, "posted_at", "id"]
    return migrations.AddIndex(
        model_name="comment", index=models.Index(condition=BEGINS, fields=fields, name=name)
    )


class Migration(migrations.Migration):

    dependencies = [
        ("dossier", "0004_number_what_is_published"),
        ("polls", "0017_keep_what_was_decided"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="has_place",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        models.Q(
                            ("status", "published"), ("replies_count__gt", 0), _connector="OR"
                        ),
                        then=models.Value(True),
                    ),
                    default=models.Value(False),
                ),
                help_text="Published, or with published replies, for which its place stays.",
                output_field=models.BooleanField(),
            ),
        ),
        opening("polls_comment_by_age"),
        opening("polls_comment_by_approval", "approval_bound"),
        opening("polls_comment_by_replies", "replies_count"),
        opening("polls_comment_by_side", "stance", "approval_bound"),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                fields=["root", "status", "posted_at", "id"], name="polls_comment_replies"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                fields=["article", "question", "passage", "status"], name="polls_comment_place"
            ),
        ),
    ]
