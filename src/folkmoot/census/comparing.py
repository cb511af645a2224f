"""What differs between a table that is stored and one that was read."""

from folkmoot.census.models import PublishedTable
from folkmoot.census.reading import Reading


def differences(before: PublishedTable, reading: Reading) -> dict[str, list[str]]:
    """The figures that differ between a stored table and a new one: “code category” to [old, new], "" where one has none."""
    old, new = _figures_of(before), _figures(reading)
    return {key: [old.get(key, ""), new.get(key, "")] for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key)}


def _figures(reading: Reading) -> dict[str, str]:
    said = {f"{code} {category}": str(people) for (code, category), people in reading.counts.items()}
    said |= {code: str(people) for code, people in reading.bases.items()}
    return said | {code: f"{average} {worst}" for code, (average, worst) in reading.scores.items()}


def _figures_of(table: PublishedTable) -> dict[str, str]:
    counts = table.counts.values_list("authority__code", "category__code", "people")
    said = {f"{code} {category}" if category else code: str(people) for code, category, people in counts}
    scores = table.scores.values_list("authority__code", "average", "share_worst")
    return said | {code: f"{average} {worst}" for code, average, worst in scores}
