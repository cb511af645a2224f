"""What a view is: every choice a person makes in the workbench, as an address, as JSON, and held against what the source offers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from folkmoot.casework.workbench.shape import Shape
from folkmoot.errors import FolkmootError
from folkmoot.stats.counts import CountsTable
from folkmoot.stats.disparity import is_not_stated, label

MOST_TOGETHER = 3  # characteristics looked at together: more leave hardly a combination that is not too small
MOST_CONTROLS = 5
MOST_FLAGS = 3
MOST_WORDS = 200  # characters of one choice in an address


class Section(StrEnum):
    """Which side of the answer is shown; each is computed only where it is asked for."""

    RATES = "rates"
    AREAS = "areas"
    STAGES = "stages"
    TIME = "time"
    CHANGE = "change"
    TOGETHER = "together"
    METHOD = "method"


class Compare(StrEnum):
    """What the answer is set beside, in one sentence."""

    NOTHING = ""
    EVERYWHERE = "everywhere"
    YEAR_BEFORE = "year-before"


class NotInSource(FolkmootError):
    """The address asks for something that the source does not hold."""


@dataclass(frozen=True)
class View:
    """One view of one source. `source` is its number; every other choice is a name as the source has it, or "" for none.

    `period` is a financial year (“2025/26”) or one of its quarters (“2025/26 Q1”); "" is every month loaded.
    """

    source: int
    stage: str = ""
    by: tuple[str, ...] = ()
    section: Section = Section.RATES
    reference: str = ""
    compare: Compare = Compare.NOTHING
    controls: tuple[str, ...] = ()
    period: str = ""
    area: str = ""
    force: str = ""
    offence: str = ""
    flags: tuple[str, ...] = ()

    def to_query(self) -> str:
        """The choices as the part of an address after “?”; a choice not made is left out."""
        return urlencode([(name, value) for name, held in self._chosen() for value in ([held] if isinstance(held, str) else held)])

    def to_json(self) -> dict[str, Any]:
        return {name: list(held) if isinstance(held, tuple) else held for name, held in asdict(self).items()}

    def at(self, section: Section) -> "View":
        return replace(self, section=section)

    @property
    def key(self) -> str:
        """The same text for the same view."""
        return f"{self.source}?{self.to_query()}"

    def _chosen(self) -> Iterable[tuple[str, str | tuple[str, ...]]]:
        chosen = {name: held for name, held in asdict(self).items() if name != "source" and held}
        if self.section is Section.RATES:
            chosen.pop("section", None)
        return chosen.items()


_ONE = ("stage", "reference", "period", "area", "force", "offence")
_SEVERAL = ("by", "controls", "flags")


def from_query(source: int, several: Mapping[str, Sequence[str]]) -> View:
    """The view an address asks for. What names no section and no comparison that there is, is read as none."""
    given = {name: tuple(dict.fromkeys(value[:MOST_WORDS] for value in several.get(name, ()) if value)) for name in (*_ONE, *_SEVERAL)}
    section, compare = (next(iter(several.get(name, ())), "") for name in ("section", "compare"))
    return View(
        source,
        section=Section(section) if section in set(Section) else Section.RATES,
        compare=Compare(compare) if compare in set(Compare) else Compare.NOTHING,
        **{name: given[name][0] if given[name] else "" for name in _ONE},  # type: ignore[arg-type]
        **{name: given[name] for name in _SEVERAL},  # type: ignore[arg-type]
    )


def from_json(plain: Any) -> View:
    """The view that `to_json` wrote. Raises NotInSource for anything else."""
    if not isinstance(plain, Mapping) or not isinstance(plain.get("source"), int):
        raise NotInSource("This saved view cannot be read.", "It was not written by this product.", "Save the view again.")
    several = {name: [str(one) for one in held] if isinstance(held, list) else [str(held)] for name, held in plain.items()}
    return from_query(plain["source"], several)


def settled(view: View, shape: Shape) -> View:
    """The view with what was not chosen filled in: the first stage, the first characteristic, and no control that is looked at itself.

    Raises NotInSource for a choice that the source does not offer, and for more than may be chosen.
    """
    if not shape.stages or not shape.characteristics:
        raise NotInSource("This source has nothing to compare yet.", "It has no outcome or no characteristic.", "Load a file first.")
    filled = replace(view, stage=view.stage or shape.stages[0].name, by=view.by or shape.characteristics[:1])
    _refuse_unknown(filled, shape)
    _refuse_too_many(filled)
    return replace(filled, controls=tuple(one for one in filled.controls if one not in filled.by))


def _refuse_unknown(view: View, shape: Shape) -> None:
    offered: dict[str, tuple[tuple[str, ...], Iterable[str]]] = {
        "outcome": ((view.stage,), shape.stage_names), "characteristic": (view.by, shape.characteristics),
        "control": (view.controls, shape.controls), "flag": (view.flags, shape.flags),
        "period": ((view.period,), shape.windows), "Area": ((view.area,), shape.levels(shape.area)),
        "police force": ((view.force,), shape.levels(shape.force)), "offence": ((view.offence,), shape.levels(shape.offence)),
    }  # fmt: skip
    for what, (chosen, among) in offered.items():
        held = set(among)
        for one in chosen:
            if one and one not in held:
                why = (
                    "Only whole years and quarters that are over can be chosen." if what == "period" else "It may have been renamed since."
                )
                raise NotInSource(f"This source has no {what} “{one}”.", why, "Choose again.")


def _refuse_too_many(view: View) -> None:
    for what, chosen, most in (
        ("characteristics", view.by, MOST_TOGETHER), ("controls", view.controls, MOST_CONTROLS), ("flags", view.flags, MOST_FLAGS),
    ):  # fmt: skip
        if len(chosen) > most:
            raise NotInSource(f"More than {most} {what} were chosen.", "Too few would be left of each.", "Choose fewer.")


def reference_for(counts: CountsTable, wanted: str) -> str | None:
    """The group to compare with where it is one of this table; None for the largest."""
    names = {label(key) for key in counts.recorded()}
    return wanted if wanted in names and not is_not_stated(wanted) else None
