"""A table of survey results, row by row: what each means, or why it cannot be used. No database, no clock.

Whose column is which is said once (foundation.importing.matching). A margin is half the width of the 95 % interval. Without a design
effect, a share takes the one its published interval implies, and otherwise the planning value of 1.2 (Kish 1965; see docs).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.foundation.importing.columns import Column
from folkmoot.foundation.tables.table import Row, Table, name_column
from folkmoot.stats.design_effect import DESIGN_EFFECT

_GROUP = ("community", "ethnic group", "category", "respondents", "breakdown")
_VALUE = ("per cent", "percent", "percentage", "%", "estimate", "share", "score", "mean")
_BASE = ("unweighted base", "n", "number of respondents", "respondents asked", "sample size")
_MARGIN = ("margin", "margin of error", "+/-", "confidence interval +/-")
_LOWER = ("lower ci", "lcl", "lower confidence limit", "lower bound", "lower 95")
_UPPER = ("upper ci", "ucl", "upper confidence limit", "upper bound", "upper 95")
COLUMNS = (
    Column("group", gettext_lazy("Community or group"), aliases=_GROUP),
    Column("characteristic", gettext_lazy("Characteristic"), aliases=("protected characteristic", "variable", "strand")),
    Column("value", gettext_lazy("Value"), required=True, aliases=_VALUE),
    Column("base", gettext_lazy("Base"), aliases=_BASE),
    Column("margin", gettext_lazy("Margin, give or take"), aliases=_MARGIN),
    Column("lower", gettext_lazy("Lower end of the interval"), aliases=_LOWER),
    Column("upper", gettext_lazy("Upper end of the interval"), aliases=_UPPER),
    Column("design_effect", gettext_lazy("Design effect"), aliases=("deff", "design factor squared")),
)
FIELDS = {column.field: column for column in COLUMNS}
EVERYBODY = frozenset({"", "all", "everybody", "everyone", "total", "overall", "all respondents", "all adults", "all people", "all groups"})
WITHHELD = frozenset({"[c]", "c", "*", "..", "[x]", "[u]", "u", "suppressed"})
# Fewer answers are not shown at all, as the People Survey does.
LEAST_SHOWN = 10
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Read:
    """What one group answered, as the file says. `value` None: withheld, here or by the publisher. `group` "": everybody."""

    characteristic: str
    group: str
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    base: int | None
    design_effect: Decimal | None
    place: str

    @property
    def withheld(self) -> bool:
        return self.value is None


@dataclass
class Plan:
    """What a file would add; with any fault nothing is added. `small`: groups withheld because too few answered; `remarks`: to be known."""

    results: list[Read] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def everybody(self) -> Read | None:
        return next((one for one in self.results if not one.group), None)

    @property
    def withheld(self) -> list[Read]:
        return [one for one in self.results if one.withheld]


def plan_results(table: Table, file: str, matching: Sequence[str], *, unit: str, unbased: bool) -> Plan:
    """Every row read and checked, in the order of the file; each fault names file, sheet, row and column.

    `matching`: a field of `COLUMNS`, or "", for each column of the file. `unbased`: somebody vouches that no base is published.
    """
    plan = Plan()
    places = {name: place for place, name in enumerate(matching) if name}
    seen: dict[tuple[str, str], int] = {}
    for row in table.rows:
        reading = _Reading(table, file, row, places, unit, unbased)
        read = reading.result()
        plan.faults += reading.faults
        if read is None:
            continue
        key = (read.characteristic.casefold(), read.group.casefold())
        if key in seen:
            plan.faults.append(reading.at("group", _("the same group stands in row %(row)d already.") % {"row": seen[key]}))
        seen.setdefault(key, row.number)
        plan.results.append(read)
    if not table.rows:
        plan.faults.append(_("%(file)s: there are no rows below the headings.") % {"file": file})
    plan.results = protected(plan.results)
    plan.remarks = list(_remarks(plan, unit, unbased))
    return plan


def protected(results: Sequence[Read]) -> list[Read]:
    """Groups of fewer than `LEAST_SHOWN` without their numbers; where one group of a characteristic is so withheld alone, the smallest
    other one as well, so that it cannot be had by subtracting the others from everybody."""
    small = {place for place, one in enumerate(results) if one.base is not None and one.base < LEAST_SHOWN and not one.withheld}
    for characteristic in {one.characteristic for one in results}:
        groups = [place for place, one in enumerate(results) if one.characteristic == characteristic and one.group]
        hidden = [place for place in groups if place in small or results[place].withheld]
        shown = [place for place in groups if place not in hidden and results[place].base is not None]
        if len(hidden) == 1 and hidden[0] in small and shown:
            small.add(min(shown, key=lambda place: results[place].base or 0))
    nothing = {"value": None, "lower": None, "upper": None, "base": None, "design_effect": None}
    return [replace(one, **nothing) if place in small else one for place, one in enumerate(results)]  # type: ignore[arg-type]


def _remarks(plan: Plan, unit: str, unbased: bool) -> Iterator[str]:
    if not plan.everybody and plan.results:
        yield _("No row is of everybody, so the measure itself gets no figure: only its communities do.")
    if plan.withheld:
        names = ", ".join(one.group or _("everybody") for one in plan.withheld)
        yield _("Withheld, because fewer than %(least)d answered or to protect such a group: %(names)s.") % {
            "least": LEAST_SHOWN,
            "names": names,
        }
    if unbased:
        yield _("No base is published: these results are shown and never judged.")
    elif unit == "percent" and any(_planned(one) for one in plan.results):
        yield _("No design effect is given for some rows: the planning value of %(deff)s stands in.") % {"deff": DESIGN_EFFECT}


def _planned(one: Read) -> bool:
    return one.value is not None and one.lower is None and one.design_effect == Decimal(str(DESIGN_EFFECT))


class _Reading:
    """One row being read; `faults` gathers what is wrong with it."""

    def __init__(self, table: Table, file: str, row: Row, places: dict[str, int], unit: str, unbased: bool) -> None:
        self.table, self.file, self.row, self.places, self.unit, self.unbased = table, file, row, places, unit, unbased
        self.faults: list[str] = []

    def result(self) -> Read | None:
        group, characteristic = self._words("group"), self._words("characteristic")
        group = "" if group.casefold() in EVERYBODY else group
        written = self._cell("value")
        if written.casefold() in WITHHELD:
            return self._read(characteristic, group, None, None, None, None, None)
        value, base = self._number("value"), self._base()
        lower, upper = self._ends(value)
        effect = self._number("design_effect")
        if value is None and not self.faults:
            self._fault("value", _("it is blank. Write the value, or [c] where its publisher withholds it."))
        if value is not None and self.unit == "percent" and not 0 <= value <= HUNDRED:
            self._fault("value", _("a percentage lies between 0 and 100."))
        if effect is not None and effect <= 0:
            self._fault("design_effect", _("a design effect is a number above 0, such as 1.2."))
        if base is None and not self.unbased and not self._cell("base"):
            self._fault(
                "base", _("there is no base. Without it nobody can say how much is chance: add it, or vouch that none is published.")
            )
        if self.faults:
            return None
        if effect is None and self.unit == "percent" and base is not None and lower is None:
            effect = Decimal(str(DESIGN_EFFECT))
        return self._read(characteristic, group, value, lower, upper, None if self.unbased else base, effect)

    def _read(
        self, characteristic: str, group: str, value: Decimal | None, lower: Decimal | None, upper: Decimal | None, base: int | None,
        effect: Decimal | None,
    ) -> Read:  # fmt: skip
        return Read(characteristic if group else "", group, value, lower, upper, base, effect, self._place("value"))

    def _ends(self, value: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
        """The interval as its two ends, or as the margin about the value."""
        lower, upper, margin = self._number("lower"), self._number("upper"), self._number("margin")
        if margin is not None and margin < 0:
            self._fault("margin", _("a margin is not below 0."))
        if (lower is None) is not (upper is None):
            self._fault("lower" if lower is None else "upper", _("give both ends of the interval, or neither."))
        elif lower is not None and upper is not None and value is not None and not lower <= value <= upper:
            self._fault("lower", _("the value does not lie between the two ends."))
        elif lower is None and margin is not None and value is not None:
            lower, upper = value - margin, value + margin
            if self.unit == "percent":
                lower, upper = max(lower, Decimal(0)), min(upper, HUNDRED)
        return (lower, upper) if lower is not None and upper is not None else (None, None)

    def _base(self) -> int | None:
        found = self._number("base")
        if found is None:
            return None
        if found != found.to_integral_value() or not 1 <= found <= 10_000_000:
            self._fault("base", _("a base is a whole number of people, 1 or more."))
            return None
        return int(found)

    def _number(self, name: str) -> Decimal | None:
        text = self._cell(name).replace(",", "").replace("±", "").replace("+/-", "").strip()
        text = text.removesuffix("%").strip()
        if not text:
            return None
        try:
            found = Decimal(text)
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite() or abs(found) >= 10**9:
            self._fault(name, _("“%(text)s” is not a number.") % {"text": self._cell(name)[:40]})
            return None
        return found.quantize(Decimal("0.001") if name == "design_effect" else Decimal("0.0001"))

    def _words(self, name: str) -> str:
        longest = 80 if name == "characteristic" else 120
        found = " ".join(self._cell(name).split())
        if len(found) > longest:
            self._fault(name, _("it is longer than %(longest)d characters.") % {"longest": longest})
        return found

    def _cell(self, name: str) -> str:
        return self.row.values[self.places[name]].strip() if name in self.places else ""

    def _fault(self, name: str, words: str) -> None:
        self.faults.append(self.at(name, words))

    def at(self, name: str, words: str) -> str:
        return f"{self._place(name)}: {words}"

    def _place(self, name: str) -> str:
        sheet = _("sheet “%(sheet)s”") % {"sheet": self.table.sheet} if self.table.sheet else ""
        parts = (self.file, sheet, _("row %(row)d") % {"row": self.row.number}, _("column %(column)s") % {"column": self._column(name)})
        return ", ".join(part for part in parts if part)

    def _column(self, name: str) -> str:
        if name not in self.places:
            return _("“%(name)s” (there is none)") % {"name": FIELDS[name].heading}
        place = self.places[name]
        return name_column(self.table.first_column + place, self.table.columns[place])
