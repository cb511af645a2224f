"""Why an attack could not be made."""

from collections.abc import Sequence

from folkmoot.errors import FolkmootError


class TooEntangled(FolkmootError):
    """A table too large to attack, or tables that overlap in a circle and would have to be joined into one. `tables` are those."""

    def __init__(self, tables: Sequence[frozenset[str]], most: int) -> None:
        names = "; ".join(" by ".join(sorted(columns)) for columns in tables)
        super().__init__(
            f"These tables overlap in a circle: {names}." if len(tables) > 1 else f"This table is very large: {names}.",
            f"To see whether small numbers can be worked out takes a table of more than {most:,} combinations.",
            "Leave it out, or group the values first, for example ages into bands.",
        )
        self.tables = tuple(tables)


class Contradictory(FolkmootError):
    """Tables that cannot all be true of the people they are said to be about."""

    def __init__(self, found: str) -> None:
        super().__init__(
            "The tables contradict one another.",
            f"No counts could give all of them ({found.strip().rstrip('.')}).",
            "See whether they are really of the same people and outcomes.",
        )
