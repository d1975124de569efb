"""An imported conversation's statements and participants keep what they are called elsewhere."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('polls', '0008_announce_what_moves'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='choice',
            name='external_id',
            field=models.CharField(blank=True, db_default='', default='', editable=False, help_text='What an imported statement is called where it comes from.', max_length=40, verbose_name='identifier elsewhere'),
        ),
        migrations.AddField(
            model_name='voter',
            name='external_id',
            field=models.CharField(blank=True, db_default='', default='', editable=False, help_text='What an imported participant is called where the conversation comes from.', max_length=40, verbose_name='identifier elsewhere'),
        ),
        migrations.AlterField(
            model_name='choice',
            name='label',
            field=models.CharField(max_length=1000, verbose_name='label'),
        ),
        migrations.AlterField(
            model_name='choice',
            name='label_en',
            field=models.CharField(max_length=1000, null=True, verbose_name='label'),
        ),
        migrations.AlterField(
            model_name='choice',
            name='label_fr',
            field=models.CharField(max_length=1000, null=True, verbose_name='label'),
        ),
        migrations.AlterField(
            model_name='voter',
            name='origin',
            field=models.CharField(choices=[('reader', 'reader'), ('demo', 'demonstration'), ('imported', 'imported')], db_index=True, default='reader', max_length=8, verbose_name='origin'),
        ),
        migrations.AddConstraint(
            model_name='choice',
            constraint=models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('question', 'external_id'), name='polls_choice_one_per_external_id'),
        ),
        migrations.AddConstraint(
            model_name='voter',
            constraint=models.CheckConstraint(condition=models.Q(('origin', 'imported'), ('external_id', ''), _connector='OR'), name='polls_voter_imported_with_identifier'),
        ),
    ]
