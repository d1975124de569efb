"""Decisions on what voters wrote for “other”."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('polls', '0004_bring_ballots_back'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='decision',
            name='polls_decision_on_one_text',
        ),
        migrations.AddField(
            model_name='decision',
            name='write_in',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='polls.writein', verbose_name='write-in'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', False), ('statement__isnull', True), ('write_in__isnull', True)), models.Q(('comment__isnull', True), ('statement__isnull', False), ('write_in__isnull', True)), models.Q(('comment__isnull', True), ('statement__isnull', True), ('write_in__isnull', False)), _connector='OR'), name='polls_decision_on_one_text'),
        ),
    ]
