"""Check 4: on PostgreSQL the second fence alone keeps the rows of other Areas away, as the role that the web server runs as."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from trust.checks.area_canaries import CANARY, Planted
from trust.checks.c01_every_route import open_scope
from trust.checks.walking import Person, harvest, people, route_of, said_in
from trust.figures import Figure, Size, check, control
from trust.places import ROOT, Place, empty, fictional, folder, postgresql, use

SAYS_ALL = "-c folkmoot.areas=all"
# Asked of the catalogue: what is behind the fence, and whether its owner is held to it.
FENCED = "SELECT relname, relforcerowsecurity FROM pg_class WHERE relrowsecurity AND relkind IN ('r', 'p') ORDER BY relname"
HAVE_A_POLICY = "SELECT tablename FROM pg_policies"
WITH_AREA = "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'area_id'"


@check(
    4, "Behind the second fence nothing shows to a connection that was told of no Area, and nobody passes by",
    target="0 rows where the setting is missing or empty, FORCE on every fenced table, a role that owns nothing and passes by no policy",
)  # fmt: skip
def shut(size: Size) -> Figure:
    del size
    with postgresql() as address:
        empty(address)
        return _shut(address)


@control("4", "the owner of a table passes by its policy")
def not_forced(size: Size) -> Figure:
    del size
    with postgresql() as address:
        empty(address)
        _as_owner(address, "ALTER TABLE stakeholders_contact NO FORCE ROW LEVEL SECURITY")
        return _shut(address)


@control("4", "a policy lets everything through that was told of nothing")
def open_when_unset(size: Size) -> Figure:
    del size
    with postgresql() as address:
        empty(address)
        _as_owner(address, "ALTER POLICY stakeholders_organisation_fence ON stakeholders_organisation USING (true) WITH CHECK (true)")
        return _shut(address)


@check(
    4, "With the first fence gone the second one shows nobody a row of another Area, on every route",
    target="0 foreign rows of N requests, as a role that owns nothing", part="w",
)  # fmt: skip
def alone(size: Size) -> Figure:
    with _moved_to_postgresql(size) as (place, planted):
        return _walked(place, planted, size)


@control("4w", "the tables of people and organisations stand before the fence")
def fence_down(size: Size) -> Figure:
    with _moved_to_postgresql(size) as (place, planted):
        for table in ("stakeholders_contact", "stakeholders_organisation", "engagement_activity"):
            _as_owner(place.database, f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        return _walked(place, planted, size)


def _as_owner(address: str, *statements: str) -> list[tuple[Any, ...]]:
    import psycopg

    with psycopg.connect(address.replace("//folkmoot_web:", "//folkmoot:"), options=SAYS_ALL) as connection:
        for statement in statements:
            cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def _as_web(address: str) -> str:
    """The same database for a role of the web server's own, which may read and write and owns nothing."""
    _as_owner(
        address, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO folkmoot_web",
        "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO folkmoot_web",
    )  # fmt: skip
    return address.replace("//folkmoot:", "//folkmoot_web:")


def _shut(address: str) -> Figure:
    import psycopg

    tables = _as_owner(address, FENCED)
    areas = {name for (name,) in _as_owner(address, WITH_AREA)}
    for table, _forced in tables:  # a row, without what guards its words: what is asked is whether it shows
        _one_row(address, table)
    found, tried = [f"{table}: its owner passes by" for table, forced in tables if not forced], len(tables)
    for role, who in (("folkmoot", address), ("folkmoot_web", _as_web(address))):
        [(superuser, passes, owns)] = _as_owner(
            address, "SELECT rolsuper, rolbypassrls, (SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = rolname)"
            f" FROM pg_roles WHERE rolname = '{role}'",
        )  # fmt: skip
        tried += 2
        found += [f"{role} is a superuser or passes by policies"] if superuser or passes else []
        found += [f"{role} owns {owns} tables"] if role == "folkmoot_web" and owns else []
        for setting in ("", "-c folkmoot.areas="):
            with psycopg.connect(who, options=setting) as connection:
                for table, _forced in tables:
                    tried += 1
                    if shown := connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]:
                        found.append(f"{table} shows {role} {shown} rows where it was told {setting or 'nothing'}")
    more = {
        "tables behind the fence": ", ".join(table for table, _forced in tables),
        "other tables with an Area, kept by the first fence alone": len(areas - {table for table, _forced in tables}),
    }
    return Figure(len(found), tried, "tables asked and roles looked at", more, tuple(found), least=40)


