"""Operations of one migration done together: the tables as they stand afterwards are worked out once, not once for each operation.

Django works out every model anew whenever a relation is added, and SQLite makes a table anew for every constraint and for most fields.
A database with all tables is made in a tenth of the time when the operations that belong together are done so. The tables are the same.
"""

from typing import Any

from django.db.migrations.operations import AddConstraint, AddField, AddIndex, AlterField, CreateModel
from django.db.migrations.operations.base import Operation

from folkmoot.foundation.constraining import AddConstraints

WHOLE = (AddField, AlterField, AddIndex, AddConstraint, AddConstraints)


class Together(Operation):
    """Do several operations as one. Only those that add, or that alter a field without renaming it, may stand in it."""

    def __init__(self, operations: list[Operation]) -> None:
        strange = [each for each in operations if not isinstance(each, (CreateModel, *WHOLE))]
        if strange:
            raise TypeError(f"these cannot be done together with others: {strange}")
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__qualname__, [], {"operations": self.operations}

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # worked out anew when first asked for, after the last of them
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        created = [each.name_lower for each in self.operations if isinstance(each, CreateModel)]
        for name in created:
            schema_editor.create_model(to_state.apps.get_model(app_label, name))
        others = [each for each in self.operations if not isinstance(each, CreateModel) and _model_of(each) not in created]
        if schema_editor.connection.vendor != "sqlite":
            for operation in others:
                operation.database_forwards(app_label, schema_editor, from_state, to_state)
            return
        for name in dict.fromkeys(_model_of(each) for each in others):
            model = to_state.apps.get_model(app_label, name)
            _make_anew(schema_editor, model, [each for each in others if _model_of(each) == name])

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        raise NotImplementedError("These tables are not taken back: restore a backup made before.")

    def describe(self) -> str:
        return f"{len(self.operations)} operations together"


def _model_of(operation: Any) -> str:
    name: str = operation.model_name.lower()
    return name


def _make_anew(schema_editor: Any, model: Any, operations: list[Any]) -> None:
    """Bring one table of SQLite that existed before to what the model says; what is in it stays."""
    added = [model._meta.get_field(each.name) for each in operations if isinstance(each, AddField)]
    columns = [field for field in added if field.column]
    for field in columns:
        _add_column(schema_editor, model, field)
    if columns or any(isinstance(each, AlterField | AddConstraint | AddConstraints) for each in operations):
        schema_editor._remake_table(model)
    else:
        for each in operations:
            if isinstance(each, AddIndex):
                schema_editor.add_index(model, each.index)
    for field in added:
        if field.many_to_many and field.remote_field.through._meta.auto_created:
            schema_editor.create_model(field.remote_field.through)


def _add_column(schema_editor: Any, model: Any, field: Any) -> None:
    """A column without any constraint, filled with the field's default: the table is then made anew with its constraints."""
    table, column = schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(field.column)
    schema_editor.execute(f"ALTER TABLE {table} ADD COLUMN {column} {field.db_type(schema_editor.connection)}")
    default = schema_editor.effective_default(field)
    if default is not None:
        schema_editor.execute(f"UPDATE {table} SET {column} = %s", [default])  # noqa: S608  names from the models, quoted
