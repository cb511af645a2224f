"""Communities, and where they were met and asked."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.communities.rules import contact_due
from folkmoot.decisions.consultations.rules import shown
from folkmoot.overview.chain.entries.scene import Scene, node_of
from folkmoot.overview.chain.saying import Stage, Step, area_words, whole_day


def community(scene: Scene, row: Any) -> Iterator[Step]:
    source = f"{row.population_source}, {whole_day(row.population_on)}" if row.population is not None else ""
    lines = scene.teller.lines(
        row,
        (_("Community"), "name", str(row)),
        (_("People"), "population", f"{row.population:,} ({source})" if source else None),
        (_("Low trust in the service"), "low_trust_evidence", "" if scene.teller.publication else row.low_trust_evidence),
    )
    yield Step(Stage.LIVES, node_of(row), _("The community"), lines=lines, broken=_not_met(scene, row), ours=True)
    if scene.is_start(node_of(row)) and len(scene.walked.rows) == 1 and not scene.walked.hidden:
        nothing = gettext("nothing that came from this community is recorded")
        yield Step(Stage.SAID, node_of(row), _("What was said"), broken=nothing, ours=True)


def _not_met(scene: Scene, row: Any) -> str:
    """The gap: a community met less often than was meant. Only for those who may see when it was met."""
    if not scene.viewer.may("engagement.read") or row.ends:
        return ""
    contact = contact_due(scene.met.get(row.pk), row.contact_every_months, scene.today)
    if not contact.overdue:
        return ""
    expected = ngettext("contact is expected every month", "contact is expected every %(months)d months", contact.every_months)
    told = {"day": whole_day(contact.last), "expected": expected % {"months": contact.every_months}}
    words = gettext("last met on %(day)s; %(expected)s") if contact.last else gettext("nobody has met them yet; %(expected)s")
    return words % told


def activity(scene: Scene, row: Any) -> Iterator[Step]:
    teller, node = scene.teller, node_of(row)
    known = teller.lines(
        row,
        (_("Those we know"), "contacts", ", ".join(str(one) for one in row.known_people)),
        (_("Organisations"), "organisations", ", ".join(str(one) for one in row.known_groups)),
    )
    if known:
        yield Step(Stage.KNOWN, node, _("Those who came"), lines=known)
    if teller.may_show(row, "contacts"):
        teller.named.extend(row.known_people)
    lines = teller.lines(
        row,
        (_("Activity"), "title"), (_("Kind"), "kind", row.get_kind_display()), (_("Place"), "place"), (_("Area"), "area", area_words(row)),
        (_("People there"), "headcount", _headcount(scene, row)), (_("What came of it"), "outcome"),
    )  # fmt: skip
    broken = gettext("planned for %(day)s, and not recorded") % {"day": teller.day(row.planned_for)} if _unrecorded(scene, row) else ""
    yield Step(Stage.MET, node, _("An activity"), on=row.held_on or row.planned_for, lines=lines, broken=broken)
    for told, words in ((row.told_participants_on, _("Those who took part")), (row.told_community_on, _("The wider community"))):
        if told:
            yield Step(Stage.TOLD, node, words, on=told, lines=teller.lines(row, ("", "outcome")))


def _headcount(scene: Scene, row: Any) -> object:
    return shown(row.headcount) if scene.teller.publication and row.headcount is not None else row.headcount


def _unrecorded(scene: Scene, row: Any) -> bool:
    return bool(row.planned_for and row.planned_for < scene.today and not row.held_on and not row.cancelled_on)


def conversation(scene: Scene, row: Any) -> Iterator[Step]:
    quote = scene.teller.line("", row, "noticed") if row.noticed else None
    lines = scene.teller.lines(row, (_("Theme"), "theme"), (_("Place"), "place"), (_("Area"), "area", area_words(row)))
    yield Step(Stage.MET, node_of(row), _("A conversation with staff"), on=row.held_on, quote=quote, lines=lines)


def form(scene: Scene, row: Any) -> Iterator[Step]:
    lines = scene.teller.lines(
        row, (_("Form"), "title_en", str(row)), (_("To"), "audience"), (_("Closes on"), "closes_on", whole_day(row.closes_on))
    )
    yield Step(Stage.MET, node_of(row), _("A form of ours"), on=row.opens_on, lines=lines)