def _one_row(address: str, table: str) -> None:
    """Put one row into an empty table, with whatever its columns take, and no foreign keys or guards asked."""
    needed = "is_nullable = 'NO' AND is_identity = 'NO' AND column_default IS NULL OR column_name = 'area_id'"
    columns = _as_owner(
        address, "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
        f" AND table_name = '{table}' AND ({needed})",
    )  # fmt: skip
    checks = _as_owner(address, f"SELECT conname FROM pg_constraint WHERE conrelid = '{table}'::regclass AND contype IN ('c', 'f')")
    values = {"boolean": "false", "date": "'2026-01-01'", "jsonb": "'{}'", "uuid": "gen_random_uuid()", "bytea": "''"}
    said = [values.get(kind, "now()" if kind.startswith("timestamp") else "1") for _name, kind in columns]
    names = ", ".join(f'"{name}"' for name, _kind in columns)
    _as_owner(
        address, *(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}"' for (name,) in checks),
        f"ALTER TABLE {table} DISABLE TRIGGER USER",
        f"INSERT INTO {table} ({names}) VALUES ({', '.join(said)})",
    )  # fmt: skip


@contextmanager
def _moved_to_postgresql(size: Size) -> Iterator[tuple[Place, Planted]]:
    """The fictional year, taken out of SQLite as open files and brought into PostgreSQL, with a canary in every sensitive text."""
    del size
    one = fictional()
    one.run("setup", "--quiet")
    packed = folder() / "everything.zip"
    one.run("everything", "out", str(packed), "--for", "Check 4", "--why", "It is asked on PostgreSQL")
    with postgresql() as address:
        other = empty(address)
        other.run("everything", "in", str(packed))
        yield Place(other.home, database=_as_web(address)), _planted_apart(other)


def _planted_apart(place: Place) -> Planted:
    """Planted by the owner in a process of its own: this one knows the web server's role alone."""
    words = "import json,sys; from dataclasses import asdict; from trust.places import Place, use; from pathlib import Path\n"
    words += "use(Place(Path(sys.argv[1]), database=sys.argv[2]))\n"
    words += "from trust.checks.area_canaries import plant; print(json.dumps(asdict(plant())))"
    done = subprocess.run(
        [sys.executable, "-c", words, str(place.home), place.database], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return Planted(**json.loads(done.stdout.splitlines()[-1]))


def _walked(place: Place, planted: Planted, size: Size) -> Figure:
    os.environ["FOLKMOOT_FENCED"] = "true"
    use(place)
    behind = {table for (table,) in _as_owner(place.database, HAVE_A_POLICY)}
    labels = _labels_of(behind)
    everybody = people(most_of_a_role=2 if size is Size.WHOLE else 1)
    addresses = _addresses(everybody, size)
    open_scope()
    return _asked(everybody, addresses, planted, labels)


def _labels_of(tables: set[str]) -> set[str]:
    from django.apps import apps

    return {model._meta.label_lower for model in apps.get_models() if model._meta.db_table in tables}


def _addresses(everybody: list[Person], size: Size) -> list[str]:
    for person in everybody[1:]:
        harvest(person, of_each=2 if size is Size.WHOLE else 1, most=100_000 if size is Size.WHOLE else 60)
    return sorted({address for person in everybody for each in person.reached.values() for address in each})


def _asked(everybody: list[Person], addresses: list[str], planted: Planted, labels: set[str]) -> Figure:
    from folkmoot.accounts.scope import areas_of

    found: Counter[str] = Counter()
    tried, own, broken = 0, 0, Counter()
    for person in everybody:
        areas = areas_of(person.viewer) if person.viewer else frozenset()
        for address in addresses:
            tried += 1
            answer = person.client.get(address)
            if answer.status_code >= 500:
                broken[route_of(address)] += 1
            for area, number in {pair for text in said_in(answer) for pair in CANARY.findall(text)}:
                label = planted.fields[int(number)]
                if label.rsplit(".", 1)[0] not in labels:
                    continue
                if areas is None or int(area) in areas:
                    own += 1
                else:
                    found[f"{route_of(address)} shows {person.name} {label} of another Area"] += 1
    more = {
        "people": len(everybody), "addresses": len(addresses), "fields with a canary behind the fence": sum(
            field.rsplit(".", 1)[0] in labels for field in planted.fields
        ), "canaries of their own Areas seen": own, "answers that broke off": sum(broken.values()),
    }  # fmt: skip
    return Figure(
        sum(found.values()), tried, "requests", more, tuple(f"{words} ({number})" for words, number in found.most_common(20)), 300
    )
