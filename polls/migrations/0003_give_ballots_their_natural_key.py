"""Ballots by question and voter, and what questions newly say; see 0004 for what was set aside."""

import django.db.models.deletion
from django.db import migrations, models

import polls.models.constraints


class Migration(migrations.Migration):

    dependencies = [
        ('dossier', '0001_initial'),
        ('polls', '0002_set_ballots_aside'),
    ]

    operations = [
        migrations.AddField(
            model_name='choice',
            name='role',
            field=models.CharField(choices=[('regular', 'regular'), ('none', 'none of these'), ('other', 'other, in the reader’s words')], default='regular', max_length=8, verbose_name='role'),
        ),
        migrations.AddField(
            model_name='question',
            name='allows_abstention',
            field=models.BooleanField(default=False, help_text='It is counted beside the answers, not among them.', verbose_name='“no opinion” is an answer'),
        ),
        migrations.AddField(
            model_name='question',
            name='allows_peek',
            field=models.BooleanField(default=False, help_text='Where results show after voting: a reader may ask to see them first, and a later answer of theirs is known to be informed.', verbose_name='may be seen without voting'),
        ),
        migrations.AddField(
            model_name='question',
            name='edition',
            field=models.PositiveIntegerField(default=1, editable=False, help_text='Raised by every change of it.', verbose_name='edition'),
        ),
        migrations.AddField(
            model_name='question',
            name='order',
            field=models.CharField(choices=[('given', 'as given'), ('shuffled', 'shuffled for each voter')], default='given', help_text='Shuffled, no choice gains by standing first; a voter keeps one order.', max_length=10, verbose_name='order of the choices'),
        ),
        migrations.AddField(
            model_name='turnout',
            name='abstentions',
            field=models.PositiveIntegerField(default=0, verbose_name='abstentions'),
        ),
        migrations.AddConstraint(
            model_name='choice',
            constraint=models.UniqueConstraint(fields=('question', 'id'), name='polls_choice_of_its_question'),
        ),
        migrations.AddConstraint(
            model_name='choice',
            constraint=models.UniqueConstraint(condition=models.Q(('role', 'regular'), _negated=True), fields=('question', 'role'), name='polls_choice_one_per_special_role', violation_error_message='A question has at most one “none of these” and one “other”.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('allows_peek', False), ('results', 'after_vote'), _connector='OR'), name='polls_question_seen_first_if_shown_after_voting', violation_error_message='Only results that show after voting can be shown without it.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('allows_abstention', False), models.Q(('kind__in', ['quiz', 'statements', 'open']), _negated=True), _connector='OR'), name='polls_question_abstention_where_it_can_be_counted', violation_error_message='“No opinion” is no answer to this kind of question.'),
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('pk', models.CompositePrimaryKey('question', 'voter', blank=True, editable=False, primary_key=True, serialize=False)),
                ('question', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='polls.question')),
                ('voter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='polls.voter')),
                ('revision', models.PositiveIntegerField(default=1, help_text='Number of the newest revision.', verbose_name='revision')),
                ('abstains', models.BooleanField(default=False, help_text='Counted beside the answers, not among them.', verbose_name='no opinion')),
                ('dossier_revision', models.PositiveIntegerField(default=1, help_text='What the dossier said when this answer was given.', verbose_name='revision of the dossier')),
                ('cast_at', models.DateTimeField(verbose_name='first cast')),
                ('changed_at', models.DateTimeField(verbose_name='last change')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
            ],
            options={
                'verbose_name': 'ballot',
                'verbose_name_plural': 'ballots',
            },
        ),
        migrations.CreateModel(
            name='BallotRevision',
            fields=[
                ('pk', models.CompositePrimaryKey('question', 'voter', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('question', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='polls.question')),
                ('voter', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='polls.voter')),
                ('ballot', models.ForeignObject(from_fields=('question', 'voter'), on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='polls.ballot', to_fields=('question', 'voter'))),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('action', models.CharField(choices=[('cast', 'cast'), ('changed', 'changed'), ('withdrawn', 'withdrawn'), ('merged', 'merged with another voter’s')], max_length=10, verbose_name='action')),
                ('marks', models.JSONField(default=list, help_text='Pairs of a choice’s number and a value.', verbose_name='marks')),
                ('abstains', models.BooleanField(default=False, verbose_name='no opinion')),
                ('seen', models.PositiveIntegerField(help_text='The ballot’s revision that the form showed; none if it was 0.', null=True, verbose_name='answers revision')),
                ('informed', models.BooleanField(default=False, help_text='The voter had asked to see the result first.', verbose_name='informed')),
                ('dossier_revision', models.PositiveIntegerField(default=1, verbose_name='revision of the dossier')),
                ('made_at', models.DateTimeField(verbose_name='made')),
            ],
            options={
                'verbose_name': 'revision',
                'verbose_name_plural': 'revisions',
                'ordering': ['question', 'voter', 'number'],
                'constraints': [
                    polls.models.constraints.CompositeForeignKey(columns=['question_id', 'voter_id'], name='polls_ballotrevision_of_a_ballot', table='polls_ballot', to=['question_id', 'voter_id']),
                ],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('pk', models.CompositePrimaryKey('question', 'voter', 'choice', blank=True, editable=False, primary_key=True, serialize=False)),
                ('question', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='polls.question')),
                ('voter', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='polls.voter')),
                ('ballot', models.ForeignObject(from_fields=('question', 'voter'), on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='polls.ballot', to_fields=('question', 'voter'))),
                ('choice', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='marks', to='polls.choice')),
                ('value', models.SmallIntegerField(default=1, verbose_name='value')),
            ],
            options={
                'verbose_name': 'mark',
                'verbose_name_plural': 'marks',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('value__gte', -1), ('value__lte', 1000)), name='polls_mark_value_in_range'),
                    polls.models.constraints.CompositeForeignKey(columns=['question_id', 'voter_id'], name='polls_mark_of_a_ballot', table='polls_ballot', to=['question_id', 'voter_id']),
                    polls.models.constraints.CompositeForeignKey(columns=['question_id', 'choice_id'], name='polls_mark_of_its_question', table='polls_choice', to=['question_id', 'id']),
                ],
            },
        ),
        migrations.CreateModel(
            name='Peek',
            fields=[
                ('pk', models.CompositePrimaryKey('question', 'voter', blank=True, editable=False, primary_key=True, serialize=False)),
                ('question', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='peeks', to='polls.question')),
                ('voter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='peeks', to='polls.voter')),
                ('seen_at', models.DateTimeField(verbose_name='seen')),
            ],
            options={
                'verbose_name': 'look at a result',
                'verbose_name_plural': 'looks at results',
            },
        ),
        migrations.CreateModel(
            name='WriteIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='write_ins', to='polls.question', verbose_name='question')),
                ('voter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='write_ins', to='polls.voter', verbose_name='voter')),
                ('choice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='write_ins', to='polls.choice', verbose_name='choice')),
                ('revision', models.PositiveIntegerField(verbose_name='revision')),
                ('text', models.CharField(max_length=140, verbose_name='text')),
                ('language', models.CharField(default='fr', max_length=8, verbose_name='language')),
                ('status', models.CharField(choices=[('published', 'published'), ('pending', 'waiting for moderation'), ('rejected', 'rejected')], db_index=True, default='pending', max_length=10, verbose_name='status')),
                ('written_at', models.DateTimeField(verbose_name='written')),
                ('superseded_at', models.DateTimeField(blank=True, null=True, verbose_name='superseded')),
            ],
            options={
                'verbose_name': 'write-in',
                'verbose_name_plural': 'write-ins',
                'ordering': ['written_at', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('question', 'voter', 'revision'), name='polls_writein_one_per_revision'),
                    models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('question', 'voter'), name='polls_writein_one_that_stands'),
                ],
            },
        ),
    ]
