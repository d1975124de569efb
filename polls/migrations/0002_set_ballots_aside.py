"""Ballots are about to get their natural key: what there is waits in plain tables."""

from django.db import migrations

_SET_ASIDE = [
    "CREATE TABLE polls_former_ballot AS SELECT * FROM polls_ballot",
    "CREATE TABLE polls_former_mark AS SELECT * FROM polls_mark",
    "CREATE TABLE polls_former_ballotrevision AS SELECT * FROM polls_ballotrevision",
]


class Migration(migrations.Migration):
    dependencies = [("polls", "0001_initial")]

    operations = [
        *(migrations.RunSQL(statement) for statement in _SET_ASIDE),
        migrations.DeleteModel("BallotRevision"),
        migrations.DeleteModel("Mark"),
        migrations.DeleteModel("Ballot"),
    ]
