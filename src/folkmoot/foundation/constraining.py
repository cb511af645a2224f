"""Constraints of one table added together, for migrations.

SQLite makes a table anew for every constraint that is added to it; one operation for all of a table makes it anew once.
"""

from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.models import BaseConstraint, UniqueConstraint


class AddConstraints(Operation):
    """Add constraints to one model, as `AddConstraint` for each would."""

    def __init__(self, model_name: str, constraints: list[BaseConstraint]) -> None:
        self.model_name, self.constraints = model_name, constraints

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__qualname__, [], {"model_name": self.model_name, "constraints": self.constraints}

    def state_forwards(self, app_label: str, state: Any) -> None:
        for constraint in self.constraints:
            state.add_constraint(app_label, self.model_name.lower(), constraint)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        if schema_editor.connection.vendor == "sqlite" and not all(map(_is_an_index, self.constraints)):
            # The table made anew has every constraint of the model, those that are indexes as well.
            schema_editor._remake_table(model)
            return
        for constraint in self.constraints:
            schema_editor.add_constraint(model, constraint)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        for constraint in reversed(self.constraints):
            schema_editor.remove_constraint(model, constraint)

    def describe(self) -> str:
        return f"Create {len(self.constraints)} constraints on model {self.model_name}"


def _is_an_index(constraint: BaseConstraint) -> bool:
    """Whether SQLite keeps it beside the table and not in it."""
    return isinstance(constraint, UniqueConstraint) and bool(constraint.condition or constraint.contains_expressions)
