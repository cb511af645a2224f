"""Whatever the separate process does, the caller gets one plain error, and the process is gone."""

import json
import resource
import subprocess
import sys

import pytest

from folkmoot.foundation.tables import reading
from folkmoot.foundation.tables.table import MEGABYTE, Limits, TableError
from folkmoot.foundation.tables.tests.making import save

READY = "import os, signal, sys, time; print('{\"ready\": true}', flush=True);"
TABLE = {"columns": ["a"], "sheet": "", "sheets": [], "encoding": "", "delimiter": "", "header_row": 1, "first_column": 1}


def tell(*messages):
    return READY + "".join(f"print({json.dumps(message)!r});" for message in messages) + "sys.stdout.flush();"


@pytest.fixture
def started(monkeypatch):
    """The processes that reading has started."""
    processes = []

    class Recorded(subprocess.Popen):
        def __init__(self, *args, **kwargs):
            processes.append(self)
            super().__init__(*args, **kwargs)

    monkeypatch.setattr(reading.subprocess, "Popen", Recorded)
    return processes


def refusal(monkeypatch, tmp_path, program, **limits):
    monkeypatch.setattr(reading, "_START", program)
    with pytest.raises(TableError) as caught:
        reading.read_table(save(tmp_path, "a\n1\n"), limits=Limits(**limits))
    return caught.value


@pytest.mark.parametrize(
    ("program", "words"),
    [
        (READY + "time.sleep(60)", "too long"),
        ("import time; time.sleep(60)", "too long"),
        (READY + "os.close(1); time.sleep(60)", "too long"),
        (READY + "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)", "too long"),
        (READY + "os.kill(os.getpid(), signal.SIGKILL)", "too long"),
        (READY + "os.kill(os.getpid(), signal.SIGXCPU)", "too long"),
        (READY + "os.kill(os.getpid(), signal.SIGSEGV)", "could not be read"),
        (READY + "os.abort()", "could not be read"),
        (READY + "sys.exit(0)", "could not be read"),
        ("raise SystemExit(3)", "could not be started"),
        ("import no_such_package", "could not be started"),
        (READY + "print('not json')", "could not be read"),
        (READY + "print('[' * 100000)", "could not be read"),
        (READY + "sys.stdout.buffer.write(bytes([255, 10]))", "could not be read"),
        (READY + "sys.stdout.write('x' * 2000000)", "too much text"),
        (READY + "[print('{}') for _ in iter(int, 1)]", "too much text"),
        (tell({"table": TABLE}), "could not be read"),
        (tell([2, ["1"]]), "could not be read"),
        (tell({"table": TABLE}, [2, ["1", "2"]], {"end": True, "notes": []}), "could not be read"),
        (tell({"table": TABLE}, [2, [1]], {"end": True, "notes": []}), "could not be read"),
        (tell({"table": TABLE}, ["2", ["1"]], {"end": True, "notes": []}), "could not be read"),
        (tell({"table": {**TABLE, "columns": "a"}}), "could not be read"),
        (tell({"table": TABLE}, *[[n, ["1"]] for n in range(6)], {"end": True, "notes": []}), "could not be read"),
        (tell({"table": TABLE}, {"end": True, "notes": "x"}), "could not be read"),
        (tell({"error": {"what": 1}}), "could not be read"),
        (tell({"error": None}), "could not be read"),
        (tell(7), "could not be read"),
    ],
)
def test_any_misbehaviour_is_one_plain_error(monkeypatch, tmp_path, started, program, words):
    wall = 0.5 if "sleep" in program else 60.0
    error = refusal(monkeypatch, tmp_path, program, wall_seconds=wall, text_bytes=MEGABYTE, rows=5)
    assert words in str(error)
    assert (error.file, len(started)) == ("people.csv", 1)
    assert started[0].poll() is not None


def test_a_well_behaved_process_is_believed(monkeypatch, tmp_path, started):
    monkeypatch.setattr(reading, "_START", tell({"table": TABLE}, [2, ["1"]], {"end": True, "notes": ["n"]}) + "time.sleep(60)")
    table = reading.read_table(save(tmp_path, "a\n1\n"))
    assert (table.columns, table.rows[0].values, table.notes) == (("a",), ("1",), ("n",))
    assert started[0].poll() is not None


def test_processor_time_is_limited(monkeypatch, tmp_path):
    program = (
        "import sys; sys.path += sys.argv[2:]; from folkmoot.foundation.tables.child import confine;"
        "from folkmoot.foundation.tables.table import Limits; confine(Limits(cpu_seconds=1));"
        "print('{\"ready\": true}', flush=True)\nwhile True: pass"
    )
    assert "too long" in str(refusal(monkeypatch, tmp_path, program, wall_seconds=60.0))


def test_a_panic_of_the_workbook_reader_is_one_plain_error(monkeypatch, tmp_path):
    program = reading._START.replace(
        "main()",
        "from folkmoot.foundation.tables import child\nclass Panic(BaseException): pass\n"
        "def panic(*a): raise Panic\nchild.kinds.recognise = panic\nmain()",
    )
    assert "damaged" in str(refusal(monkeypatch, tmp_path, program))


CONFINED = """
import resource, socket, sys
sys.path += sys.argv[1:]
from folkmoot.foundation.tables.child import confine
from folkmoot.foundation.tables.table import Limits
confine(Limits())
names = ("CPU", "AS", "FSIZE", "CORE", "NPROC", "NOFILE")
print([resource.getrlimit(getattr(resource, "RLIMIT_" + name)) for name in names])
try:
    bytearray(700 * 1024 * 1024)
except MemoryError:
    print("no memory")
"""


def test_the_process_gives_up_its_freedom(tmp_path):
    result = subprocess.run(
        [sys.executable, "-I", "-S", "-c", CONFINED, *reading._package_folders()], capture_output=True, text=True, check=True
    )
    memory = Limits().memory_bytes
    assert result.stdout.splitlines() == [str([(10, 10), (memory, memory), (0, 0), (0, 0), (0, 0), (32, 32)]), "no memory"]
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != memory


def test_the_process_loads_nothing_of_the_web_application(tmp_path):
    program = (
        "import sys; sys.path += sys.argv[1:]; import folkmoot.foundation.tables.child;"
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'site', 'subprocess', 'socket')])"
    )
    result = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, *reading._package_folders()], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
