"""The themes of learning that ship in `data/themes.csv`, in the order of a case's life. No database.

Seeded from what panels publish: the headings of the national scrutiny panel's report and the learning points of local panels.
"""

from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.foundation.reference.files import Column, Table, a_number, one_of, read_table

FOLDER = Path(__file__).parent / "data"
STAGES: dict[str, Promise] = {
    "strategy": _("How the case was seen"),
    "before-charge": _("Before charge"),
    "after-charge": _("After charge"),
    "victims": _("Victims and witnesses"),
    "prosecutors": _("Prosecutors"),
    "other": _("Other"),
}
TABLE = Table(
    "themes.csv",
    (
        Column("code", required=True), Column("order", a_number), Column("stage", one_of(STAGES)), Column("name_en", required=True),
        Column("name_cy"), Column("source", required=True),
    ),
    ("code",),
)  # fmt: skip


@dataclass(frozen=True)
class Theme:
    """One theme. `source` says where panels use it."""

    code: str
    stage: str
    name_en: str
    name_cy: str
    source: str

    def __str__(self) -> str:
        return self.name_cy if self.language == "cy" else self.name_en

    @property
    def language(self) -> str:
        return "cy" if get_language() == "cy" and self.name_cy else "en"


@cache
def themes() -> dict[str, Theme]:
    """Every theme by its code, in order. Raises BadReferenceFile where the file is damaged."""
    lines = sorted(read_table(FOLDER, TABLE), key=lambda line: int(line.text("order") or 0))
    made = (Theme(*(line.text(name) for name in ("code", "stage", "name_en", "name_cy", "source"))) for line in lines)
    return {theme.code: theme for theme in made}


def choices() -> list[tuple[Promise, list[tuple[str, str]]]]:
    """The themes as choices of a field, under their stages."""
    by_stage = groupby(themes().values(), lambda theme: theme.stage)
    return [(STAGES[stage], [(each.code, str(each)) for each in group]) for stage, group in by_stage]
