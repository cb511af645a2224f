"""Check 8b: nowhere in the code is a query put together from text, but in the files named here, each with its reason."""

import ast
from collections import Counter
from collections.abc import Iterator

from trust.figures import Figure, Size, check, control
from trust.places import ROOT

SOURCE = ROOT / "src" / "folkmoot"
RAW = ("raw", "extra", "RawSQL")  # ways of Django's own to write SQL
RUNS = ("execute", "executemany", "executescript")
FILES = "figures are counted over files, in a database shut to everything else; names of columns are quoted"
TABLES = "names of tables and columns come from the models, quoted"
CONSTANT = "one of a few sentences that stand in the same file"
# How many calls may have a text that is put together, and why.
ALLOWED: dict[str, tuple[int, str]] = {
    "areas/authorities/postcodes.py": (3, FILES), "casework/looking.py": (6, FILES), "demo/cases.py": (2, FILES),
    "engines/bolts.py": (2, FILES), "engines/duckdb_codes.py": (2, FILES), "engines/duckdb_engine.py": (1, FILES),
    "engines/duckdb_files.py": (7, FILES), "engines/duckdb_scan.py": (4, FILES), "engines/postgres_engine.py": (6, FILES),
    "engines/reference_engine.py": (1, FILES), "engines/waiting.py": (1, FILES), "stakeholders/duplicates/finding.py": (3, FILES),
    "foundation/guards.py": (1, TABLES), "foundation/together.py": (2, TABLES), "wholesale/bringing_in.py": (2, TABLES),
    "wholesale/emptying.py": (4, TABLES), "wholesale/keys.py": (1, TABLES), "wholesale/numbers.py": (2, TABLES),
    "foundation/fence.py": (1, CONSTANT), "keeping/moments.py": (3, CONSTANT), "keeping/postgres.py": (2, CONSTANT),
    "overview/search/index.py": (2, CONSTANT), "site/revision.py": (1, CONSTANT), "cli/health/database.py": (1, CONSTANT),
}  # fmt: skip


@check(
    8, "Queries are put together from text nowhere but in the files named for it", part="b", gate=True,
    target="0 raw, extra, RawSQL or executed texts that are put together, outside an allow-list",
)  # fmt: skip
def raw_queries(size: Size) -> Figure:
    return _counted()


@control("8b", "a page's query is put together from what was asked")
def put_together(size: Size) -> Figure:
    return _counted(
        "stakeholders/web/views.py", "def found(words):\n    return Contact.objects.raw(f\"SELECT * FROM c WHERE name = '{words}'\")\n"
    )


@control("8b", "a file that is allowed some puts together one more")
def one_more(size: Size) -> Figure:
    return _counted("overview/search/index.py", "def find(cursor, words):\n    cursor.execute('SELECT ' + words)\n")


def _counted(also: str = "", text: str = "") -> Figure:
    """Calls that run a text which is not written out, beyond those allowed; of all calls that run one."""
    beyond, calls = [], 0
    for path in sorted(SOURCE.rglob("*.py")):
        name = str(path.relative_to(SOURCE))
        if "/tests/" in name or "/migrations/" in name:
            continue
        met = Counter(_calls(path.read_text(encoding="utf-8") + ("\n\n" + text if name == also else "")))
        calls += met.total()
        allowed = ALLOWED.get(name, (0, ""))[0]
        beyond += [f"{name}: {met['made']} put together, {allowed} allowed"] * max(0, met["made"] - allowed)
        beyond += [f"{name}: {met['raw']} written past Django"] * met["raw"]
    more = {"allowed, each with its reason": sum(number for number, _why in ALLOWED.values()), "in files": len(ALLOWED)}
    return Figure(len(beyond), calls, "calls that run a query of text", more, tuple(beyond), 80)


def _calls(text: str) -> Iterator[str]:
    """Of each call that runs a text: whether it is written out, put together, or Django's own way past itself."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in RAW:
            yield "raw"
        elif called in RUNS and node.args:
            yield "written" if _written_out(node.args[0]) else "made"


def _written_out(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add) and _written_out(node.left) and _written_out(node.right)
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
