"""Rows that the database itself refuses to change."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Model

_POSTGRESQL = """
CREATE OR REPLACE FUNCTION %(name)s_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF %(changed)s THEN
        RAISE EXCEPTION '%(name)s: rows are only ever added'
            USING ERRCODE = 'check_violation', CONSTRAINT = '%(name)s';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION %(name)s_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF %(stays)s THEN
        RAISE EXCEPTION '%(name)s: rows go with what they are about, and not before'
            USING ERRCODE = 'check_violation', CONSTRAINT = '%(name)s';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER %(name)s_change BEFORE UPDATE ON %(table)s
    FOR EACH ROW EXECUTE FUNCTION %(name)s_change();
CREATE CONSTRAINT TRIGGER %(name)s_delete AFTER DELETE ON %(table)s
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION %(name)s_delete();
"""
_POSTGRESQL_REMOVED = """
DROP TRIGGER IF EXISTS %(name)s_change ON %(table)s;
DROP TRIGGER IF EXISTS %(name)s_delete ON %(table)s;
DROP FUNCTION IF EXISTS %(name)s_change();
DROP FUNCTION IF EXISTS %(name)s_delete();
"""
_SQLITE = """
CREATE TRIGGER %(name)s_change BEFORE UPDATE ON %(table)s FOR EACH ROW WHEN %(changed)s
BEGIN SELECT RAISE(ABORT, '%(name)s: rows are only ever added'); END
"""


class AppendOnly(BaseConstraint):
    """Rows are added and not changed; they are deleted only with what they are about.

    ``forgets`` are columns that may become empty, and do nothing else. ``about`` maps columns to
    the tables whose ``id`` they hold: a row may go in a transaction after which one of those it
    names is gone. PostgreSQL asks at the transaction's end, since Django deletes the dependent
    rows first. SQLite has no trigger that waits, and one that looks into another table would stop
    every later migration that makes that table anew: there the database refuses changes only, and
    that nothing is deleted is kept by the model alone.

    A constraint rather than an operation of one migration, since SQLite forgets a table's triggers
    whenever Django makes the table anew; it is then told of them again.
    """

    def __init__(self, *, forgets: list[str], about: dict[str, str], name: str) -> None:
        super().__init__(name=name)
        self.forgets, self.about = forgets, about

    def constraint_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Any:
        """Nothing inside the table's own definition: the triggers follow once it is there."""
        assert model is not None and schema_editor is not None  # noqa: S101, PT018
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def create_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Any:
        assert model is not None and schema_editor is not None  # noqa: S101, PT018
        if schema_editor.connection.vendor == "postgresql":
            return self._statement(
                _POSTGRESQL,
                model,
                schema_editor,
                changed=self._changed_on_postgresql(),
                stays=self._stays(),
            )
        return self._statement(
            _SQLITE, model, schema_editor, changed=self._changed_on_sqlite(model)
        )

    def remove_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Any:
        """On PostgreSQL; on SQLite they go with the table, which is made anew without them."""
        assert model is not None and schema_editor is not None  # noqa: S101, PT018
        return self._statement(_POSTGRESQL_REMOVED, model, schema_editor)

    def _statement(
        self,
        template: str,
        model: type[Model],
        schema_editor: BaseDatabaseSchemaEditor,
        **parts: str,
    ) -> Statement:
        table = Table(model._meta.db_table, schema_editor.quote_name)
        return Statement(template.strip(), name=self.name, table=table, **parts)

    def _changed_on_postgresql(self) -> str:
        """Whatever columns there are, those added later included."""
        named = ", ".join(f"'{column}'" for column in self.forgets)
        others = " IS DISTINCT FROM ".join(
            f"to_jsonb({row}) - ARRAY[{named}]::text[]" for row in ("NEW", "OLD")
        )
        return " OR ".join([others, *self._filled("IS DISTINCT FROM")])

    def _changed_on_sqlite(self, model: type[Model]) -> str:
        columns = [field.column for field in model._meta.local_concrete_fields]
        others = [f'NEW."{one}" IS NOT OLD."{one}"' for one in columns if one not in self.forgets]
        return " OR ".join([*others, *self._filled("IS NOT")])

    def _filled(self, differs: str) -> list[str]:
        return [
            f'(NEW."{column}" IS NOT NULL AND NEW."{column}" {differs} OLD."{column}")'
            for column in self.forgets
        ]

    def _stays(self) -> str:
        """Whether all that the row names is still there."""
        there = '(OLD."{}" IS NULL OR EXISTS (SELECT 1 FROM "{}" WHERE id = OLD."{}"))'
        return " AND ".join(
            there.format(column, table, column) for column, table in self.about.items()
        )

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Nothing that a form could mend."""

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"forgets": self.forgets, "about": self.about}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AppendOnly) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)
