"""Those reached beside the population, in words and as a picture of intervals."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from folkmoot.communities.web.presenters import per_cent
from folkmoot.engagement.reach.comparing import Compared, Shown
from folkmoot.stats.disclosure import SMALL_GROUPS
from folkmoot.stats.judgement import Finding
from folkmoot.stats.reach import ReachRow

HIDDEN = "[c]"


@dataclass(frozen=True)
class Line:
    """One category in words: those reached, their share, its interval, the share in the population, how far it could move, the finding."""

    name: str
    people: str
    share: str
    population: str
    bounds: str
    finding: str


@dataclass(frozen=True)
class Table:
    """The comparison of one characteristic, with the sentences that must stand beside it."""

    title: str
    key: str
    lines: list[Line]
    notes: list[str]


def table_of(found: Compared) -> Table:
    return Table(found.scheme.name, found.scheme.code, [_line(each) for each in found.rows], _notes(found))


def _line(each: Shown) -> Line:
    name = _("Groups too small to show one by one") if each.group == SMALL_GROUPS else each.group
    people = HIDDEN if each.contacts is None else f"{each.contacts:,}"
    if each.figures is None:
        return Line(name, people, HIDDEN, per_cent(each.population_share), HIDDEN, _("cannot tell (too few to show)"))
    row, share = each.figures, each.figures.share
    interval = _("%(share)s (%(low)s to %(high)s)")
    said = (
        interval % {"share": per_cent(share.value), "low": per_cent(share.low), "high": per_cent(share.high)} if share else _("not known")
    )
    return Line(name, people, said, per_cent(each.population_share), _bounds(row), finding_words(row))


def _bounds(row: ReachRow) -> str:
    if row.bounds is None or row.bounds.high is None:
        return _("not known")
    return _("%(low)s to %(high)s") % {"low": per_cent(row.bounds.low), "high": per_cent(row.bounds.high)}


def finding_words(row: ReachRow) -> str:
    """What may be said of one category; never a statement about cause."""
    if row.finding is Finding.DIFFERENCE:
        less = row.ratio is not None and row.ratio.value < 1
        return _("reached less than their share: needs review") if less else _("reached more than their share")
    return {
        Finding.NO_DIFFERENCE: _("no difference found"), Finding.MISSING_DATA: _("cannot tell (missing data)"),
    }.get(row.finding, _("cannot tell (too few)"))  # fmt: skip


def _notes(found: Compared) -> list[str]:
    rule, notes = found.rule, [_source(found)]
    if found.all_hidden:
        return [*notes, _("So few were counted that no number may be shown.")]
    if found.completeness is None:
        withheld = _("Numbers marked [c] are small, or would give a small one away. From shares, intervals and how many were not counted "
                     "they could be worked out, so none of these is shown either.")  # fmt: skip
        return [*notes, withheld]
    notes.append(_("%(share)s of the people reached were counted by this characteristic.") % {"share": per_cent(found.completeness)})
    if found.deff:
        repeated = _(
            "Somebody who came to several activities was counted each time; the intervals are widened as though each came %(times)s times."
        )
        notes.append(repeated % {"times": f"{found.deff:.1f}"})
    notes.append(
        _("The rule: a difference is called one where the share reached is under %(low)s or over %(high)s times that of everybody, "
          "at a false discovery rate of %(q)s, with at least %(contacts)d people reached, %(events)d of the group reached or expected, "
          "and %(complete)s of all counted.")
        % {"low": rule.lowest_ratio, "high": rule.highest_ratio, "q": per_cent(rule.q), "contacts": rule.min_contacts,
           "events": rule.min_events, "complete": per_cent(rule.min_completeness)}
    )  # fmt: skip
    return notes


def _source(found: Compared) -> str:
    if found.year is None:
        return _("No published counts for this characteristic have been brought in, so there is nothing to compare with.")
    return _("The population: %(source)s, %(year)s.") % {"source": found.source, "year": found.year}
