"""Decisions say by whom they were taken even when the account goes, and can be undone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossier', '0004_number_what_is_published'),
        ('polls', '0014_ask_what_tells_most'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='comment',
            name='polls_comment_deleted_is_empty',
        ),
        migrations.AddField(
            model_name='appeal',
            name='decision',
            field=models.OneToOneField(blank=True, help_text='What answered it: the comment is published, or its rejection upheld.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='appeal', to='polls.decision', verbose_name='decision'),
        ),
        migrations.AddField(
            model_name='decision',
            name='characters',
            field=models.PositiveIntegerField(blank=True, help_text='How many, and never which.', null=True, verbose_name='characters redacted'),
        ),
        migrations.AddField(
            model_name='decision',
            name='decided_by',
            field=models.CharField(blank=True, db_default='', default='', help_text='The moderator’s name as it was; it stays when the account goes.', max_length=150, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='decision',
            name='rule',
            field=models.CharField(blank=True, db_default='', default='', help_text='What decided without a person: a rule, or the mode of the discussion.', max_length=12, verbose_name='rule'),
        ),
        migrations.AddField(
            model_name='decision',
            name='tells_author',
            field=models.BooleanField(db_default=False, default=False, verbose_name='the author reads the note'),
        ),
        migrations.AddField(
            model_name='decision',
            name='undoes',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undone_by', to='polls.decision', verbose_name='undoes'),
        ),
        migrations.AddField(
            model_name='sanction',
            name='decided_by',
            field=models.CharField(blank=True, db_default='', default='', help_text='The moderator’s name as it was; it stays when the account goes.', max_length=150, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='sanction',
            name='tells_author',
            field=models.BooleanField(db_default=False, default=False, verbose_name='the author reads the note'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='action',
            field=models.CharField(choices=[('approve', 'approve'), ('reject', 'reject'), ('spam', 'mark as spam'), ('redact', 'redact'), ('reopen', 'put back in the queue'), ('undo', 'undo'), ('keep', 'uphold the rejection')], max_length=12, verbose_name='decision'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='reason',
            field=models.CharField(blank=True, max_length=40, verbose_name='reason'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('decision__isnull', True)), models.Q(('answered_at__isnull', False), ('decision__isnull', False)), _connector='OR'), name='polls_appeal_answered_by_a_decision'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('body', ''), ('status', 'deleted')), models.Q(models.Q(('status', 'deleted'), _negated=True), models.Q(('body', ''), _negated=True)), models.Q(('body', ''), ('status__in', ['rejected', 'spam'])), _connector='OR'), name='polls_comment_deleted_is_empty'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action', 'undo'), ('undoes__isnull', False)), models.Q(models.Q(('action', 'undo'), _negated=True), ('undoes__isnull', True)), _connector='OR'), name='polls_decision_undoes_one'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action', 'redact'), ('characters__gt', 0)), models.Q(models.Q(('action', 'redact'), _negated=True), ('characters__isnull', True)), _connector='OR'), name='polls_decision_redacts_characters'),
        ),
    ]
