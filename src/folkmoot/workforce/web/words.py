"""Figures about staff in words: shares with what they allow, and how many people a target is missed by."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from folkmoot.casework.sentences import percent
from folkmoot.stats.intervals import Estimate
from folkmoot.stats.missing import Bounds
from folkmoot.stats.workforce.headcounts import Headcount
from folkmoot.stats.workforce.representation import CANNOT_TELL, FELL, ROSE, UNCHANGED, Declaration, Movement, Rate, Representation
from folkmoot.stats.workforce.targets import AgainstTarget, TargetAnswer
from folkmoot.workforce.targets.models import Target
from folkmoot.workforce.targets.queries import Card

ANSWERS = {
    TargetAnswer.MET: (gettext_lazy("Met"), "green"), TargetAnswer.NOT_MET: (gettext_lazy("Not met"), "orange"),
    TargetAnswer.CANNOT_TELL: (gettext_lazy("Cannot tell"), "yellow"), None: (gettext_lazy("Nothing counted"), "grey"),
}  # fmt: skip
DIRECTIONS = {
    ROSE: gettext_lazy("rose"), FELL: gettext_lazy("fell"), UNCHANGED: gettext_lazy("stayed the same"),
    CANNOT_TELL: gettext_lazy("cannot be told from these figures"),
}  # fmt: skip

SLIGHT = 0.0005  # a change that would be printed as nothing


def share(found: Representation | None) -> str:
    """The share as printed; where it is withheld, the range that the figures allow."""
    if found is None:
        return _("not counted")
    if found.rate is not None and found.bounds and found.bounds.low == found.bounds.high:
        return f"{percent(found.rate)} %"
    return between(found.bounds)


def between(bounds: Bounds | None) -> str:
    if bounds is None or bounds.high is None:
        return _("[c] withheld")
    if percent(bounds.low) == percent(bounds.high):
        return f"{percent(bounds.low)} %"
    return _("%(low)s to %(high)s %%") % {"low": percent(bounds.low), "high": percent(bounds.high)}


def rate(found: Rate) -> str:
    return between(found.bounds)


def process(found: Representation | None) -> str:
    """The interval for judging recruitment and retention; "" where a figure is withheld."""
    if found is None or found.process is None:
        return ""
    return _("%(low)s to %(high)s %%") % {"low": percent(found.process.low), "high": percent(found.process.high)}


def base(found: Representation | None) -> str:
    """How many staff whose group is known."""
    if found is None:
        return ""
    return people(found.group + found.others)


def people(count: Headcount) -> str:
    """A number of people, or the range it lies in."""
    if count.low == count.high:
        return f"{count.low:,}"
    return _("%(low)s to %(high)s") % {"low": f"{count.low:,}", "high": f"{count.high:,}"}


def interval(found: Estimate | None) -> str:
    """A rate with its interval, in per cent; "" where there is none."""
    if found is None:
        return ""
    said = {"value": percent(found.value), "low": percent(found.low), "high": percent(found.high)}
    return _("%(value)s %% (%(low)s to %(high)s)") % said


def completeness(found: Representation | None) -> str:
    """Of how many of the staff the group is known, as a share."""
    if found is None:
        return ""
    known = found.group + found.others
    low = found.not_known.low / max(1, found.not_known.low + known.high)
    high = found.not_known.high / max(1, found.not_known.high + known.low)
    return between(Bounds(1 - high, 1 - low))


def target_words(target: Target) -> str:
    figures = {"share": f"{target.share * 100:g}", "day": said_day(target.by_on) if target.by_on else ""}
    if target.kind == Target.Kind.HOLD:
        return _("To be held at %(share)s %%") % figures
    if target.kind == Target.Kind.DECLARE:
        return _("At least %(share)s %% to be declared") % figures
    return (_("To reach %(share)s %% by %(day)s") if target.by_on else _("To reach %(share)s %%")) % figures


def missed(against: AgainstTarget) -> str:
    """By how many people the target is missed, as a range where the figures allow no number."""
    low, high = against.missing.added_low, against.missing.added_high
    if against.answer is TargetAnswer.MET or high == 0:
        return ""
    if high is None:
        return _("The figures do not say how many more people it would take.")
    if low == high:
        words = ngettext("%(number)d more person would meet it.", "%(number)d more people would meet it.", low)
        return words % {"number": low}
    if low == 0:
        return _("It may be met already; at most %(high)d more people would meet it for certain.") % {"high": high}
    return _("Between %(low)d and %(high)d more people would meet it.") % {"low": low, "high": high}


def sentences(card: Card) -> list[str]:
    """The card in words: the figure first, what it would take, and what the figures cannot say."""
    if card.as_of is None:
        return [_("No figures on this were brought in yet.")]
    if card.declared is not None:
        return _declared(card, card.declared)
    if card.found is None or card.against is None:
        return [_("The figures do not hold this group.")]
    said = [
        _("%(share)s of the %(base)s whose group is known, as of %(day)s.")
        % {"share": share(card.found), "base": base(card.found), "day": said_day(card.as_of)}
    ]
    if words := missed(card.against):
        said.append(words)
    if card.found.rate is None or (card.found.bounds and card.found.bounds.low != card.found.bounds.high):
        said.append(_("Figures are rounded or withheld, so they cannot say more than %(range)s.") % {"range": between(card.found.bounds)})
    if card.found.not_known.high:
        said.append(_("Counting those who did not say, it may be %(range)s.") % {"range": between(card.found.everyone)})
    if card.trend:
        said.append(moved(card.trend[-1]))
    return said


def _declared(card: Card, found: Declaration) -> list[str]:
    assert card.known is not None
    assert card.returned is not None
    said = [
        _("%(share)s said which group they belong to; this is the published definition.") % {"share": rate(found.known_rate)},
        _("%(share)s answered at all, “prefer not to say” included.") % {"share": rate(found.return_rate)},
        _("As of %(day)s.") % {"day": said_day(card.as_of)} if card.as_of else "",
    ]
    if card.known.answer is not card.returned.answer:
        said.append(_("The two definitions give different answers: the target is judged by the first."))
    return said


def said_day(day: date) -> str:
    return str(date_format(day, "j F Y"))


def moved(movement: Movement) -> str:
    """The change since the day before in percentage points, as the range that the figures allow."""
    earlier, bounds = said_day(date.fromisoformat(movement.earlier)), movement.bounds
    if bounds is not None and max(abs(bounds.low), abs(bounds.high or 0)) < SLIGHT:
        return _("Since %(earlier)s the share changed by less than 0.1 percentage points.") % {"earlier": earlier}
    words = _("Since %(earlier)s the share %(direction)s (%(range)s percentage points).")
    if movement.direction == CANNOT_TELL:
        words = _("Whether the share moved since %(earlier)s %(direction)s (%(range)s percentage points).")
    ends = (f"{end * 100:+.1f}".replace("-", "−") for end in (bounds.low, bounds.high or 0)) if bounds else ()
    reach = _("%(low)s to %(high)s") % dict(zip(("low", "high"), ends, strict=True)) if bounds else "[c]"
    return words % {"earlier": earlier, "direction": DIRECTIONS[movement.direction], "range": reach}
