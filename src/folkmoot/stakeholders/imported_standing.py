"""The roles of people, and for whom people and organisations can speak, as tables that can be brought in and taken out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.foundation.importing.columns import Column, ImportSpec, Reads, Values
from folkmoot.stakeholders.imported_names import taken_out_by
from folkmoot.stakeholders.imports import AREA, RoomBook, day, field_problems
from folkmoot.stakeholders.models import Affiliation, SpeaksFor
from folkmoot.stakeholders.operations import add_affiliation, attest, change_affiliation, end_attestation
from folkmoot.stakeholders.queries import affiliations, contacts, speakers
from folkmoot.stakeholders.rules import days_problem, past_problem


class AffiliationBook(RoomBook):
    capability = "stakeholders.write"

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.by_person: dict[int, list[Affiliation]] = {}
        for row in affiliations(self.by):
            self.by_person.setdefault(row.contact_id, []).append(row)

    def key(self, values: Values) -> object:
        return values["contact"], values.get("organisation"), values.get("kind"), values.get("title"), values.get("starts")

    def known(self, values: Values) -> Sequence[Affiliation]:
        """The same person's role in the same place, of the same kind and title where the file gives them; the same beginning first."""
        same = [row for row in self.by_person.get(values["contact"].pk, []) if row.organisation == values.get("organisation")]
        alike = [row for row in same if all(getattr(row, name) == values[name] for name in ("kind", "title") if name in values)]
        begun = [row for row in alike if values.get("starts") is None or row.starts in (None, values["starts"])]
        return sorted(begun, key=lambda row: (row.starts != values.get("starts"), row.ends is not None))

    def held(self, row: Affiliation) -> Values:
        fields = ("contact", "organisation", "kind", "title", "starts", "ends")
        return {"area": row.contact.area} | {name: getattr(row, name) for name in fields}

    def problems(self, values: Values, row: Any | None) -> Mapping[str, Iterable[str]]:
        whole = {**(self.held(row) if row else {"kind": Affiliation.Kind.OTHER}), **values}
        found = field_problems(Affiliation, values) | days_problem(whole.get("starts"), whole.get("ends"))
        if whole["kind"] == Affiliation.Kind.OTHER and not whole.get("organisation") and not whole.get("title"):
            found.setdefault("title", [_("Say what the role is, or where it is held.")])
        return found

    def add(self, values: Values) -> Affiliation:
        given = {"kind": Affiliation.Kind.OTHER.value, **values}
        del given["area"]
        return add_affiliation(by=self.by, at=self.at, **given)

    def change(self, row: Affiliation, values: Values) -> None:
        given = {name: value for name, value in values.items() if name not in ("area", "contact")}
        change_affiliation(by=self.by, at=self.at, affiliation=row, **given)

    def stored(self) -> Iterable[Any]:
        people = taken_out_by(self.by, contacts(self.by), self.area)
        return affiliations(self.by).select_related("contact__area").filter(contact__in=people.order_by()).order_by("pk")


