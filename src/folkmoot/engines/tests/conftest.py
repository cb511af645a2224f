"""The engines at hand, each as a function from a table and a specification to a cube."""

import os
from pathlib import Path

import pytest

from folkmoot.engines.tests import at_hand


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests of engines are found by their mark, as those of tables are by theirs."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("engine")


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    return at_hand.Files(tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="session")
def postgres():
    servers = at_hand.server()
    found = next(servers, None)
    if found is None:
        pytest.skip("no PostgreSQL: DATABASE_URL names none; run `python tools/with_postgres.py pytest …`")
    yield found
    next(servers, None)


@pytest.fixture(scope="session")
def spark():
    """One local session for all tests of a process: starting it is what takes time."""
    pytest.importorskip("pyspark", reason="Spark is not installed: `make test-spark` installs it and runs these tests")
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")  # many small queries: three times as fast
    from folkmoot.engines import spark_engine

    session = spark_engine._session()
    session.conf.set("spark.sql.shuffle.partitions", "2")
    yield session
    session.stop()


@pytest.fixture
def find_engine(request, files):
    """By its name, an engine as a function from a table and a specification to a cube. Skips where it is not at hand."""

    def find(called):
        name, _, form = called.partition(", ")
        if name == "memory":
            return at_hand.by_memory
        if name == "PostgreSQL":
            return request.getfixturevalue("postgres").count
        if name == "Spark":
            request.getfixturevalue("spark")
        return getattr(files, f"by_{name}_{form}".lower())

    return find


@pytest.fixture(params=at_hand.ENGINES)
def engine(request, find_engine):
    """Each engine in turn. CSV holds only text without NULL: other tables are skipped there."""
    count = find_engine(request.param)
    return at_hand.text_only(count) if request.param.endswith("CSV") else count
