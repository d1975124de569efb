"""The database itself refuses to change a decision or a revision of a ballot."""

from django.db import migrations

import polls.models.append_only


class Migration(migrations.Migration):

    dependencies = [
        ("polls", "0016_name_who_decided"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='ballotrevision',
            constraint=polls.models.append_only.AppendOnly(about={'question_id': 'polls_question', 'voter_id': 'polls_voter'}, forgets=[], name='polls_ballotrevision_only_added'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=polls.models.append_only.AppendOnly(about={'comment_id': 'polls_comment', 'statement_id': 'polls_choice', 'write_in_id': 'polls_writein'}, forgets=['moderator_id'], name='polls_decision_only_added'),
        ),
    ]
