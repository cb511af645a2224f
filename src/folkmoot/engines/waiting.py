"""While DuckDB works: progress is told from time to time, and Ctrl-C works."""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Progress = Callable[[float], None]
PATIENCE = 2.0  # seconds before progress is told
_PAUSE = 0.5


class Waiting:
    """Tells the share done, 0 to 100, where there is somebody to tell."""

    def __init__(self, progress: Progress | None = None) -> None:
        self._progress = progress
        self._next = time.monotonic() + PATIENCE
        self._share = 0.0

    def tell(self, share: float) -> None:
        """Tell the share, unless it is too soon after the last time. It never falls: a second look at the rows is part of the work."""
        self._share = max(self._share, min(99.0, share))
        if self._progress and time.monotonic() >= self._next:
            self._next = time.monotonic() + _PAUSE
            self._progress(self._share)

    def until_done(self, database: "DuckDBPyConnection", query: str) -> Any:
        """The database's answer to the query, which runs in a thread of its own meanwhile."""
        answer: list[Any] = []
        failure: list[BaseException] = []

        def work() -> None:
            try:
                answer.append(database.execute(query))
            except BaseException as error:  # handed to the caller's thread below
                failure.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        try:
            while thread.is_alive():
                thread.join(0.1)
                if thread.is_alive():
                    self.tell(database.query_progress())
        except KeyboardInterrupt:
            database.interrupt()
            thread.join()
            raise
        if failure:
            raise failure[0]
        return answer[0]
