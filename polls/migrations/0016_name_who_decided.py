"""Keep the names of those whose accounts are still there."""

from django.db import migrations

NAME = """
    UPDATE polls_decision
    SET decided_by = (SELECT username FROM auth_user WHERE auth_user.id = moderator_id)
    WHERE moderator_id IS NOT NULL AND decided_by = ''
"""


class Migration(migrations.Migration):

    dependencies = [
        ("polls", "0015_answer_for_decisions"),
    ]

    operations = [
        migrations.RunSQL(NAME, migrations.RunSQL.noop),
    ]
