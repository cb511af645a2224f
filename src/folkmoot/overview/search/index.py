"""The full-text index: SQLite's FTS5 or PostgreSQL's tsvector behind one function.

Both fold accents beforehand (`words.folded`) and stem as English, so that both find the same rows. Who may see a row is part of the
index: a match that nobody asked for by scope is never counted, ranked or counted up to the limit.
"""

from collections.abc import Sequence

from django.db import connection

# Of more matches than this the newest are ranked: a word that millions of rows share says nothing about any of them.
RANKED = 2000

_TAKE = "INSERT INTO overview_words(rowid, title, body, scope) VALUES (new.id, new.title, new.body, new.scope);"
_FORGET = "INSERT INTO overview_words(overview_words, rowid, title, body, scope) VALUES ('delete', old.id, old.title, old.body, old.scope);"
_MAKE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE IF NOT EXISTS overview_words USING fts5(title, body, scope, content='overview_found', content_rowid='id', "
        "tokenize='porter unicode61')",
        f"CREATE TRIGGER IF NOT EXISTS overview_words_added AFTER INSERT ON overview_found BEGIN {_TAKE} END",
        f"CREATE TRIGGER IF NOT EXISTS overview_words_removed AFTER DELETE ON overview_found BEGIN {_FORGET} END",
        f"CREATE TRIGGER IF NOT EXISTS overview_words_changed AFTER UPDATE ON overview_found BEGIN {_FORGET} {_TAKE} END",
    ],
    "postgresql": [
        "ALTER TABLE overview_found ADD COLUMN IF NOT EXISTS words tsvector GENERATED ALWAYS AS ("
        "setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'B') || to_tsvector('simple', scope)"
        ") STORED",
        "CREATE INDEX IF NOT EXISTS overview_words ON overview_found USING gin (words)",
    ],
}
_UNDO = {
    "sqlite": [
        *(f"DROP TRIGGER IF EXISTS overview_words_{name}" for name in ("added", "removed", "changed")),
        "DROP TABLE IF EXISTS overview_words",
    ],
    "postgresql": ["DROP INDEX IF EXISTS overview_words", "ALTER TABLE overview_found DROP COLUMN IF EXISTS words"],
}
_FIND = {
    # bm25's weights stand in the order of the columns; the scope weighs nothing.
    "sqlite": "SELECT f.source, f.row_id FROM (SELECT rowid, bm25(overview_words, 5.0, 1.0, 0.0) AS score FROM overview_words "
    "WHERE overview_words MATCH %s ORDER BY rowid DESC LIMIT {ranked}) w JOIN overview_found f ON f.id = w.rowid "
    "WHERE (%s = '' OR f.source = %s) ORDER BY w.score, f.day DESC, f.id DESC",
    "postgresql": "SELECT f.source, f.row_id FROM (SELECT id, source, row_id, day, words FROM overview_found "
    "WHERE words @@ (to_tsquery('english', %s) && to_tsquery('simple', %s)) AND (%s = '' OR source = %s) "
    "ORDER BY id DESC LIMIT {ranked}) f "
    "ORDER BY ts_rank_cd(f.words, to_tsquery('english', %s)) DESC, f.day DESC NULLS LAST, f.id DESC",
}


def create() -> None:
    """Make the index where it does not stand yet, and fill it from the rows there are."""
    _run(_MAKE)
    _run({"sqlite": ["INSERT INTO overview_words(overview_words) VALUES ('rebuild')"], "postgresql": []})


def drop() -> None:
    _run(_UNDO)


def forget() -> None:
    """Take what was deleted out of the index's own file as well: until its pieces are merged, SQLite keeps the words beside a mark."""
    _run({"sqlite": ["INSERT INTO overview_words(overview_words) VALUES ('optimize')"], "postgresql": []})


def _run(statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)


def find(words: Sequence[str], scopes: Sequence[str], source: str = "") -> list[tuple[str, int]]:
    """(source, row id) of the rows that hold every word, the last word as a beginning, in one of the scopes; the best first.

    At most `RANKED` of them. No words or no scopes: nothing.
    """
    if not words or not scopes:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_FIND[connection.vendor].format(ranked=RANKED), _ASKED[connection.vendor](words, scopes, source))
        return [(str(kind), int(row_id)) for kind, row_id in cursor.fetchall()]


def _as_match(words: Sequence[str], scopes: Sequence[str], source: str) -> list[str]:
    wanted = " AND ".join(f'"{word}"' for word in words) + "*"
    return [f"{{title body}} : ({wanted}) AND scope : ({' OR '.join(scopes)})", source, source]


def _as_tsquery(words: Sequence[str], scopes: Sequence[str], source: str) -> list[str]:
    wanted = " & ".join(f"'{word}'" for word in words) + ":*"
    return [wanted, " | ".join(scopes), source, source, wanted]


_ASKED = {"sqlite": _as_match, "postgresql": _as_tsquery}
