"""Reach in words: what there is to gain with a community, and why it stands where it does."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.communities.rules import Contact
from folkmoot.communities.web.presenters import per_cent
from folkmoot.engagement.reach.people import People
from folkmoot.engagement.reach.queries import Line
from folkmoot.engagement.reach.rules import expected_contacts


@dataclass(frozen=True)
class Opportunity:
    """One overdue community in sentences, with the numbers of its place in the order."""

    line: Line
    words: str
    why: str
    plan: str


@dataclass(frozen=True)
class Opportunities:
    """The first few overdue communities of known size, the first few whom nobody has counted, and how many of these there are."""

    ranked: list[Opportunity]
    uncounted: list[Opportunity]
    all_uncounted: int


def opportunities(lines: Iterable[Line], most: int) -> Opportunities:
    """The first few communities where contact is overdue, in two lists; each once, however many places are shown."""
    found: dict[int, Line] = {}
    for line in lines:
        if line.contact.overdue:
            found.setdefault(line.community.pk, line)
    sized = [line for line in found.values() if line.why.people is not None]
    uncounted = [line for line in found.values() if line.why.people is None]
    return Opportunities(_told(sized[:most]), _told(uncounted[:most]), len(uncounted))


def _told(lines: Iterable[Line]) -> list[Opportunity]:
    return [Opportunity(line, opportunity_words(line), why_words(line), plan_address(line)) for line in lines]


def plan_address(line: Line) -> str:
    """The page for planning a contact with a community, in the county of the line, so that the map counts it there later."""
    community, county = line.community, line.county or line.community.county
    query = {"community": str(community.pk)}
    if community.area:
        query["area"] = community.area.code
    if county:
        query["county"] = str(county.pk)
    return reverse("engagement:new", query=query)


def opportunity_words(line: Line) -> str:
    """What there is to gain with a community, in sentences."""
    known = [people_words(line), contact_words(line.contact), _inherited_words(line), _organisations(line), _speakers(line), _seats(line)]
    if line.community.low_trust:
        known.append(_("Trust is low."))
    return " ".join(words for words in known if words)


def contact_words(contact: Contact) -> str:
    """“Last contact 14 months ago; you expect one every 6 months.”"""
    every = ngettext("you expect one every month", "you expect one every %(months)d months", contact.every_months)
    return f"{_last_words(contact)}; {every % {'months': contact.every_months}}."


def people_words(line: Line) -> str:
    """“About 4,100 people in Cambridgeshire (Census 2021).”; empty where nobody has counted them."""
    if line.people.value is None:
        return ""
    where = line.county or line.community.county or line.community.area
    place = _(" in %(place)s") % {"place": where.name} if where else ""
    said = {"people": f"{line.people.value:,}", "where": place, "source": source_words(line.people)}
    return _("About %(people)s people%(where)s (%(source)s).") % said


def source_words(people: People) -> str:
    """Where a figure comes from; the year is added where the source does not say it."""
    year = str(people.year or "")
    if people.derived:
        return _("%(source)s; derived, low confidence; figure of %(year)s") % {"source": people.source, "year": year}
    return people.source if not year or year in people.source else f"{year}, {people.source}"


def why_words(line: Line) -> str:
    """The numbers of its place in the order: “4,100 people × 2.3 times due × 1.5 (trust is low) = 14,350”; without people where unknown."""
    reasons = line.why
    people = [] if reasons.people is None else [_("%(people)s people") % {"people": f"{reasons.people:,}"}]
    parts = [*people, _("%(times)s times due") % {"times": f"{reasons.times_due:.1f}"}]
    applied = [
        (reasons.low_trust, _("trust is low")), (reasons.nobody_speaks, _("nobody speaks for them")),
        (reasons.no_organisation, _("no organisation is known")),
    ]  # fmt: skip
    parts += [f"{factor:g} ({words})" for factor, words in applied if factor != 1]
    return f"{' × '.join(parts)} = {f'{reasons.urgency:.1f}' if reasons.score is None else f'{reasons.score:,.0f}'}"


def expected_words(line: Line, months: int) -> str:
    """“2 (2 expected)”: contacts in the period against what was expected."""
    expected = expected_contacts(line.contact.every_months, months)
    return _("%(contacts)d (%(expected)s expected)") % {"contacts": line.contacts, "expected": f"{expected:.1f}".removesuffix(".0")}


def share_words(people: People) -> str:
    return per_cent(people.share) if people.share is not None else ""


def _inherited_words(line: Line) -> str:
    if line.inherited:
        return _("That contact was before the community was split.")
    return _("That contact was before communities were merged.") if line.met_as else ""


def _organisations(line: Line) -> str:
    if line.organisations is None:
        return ""
    known = ngettext("%(number)d organisation is known.", "%(number)d organisations are known.", line.organisations)
    return known % {"number": line.organisations} if line.organisations else _("No organisation is known.")


def _speakers(line: Line) -> str:
    if line.speakers is None:
        return ""
    known = ngettext("%(number)d speaks for them.", "%(number)d speak for them.", line.speakers)
    return known % {"number": line.speakers} if line.speakers else _("Nobody speaks for them.")


def _seats(line: Line) -> str:
    if line.seats is None:
        return ""
    known = ngettext("%(number)d panel member speaks for them.", "%(number)d panel members speak for them.", line.seats)
    return known % {"number": line.seats} if line.seats else _("No panel member speaks for them.")


def _last_words(contact: Contact) -> str:
    if contact.last is None or contact.months_since is None:
        return _("Never met, as far as is recorded")
    if contact.months_since == 0:
        return _("Last contact %(day)s") % {"day": date_format(contact.last, "j F Y")}
    ago = ngettext("Last contact %(months)d month ago", "Last contact %(months)d months ago", contact.months_since)
    return ago % {"months": contact.months_since}
