"""Give each reply the comment that its thread began with, and each of these its count."""

from django.db import migrations

GATHER = """
    WITH RECURSIVE line(id, root_id) AS (
        SELECT id, id FROM polls_comment WHERE parent_id IS NULL
        UNION ALL
        SELECT polls_comment.id, line.root_id
        FROM polls_comment JOIN line ON polls_comment.parent_id = line.id
    )
    UPDATE polls_comment
    SET root_id = (SELECT line.root_id FROM line WHERE line.id = polls_comment.id)
    WHERE parent_id IS NOT NULL
"""
COUNT = """
    UPDATE polls_comment
    SET replies_count = (
        SELECT COUNT(*) FROM polls_comment reply
        WHERE reply.root_id = polls_comment.id AND reply.status = 'published'
    )
    WHERE parent_id IS NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ("polls", "0010_prepare_the_argument"),
    ]

    operations = [
        migrations.RunSQL(GATHER, migrations.RunSQL.noop),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
