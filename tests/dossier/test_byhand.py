"""Statements past Django's cursors: the same rows, whatever became of the connection."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from dossier import byhand

STATEMENT = "SELECT id FROM polls_voter WHERE key_hash = %s UNION ALL SELECT 7 WHERE 'a' = %s"


@pytest.mark.django_db
def test_whoever_logs_statements_sees_it_and_the_rows_are_the_same() -> None:
    with CaptureQueriesContext(connection) as captured:
        logged = byhand.read(STATEMENT, ["nobody", "a"])
    assert (logged, len(captured)) == ([(7,)], 1)
    assert byhand.read(STATEMENT, ["nobody", "a"]) == logged


@pytest.mark.django_db(transaction=True)
def test_errors_are_django_s_and_leave_the_connection_usable() -> None:
    with pytest.raises(DatabaseError):
        byhand.read("SELECT nothing FROM nowhere", [])
    assert byhand.read("SELECT 1", []) == [(1,)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_broke_unnoticed_is_made_anew() -> None:
    ((process,),) = byhand.read("SELECT pg_backend_pid()", [])

    def end_it() -> None:
        byhand.read("SELECT pg_terminate_backend(%s::int)", [process])
        connection.close()

    with ThreadPoolExecutor(1) as another:
        another.submit(end_it).result()
    assert byhand.read("SELECT pg_backend_pid() <> %s::int", [process]) == [(True,)]
