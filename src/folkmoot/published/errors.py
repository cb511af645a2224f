"""Where something stands in a file, and the one error of reading a published table."""

from dataclasses import dataclass, replace

from folkmoot.errors import FolkmootError
from folkmoot.foundation.tables.table import TableError


@dataclass(frozen=True)
class Place:
    """`row` counts from 1 as in a spreadsheet; `column` is its letter with its heading. What is not known is empty."""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""

    @property
    def words(self) -> str:
        parts = (
            self.file,
            f"sheet “{self.sheet}”" if self.sheet else "",
            f"row {self.row}" if self.row is not None else "",
            f"column {self.column}" if self.column else "",
        )
        return ", ".join(part for part in parts if part)


class PublishedError(FolkmootError):
    """A published table cannot be read. `place` says where, as far as that is known; nothing of the file was kept."""

    def __init__(self, what: str, why: str = "", do: str = "", *, place: Place | None = None) -> None:
        self.place = place or Place()
        words = self.place.words
        super().__init__(f"{words}: {what}" if words else what, why, do)
        self.problem = what

    @classmethod
    def of_table(cls, error: TableError) -> "PublishedError":
        """The same error, said by the reader of files."""
        return cls(error.problem, error.why, error.do, place=Place(error.file, error.sheet, error.row, error.column))

    def about(self, file: str) -> "PublishedError":
        """The same error with the name of its file."""
        return PublishedError(self.problem, self.why, self.do, place=replace(self.place, file=file))
