"""Where failed sign-ins are counted, so that the count holds whichever worker answers.

A stock file cache decides with two steps whether a lock is free, so that two workers can both take it and one count is lost;
here the file system decides in one step. A stock cache that is full also throws away entries at random, so that a stranger
could reset a limit by filling it; here only what has expired goes.
"""

import os
import tempfile
import time
from typing import IO, TYPE_CHECKING, Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache

SWEEP_EVERY_SECONDS = 60


class SharedFileCache(FileBasedCache):
    _swept_at = 0.0
    if TYPE_CHECKING:  # what the parent offers its children, which its type stubs leave out
        _dir: str

        def _createdir(self) -> None: ...
        def _write_content(self, file: IO[bytes], timeout: Any, value: Any) -> None: ...
        def _key_to_file(self, key: str, version: int | None) -> str: ...
        def _list_cache_files(self) -> list[str]: ...
        def _is_expired(self, f: IO[bytes]) -> bool: ...

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store the value unless there is one; exactly one of several callers at once is told that it did."""
        if self.has_key(key, version):
            return False
        self._createdir()
        descriptor, draft = tempfile.mkstemp(dir=self._dir)
        try:
            with os.fdopen(descriptor, "wb") as file:
                self._write_content(file, timeout, value)
            os.link(draft, self._key_to_file(key, version))
        except FileExistsError:
            return False
        finally:
            os.unlink(draft)
        return True

    def _cull(self) -> None:
        """Remove what has expired, at most once a minute in each worker."""
        if time.monotonic() - SharedFileCache._swept_at < SWEEP_EVERY_SECONDS:
            return
        SharedFileCache._swept_at = time.monotonic()
        for name in self._list_cache_files():
            try:
                with open(name, "rb") as file:
                    self._is_expired(file)
            except FileNotFoundError:
                continue
