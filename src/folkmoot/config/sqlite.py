"""How the embedded database is opened so that nothing acknowledged is lost.

Source: https://sqlite.org/wal.html#walresetbug (the write-ahead log can be reset wrongly from 3.7.0 to 3.51.2; fixed in
3.51.3 and in the patch lines 3.50.7 and 3.44.6). `mmap_size` is never set: a stray write through the map corrupts the file.
Source: https://sqlite.org/pragma.html#pragma_synchronous (with a rollback journal FULL does not sync the folder after the journal
is removed: after a power cut the journal may be there again, and takes back what was confirmed. EXTRA does; with WAL they are equal).
"""


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether the linked SQLite is free of the WAL-reset fault. `version` is major, minor, patch."""
    line, patch = version[:2], version[2]
    if line == (3, 50):
        return patch >= 7
    if line == (3, 44):
        return patch >= 6
    return tuple(version) >= (3, 51, 3) or tuple(version) < (3, 7, 0)


def options(version: tuple[int, ...]) -> dict[str, object]:
    """Django's OPTIONS for the embedded database: all is on the disk before it is confirmed, and write transactions begin at once."""
    journal = "WAL" if wal_is_safe(version) else "DELETE"
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode={journal};PRAGMA synchronous=EXTRA;PRAGMA secure_delete=ON;",
    }
