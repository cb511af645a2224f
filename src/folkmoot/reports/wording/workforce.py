"""The workforce beside its targets: each share with its interval and base, and how much is known at all. Small numbers stay withheld."""

from django.utils.translation import gettext_lazy

from folkmoot.reports.shapes import Figures
from folkmoot.reports.shapes_of_rooms import Aimed
from folkmoot.reports.wording.document import Answer, Block, Bullets, Column, Section, Table, TableRow, Target
from folkmoot.reports.wording.parts import open_ends, promised
from folkmoot.reports.wording.words import Line, Words, data, day, label, line, share, whole
from folkmoot.reports.wording.words import say as _

ANSWERS = {
    "met": gettext_lazy("reached"),
    "not_met": gettext_lazy("not reached"),
    "cannot_tell": gettext_lazy("cannot tell: figures are rounded or withheld"),
    "withheld": gettext_lazy("withheld"),
    "": gettext_lazy("nothing was counted"),
}


def section(figures: Figures) -> Section:
    targets = figures["workforce"]["targets"]
    blocks: list[Block] = [Answer(line(_answer(targets)), Target("workforce:home"))]
    if targets:
        blocks += [_table(targets), *promised(_late(figures)), *open_ends(_open(targets))]
    return Section("workforce", _("The workforce"), tuple(blocks))


def _answer(targets: list[Aimed]) -> Words:
    if not targets:
        return _("No target of the workforce is in force.")
    known = [one for one in targets if one["answer"] in {"met", "not_met"}]
    met = share(sum(one["answer"] == "met" for one in known), len(known))
    if not known:
        return _("Of no target can it be told whether it is reached.")
    if len(known) == len(targets):
        return _("%(met)s targets of the workforce are reached.", met=met)
    return _(
        "%(met)s targets of the workforce are reached; of %(unknown)s more it cannot be told.", met=met, unknown=len(targets) - len(known)
    )


def _table(targets: list[Aimed]) -> Table:
    columns = (
        Column(_("Group"), number=False, weight=2.2), Column(_("Share of those known"), weight=1), Column(_("Between"), weight=1.3),
        Column(_("Base"), weight=0.9), Column(_("Target"), weight=0.8), Column(_("As of"), number=False, weight=1.3),
        Column(_("Is it reached?"), number=False, weight=1.4),
    )  # fmt: skip
    note = _(
        "Between: the 95% interval of a share, taken as one outcome of an ongoing process of recruiting and leaving (Wilson); for"
        " targets of declaration, what the published figures allow. Shares are of staff who said which group they belong to. Groups of"
        " fewer than ten are withheld."
    )
    return Table(line(_("Targets of the workforce")), columns, tuple(_row(one) for one in targets), line(note))


def _row(one: Aimed) -> TableRow:
    nothing: Line = line("–")
    withheld = line(_("withheld")) if one["answer"] else nothing
    between = line(_("%(low)s to %(high)s", low=_percent(one["low"]), high=_percent(one["high"]))) if one["low"] is not None else nothing
    base = line(data(whole(one["base"]))) if one["base"] is not None else line(_("all staff")) if one["declared"] else nothing
    cells = (
        line(data(one["name"])), line(data(_percent(one["rate"]))) if one["rate"] is not None else withheld, between, base,
        line(data(_percent(one["target"]))), line(day(one["as_of"])) if one["as_of"] else nothing, line(label(ANSWERS[one["answer"]])),
    )  # fmt: skip
    return TableRow(cells, Target("workforce:target", key=one["key"]))


def _percent(rate: float | None) -> str:
    return "–" if rate is None else f"{rate * 100:.1f}%"


def _late(figures: Figures) -> list[Block]:
    """Targets whose day has come and that are not reached."""
    missed = [
        line(
            data(one["name"]), ": ",
            _("%(target)s was to be reached by %(day)s, and is not.", target=_percent(one["target"]), day=day(one["by_on"])),
        )
        for one in figures["workforce"]["targets"]
        if one["by_on"] and one["by_on"] <= figures["position_on"] and one["answer"] == "not_met"
    ]  # fmt: skip
    return [Bullets(tuple(missed))] if missed else []


def _open(targets: list[Aimed]) -> list[Line]:
    found: list[Line] = [
        line(_("“%(name)s”: nothing is known of %(share)s of all staff.", name=one["name"], share=_percent(1 - one["rate"])))
        for one in targets
        if one["declared"] and one["rate"] is not None
    ]
    found.append(line(_("How those who did not say would have answered: the shares are of those who did, who may differ from them.")))
    return found


def unknowns(figures: Figures) -> list[Words]:
    unsaid = sum(one["answer"] not in {"met", "not_met"} for one in figures["workforce"]["targets"])
    if not unsaid:
        return []
    targets = len(figures["workforce"]["targets"])
    return [_("Whether %(share)s targets of the workforce are reached.", share=share(unsaid, targets))]
