"""Where a question that is asked twice was answered, and answers that are confirmed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('polls', '0005_decide_on_write_ins'),
    ]

    operations = [
        migrations.AddField(
            model_name='ballotrevision',
            name='place',
            field=models.CharField(blank=True, choices=[('', 'elsewhere'), ('before', 'before reading'), ('again', 'after reading')], db_default='', default='', max_length=6, verbose_name='place'),
        ),
        migrations.AlterField(
            model_name='ballotrevision',
            name='action',
            field=models.CharField(choices=[('cast', 'cast'), ('changed', 'changed'), ('confirmed', 'confirmed after reading'), ('withdrawn', 'withdrawn'), ('merged', 'merged with another voter’s')], max_length=10, verbose_name='action'),
        ),
    ]
