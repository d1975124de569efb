"""A voter can turn out to be another one, or be removed; a recount says when it mended."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('polls', '0006_say_where_an_answer_was_given'),
    ]

    operations = [
        migrations.AddField(
            model_name='turnout',
            name='mendings',
            field=models.PositiveIntegerField(db_default=0, default=0, help_text='How often a recount found counters that were wrong, and set them right.', verbose_name='times set right'),
        ),
        migrations.AddField(
            model_name='voter',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, help_text='The voter whom this one turned out to be; that one is never merged itself.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='polls.voter', verbose_name='is now'),
        ),
        migrations.AlterField(
            model_name='comment',
            name='author_name',
            field=models.CharField(blank=True, max_length=40, verbose_name='display name'),
        ),
        migrations.AlterField(
            model_name='comment',
            name='voter',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to='polls.voter', verbose_name='author'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('voter__isnull', False), models.Q(('author_name', ''), ('status', 'deleted')), _connector='OR'), name='polls_comment_without_author_is_deleted'),
        ),
        migrations.AddConstraint(
            model_name='voter',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='polls_voter_merged_into_another'),
        ),
    ]
