"""Operations done together leave the tables that they leave one by one, and what was in them."""

import pytest
from django.db import IntegrityError, connection, migrations, models
from django.db.migrations.state import ProjectState

from folkmoot.foundation.constraining import AddConstraints
from folkmoot.foundation.together import Together

BEFORE = migrations.CreateModel("Tree", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=20))])
OPERATIONS = [
    migrations.CreateModel(
        "Leaf", [("id", models.BigAutoField(primary_key=True)), ("tree", models.ForeignKey("trial.tree", on_delete=models.CASCADE))]
    ),
    migrations.AddField("Leaf", "green", models.BooleanField(default=True)),
    migrations.AddField("Tree", "height", models.PositiveIntegerField(default=3)),
    migrations.AddField("Tree", "finest", models.ForeignKey("trial.leaf", null=True, on_delete=models.SET_NULL, related_name="+")),
    migrations.AddField("Tree", "fallen", models.ManyToManyField("trial.leaf", related_name="+")),
    migrations.AlterField("Tree", "name", models.CharField(max_length=40)),
    migrations.AddIndex("Tree", models.Index(fields=["height"], name="tree_by_height")),
    AddConstraints("Tree", [models.CheckConstraint(name="tree_named", condition=~models.Q(name=""))]),
]


def _done(operations, rows=()):
    """The tables after the operations, as the database tells them; everything is taken away again."""
    state = ProjectState()
    with connection.schema_editor() as editor:
        state = _apply(BEFORE, state, editor)
    tree = state.apps.get_model("trial", "Tree")
    tree.objects.bulk_create([tree(name=name) for name in rows])
    with connection.schema_editor() as editor:
        for operation in operations:
            state = _apply(operation, state, editor)
    try:
        tree = state.apps.get_model("trial", "Tree")
        kept = list(tree.objects.order_by("id").values_list("name", "height", "finest"))
        with pytest.raises(IntegrityError):
            tree.objects.create(name="")
        return kept, _described()
    finally:
        with connection.schema_editor() as editor:
            editor.execute("UPDATE trial_tree SET finest_id = NULL")
        with connection.schema_editor() as editor:
            for name in ("Tree", "Leaf"):
                editor.delete_model(state.apps.get_model("trial", name)) if connection.vendor == "sqlite" else None
            if connection.vendor != "sqlite":
                editor.execute("DROP TABLE trial_tree_fallen, trial_tree, trial_leaf CASCADE")


def _apply(operation, state, editor):
    after = state.clone()
    operation.state_forwards("trial", after)
    operation.database_forwards("trial", editor, state, after)
    return after


def _described():
    with connection.cursor() as cursor:
        tables = sorted(name for name in connection.introspection.table_names(cursor) if name.startswith("trial_"))
        columns = {
            table: sorted(column[:2] for column in connection.introspection.get_table_description(cursor, table)) for table in tables
        }
        held = {table: _held(connection.introspection.get_constraints(cursor, table)) for table in tables}
    return columns, held


def _held(constraints):
    """What a table's constraints and indexes demand, whatever name the database gave them."""
    told = (
        (tuple(each["columns"]), each["primary_key"], each["unique"], each["foreign_key"], each["check"], each["index"])
        for each in constraints.values()
    )
    return sorted(map(str, told))


@pytest.mark.django_db(transaction=True)
def test_the_tables_and_what_was_in_them_are_the_same():
    one_by_one, together = _done(OPERATIONS, rows=("oak", "ash")), _done([Together(list(OPERATIONS))], rows=("oak", "ash"))
    assert together == one_by_one
    assert together[0] == [("oak", 3, None), ("ash", 3, None)]


def test_what_takes_away_cannot_stand_among_them():
    with pytest.raises(TypeError, match="RemoveField"):
        Together([migrations.RemoveField("Tree", "name")])
