"""What was set aside, under its natural key."""

from django.db import migrations

_BRING_BACK = [
    """
    INSERT INTO polls_ballot (
        question_id, voter_id, revision, abstains, dossier_revision, cast_at, changed_at,
        withdrawn_at
    )
    SELECT question_id, voter_id, revision, FALSE, 1, cast_at, changed_at, withdrawn_at
    FROM polls_former_ballot
    """,
    """
    INSERT INTO polls_mark (question_id, voter_id, choice_id, value)
    SELECT ballot.question_id, ballot.voter_id, mark.choice_id, mark.value
    FROM polls_former_mark mark JOIN polls_former_ballot ballot ON ballot.id = mark.ballot_id
    """,
    """
    INSERT INTO polls_ballotrevision (
        question_id, voter_id, number, action, marks, abstains, seen, informed, dossier_revision,
        made_at
    )
    SELECT ballot.question_id, ballot.voter_id, revision.number, revision.action, revision.marks,
        FALSE, NULL, FALSE, 1, revision.made_at
    FROM polls_former_ballotrevision revision
    JOIN polls_former_ballot ballot ON ballot.id = revision.ballot_id
    """,
    "DROP TABLE polls_former_mark",
    "DROP TABLE polls_former_ballotrevision",
    "DROP TABLE polls_former_ballot",
]


class Migration(migrations.Migration):
    dependencies = [("polls", "0003_give_ballots_their_natural_key")]

    operations = [migrations.RunSQL(statement) for statement in _BRING_BACK]
