"""The shared count of attempts: one winner among several, and nothing thrown away before its time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache.backends.filebased import FileBasedCache

from folkmoot.accounts.attempts import SharedFileCache


@pytest.fixture
def shared(tmp_path):
    return SharedFileCache(str(tmp_path), {})


def test_a_value_is_kept_changed_and_removed(shared):
    shared.set("a", [1.5], 60)
    assert shared.get("a") == [1.5]
    shared.delete("a")
    assert shared.get("a") is None


def test_add_stores_only_where_there_is_nothing(shared):
    assert shared.add("a", 1, 60) is True
    assert shared.add("a", 2, 60) is False
    assert shared.get("a") == 1


def test_what_has_expired_gives_way(shared):
    shared.set("a", 1, -1)
    assert shared.add("a", 2, 60) is True
    assert shared.get("a") == 2


@pytest.mark.parametrize(("kind", "winners"), [(SharedFileCache, 1), (FileBasedCache, 8)])
def test_of_several_at_once_exactly_one_wins(tmp_path, monkeypatch, kind, winners):
    """All look before any writes, as happens by chance under load. The stock cache is the control: there all of them win."""
    cache = kind(str(tmp_path), {})
    monkeypatch.setattr(kind, "has_key", lambda *_: False)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda number: cache.add("lock", number, 60), range(8))) == winners


def test_no_count_is_thrown_away_however_many_there_are(shared):
    for number in range(400):
        shared.set(f"key-{number}", number, 60)
    assert [shared.get(f"key-{number}") for number in range(400)] == list(range(400))


def test_what_has_expired_is_swept_away(shared, tmp_path, monkeypatch):
    shared.set("old", 1, -1)
    monkeypatch.setattr(SharedFileCache, "_swept_at", float("-inf"))
    shared.set("new", 1, 60)
    assert len(list(tmp_path.iterdir())) == 1
