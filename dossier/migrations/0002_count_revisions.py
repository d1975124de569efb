
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossier', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='revision',
            field=models.PositiveIntegerField(default=1, editable=False, help_text='How often what readers read has changed since it was published, from 1.', verbose_name='revision'),
        ),
    ]
