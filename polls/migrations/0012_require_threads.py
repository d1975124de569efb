from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("polls", "0011_gather_threads"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('parent__isnull', True), ('root__isnull', False), _connector='OR'), name='polls_comment_root_of_replies'),
        ),
    ]