class SpeaksForBook(RoomBook):
    capability = "stakeholders.write"

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.by_pair: dict[tuple[int | None, int | None, int], list[SpeaksFor]] = {}
        for row in _with_areas(speakers(self.by)):
            self.by_pair.setdefault((row.contact_id, row.organisation_id, row.community_id), []).append(row)

    def key(self, values: Values) -> object:
        return values.get("contact"), values.get("organisation"), values["community"], values.get("attested_on")

    def known(self, values: Values) -> Sequence[SpeaksFor]:
        """Who says so on the same day for the same community; else the line that goes on."""
        who, where = values.get("contact"), values.get("organisation")
        pair = (who.pk if who else None, where.pk if where else None, values["community"].pk)
        rows = self.by_pair.get(pair, [])
        return [row for row in rows if row.attested_on == values.get("attested_on")] or [row for row in rows if row.ended_on is None]

    def held(self, row: SpeaksFor) -> Values:
        area = _stakeholder(row).area
        fields = ("contact", "organisation", "community", "attested_by", "attested_on", "ended_on")
        return {"area": area} | {name: getattr(row, name) for name in fields}

    def problems(self, values: Values, row: Any | None) -> Mapping[str, Iterable[str]]:
        found = field_problems(SpeaksFor, values)
        if bool(values.get("contact")) == bool(values.get("organisation")):
            found["contact"] = [_("Name either a person or an organisation.")]
        if row is not None and any(values.get(name, getattr(row, name)) != getattr(row, name) for name in ("attested_by", "attested_on")):
            found["attested_by"] = [_("This is recorded already, in other words. Say first until when that held.")]
        first, last = values.get("attested_on", self.today), values.get("ended_on")
        found |= past_problem("attested_on", first, self.today)
        return found | days_problem(first, last, first_field="attested_on", last_field="ended_on")

    def add(self, values: Values) -> SpeaksFor:
        given = {name: value for name, value in values.items() if name not in ("area", "contact", "organisation")}
        return attest(by=self.by, at=self.at, stakeholder=values.get("contact") or values["organisation"], **given)

    def change(self, row: SpeaksFor, values: Values) -> None:
        end_attestation(by=self.by, at=self.at, speaks_for=row, on=values.get("ended_on"))

    def stored(self) -> Iterable[Any]:
        rows = _with_areas(speakers(self.by))
        by_people = taken_out_by(self.by, contacts(self.by), self.area).order_by()
        sight = self.by.sight("exports.run")
        places: dict[str, Any] = {"organisation__area": self.area} if self.area else {}
        if not sight.national:
            places["organisation__area__in"] = sight.area_ids
        return rows.filter(Q(contact__in=by_people) | Q(organisation__isnull=False, **places)).order_by("pk")


def _with_areas(rows: QuerySet[SpeaksFor]) -> QuerySet[SpeaksFor]:
    return rows.select_related("contact__area", "organisation__area", "community")


def _stakeholder(row: SpeaksFor) -> Any:
    return row.contact or row.organisation


PERSON = Column("contact", gettext_lazy("Person"), Reads.NAME, ("name", "full name", "contact", "contact name", "member", "enw"),
                looked_up="contact")  # fmt: skip
ORGANISATION = Column(
    "organisation", gettext_lazy("Organisation"), Reads.NAME, ("organisation name", "group", "panel", "company"), looked_up="organisation"
)

AFFILIATIONS = ImportSpec(
    kind="roles",
    title=gettext_lazy("Roles of people"),
    subject="stakeholders.affiliation",
    open=AffiliationBook,
    columns=(
        Column("contact", PERSON.heading, Reads.NAME, PERSON.aliases, required=True, looked_up="contact"),
        AREA,
        ORGANISATION,
        Column("kind", gettext_lazy("Kind of role"), Reads.CHOICE, ("role type", "membership type"), choices=Affiliation.Kind.choices),
        Column("title", gettext_lazy("Title"), aliases=("role", "job title", "position", "post")),
        Column("starts", gettext_lazy("Since"), Reads.DAY, ("start date", "starts", "joined", "joined on", "appointed"), tidy=day),
        Column("ends", gettext_lazy("Until"), Reads.DAY, ("end date", "ends", "left", "left on", "term ends"), tidy=day),
    ),
    notes=(gettext_lazy("Bring in people and organisations first."),),
)

SPEAKS_FOR = ImportSpec(
    kind="speaks-for",
    title=gettext_lazy("For whom people and organisations can speak"),
    subject="stakeholders.speaksfor",
    open=SpeaksForBook,
    columns=(
        Column("community", gettext_lazy("Community"), Reads.NAME, ("communities", "community group", "cymuned"), required=True,
               looked_up="community"),
        AREA,
        PERSON,
        ORGANISATION,
        Column("attested_by", gettext_lazy("Who says so"), aliases=("attested by", "nominated by", "endorsed by"), required=True),
        Column("attested_on", gettext_lazy("Said on"), Reads.DAY, ("attested on", "nominated on", "date"), required=True, tidy=day),
        Column("ended_on", gettext_lazy("Until"), Reads.DAY, ("end date", "ended on"), tidy=day),
    ),
    notes=(gettext_lazy("Each row names a person or an organisation, not both."),),
)  # fmt: skip
