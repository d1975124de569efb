"""A constraint that Django has no name for."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models import BaseConstraint, Model


class CompositeForeignKey(BaseConstraint):
    """Several columns together name a row of another table, whose ``to`` columns are unique.

    What two foreign keys cannot say one by one: that a mark's choice belongs to the question of
    the mark's ballot. The database checks it when the transaction ends, as it does Django's own.
    """

    def __init__(self, *, columns: list[str], table: str, to: list[str], name: str) -> None:
        super().__init__(name=name)
        self.columns, self.table, self.to = columns, table, to

    def constraint_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        assert schema_editor is not None  # noqa: S101 - Django's own hint allows what never comes
        quote = schema_editor.quote_name
        columns, to = (", ".join(map(quote, names)) for names in (self.columns, self.to))
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY ({columns}) "
            f"REFERENCES {quote(self.table)} ({to}) DEFERRABLE INITIALLY DEFERRED"
        )

    def create_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Any:
        """Where a table can be altered; on SQLite, Django makes the table anew instead."""
        assert model is not None and schema_editor is not None  # noqa: S101, PT018
        return Statement(
            f"ALTER TABLE %(table)s ADD {self.constraint_sql(model, schema_editor)}",
            table=schema_editor.quote_name(model._meta.db_table),
        )

    def remove_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Any:
        assert model is not None and schema_editor is not None  # noqa: S101, PT018
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=schema_editor.quote_name(model._meta.db_table),
            name=schema_editor.quote_name(self.name),
        )

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Nothing that a form could mend: what writes these rows keeps to it."""

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"columns": self.columns, "table": self.table, "to": self.to}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CompositeForeignKey) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)
