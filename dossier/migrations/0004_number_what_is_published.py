from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def number_what_is_published(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What was published before revisions were remembered is its revision 1."""
    Article = apps.get_model("dossier", "Article")
    Revision = apps.get_model("dossier", "Revision")
    published = Article.objects.filter(published_at__isnull=False)
    Revision.objects.bulk_create(
        Revision(article_id=pk, number=1, made_at=published_at)
        for pk, published_at in published.values_list("pk", "published_at")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("dossier", "0003_remember_revisions"),
    ]

    operations = [
        migrations.RunPython(number_what_is_published, migrations.RunPython.noop),
    ]
