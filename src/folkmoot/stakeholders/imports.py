"""Organisations and contacts as tables that can be brought in and taken out."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.foundation.importing.cells import split_names
from folkmoot.foundation.importing.columns import Book, CellProblem, Column, ImportSpec, Reads, Values
from folkmoot.stakeholders.imported_names import Names, key_of, survivors, taken_out_by
from folkmoot.stakeholders.models import Consent, Contact, Organisation
from folkmoot.stakeholders.operations import (
    add_contact,
    add_organisation,
    change_contact,
    change_organisation,
    record_agreement,
    withdraw,
)
from folkmoot.stakeholders.queries import POSTCODES_NOT_CHECKED, contacts, organisations, postcode_outside, postcodes_are_checked
from folkmoot.stakeholders.rules import (
    agreement_problems,
    contact_problems,
    forename_first,
    postcode_problem,
    tidy_phone,
    tidy_postcode,
    told_apart,
)

PURPOSES = Consent.Purpose.choices[1:]
FIRST_DAY = date(1899, 12, 30)  # the day from which spreadsheets count
REMARKS = 20

AREA = Column("area", gettext_lazy("Area"), Reads.NAME, ("CPS Area", "region", "ardal"), required=True, looked_up="area")
COMMUNITIES = Column(
    "communities", gettext_lazy("Communities"), Reads.NAMES, ("community", "community groups", "cymunedau"), looked_up="community"
)
COUNTY = Column("county", gettext_lazy("County"), Reads.NAME, ("ceremonial county", "sir"), looked_up="county")


def day(text: str) -> str:
    """A day as a spreadsheet counts it (45292) as it is written (2024-01-01); anything else as it was."""
    return (FIRST_DAY + timedelta(days=int(text))).isoformat() if re.fullmatch(r"[2-6]\d{4}(\.0+)?", text) else text


def several(choices: Sequence[tuple[str, Any]]) -> Callable[[str], str]:
    """Reads words of several choices, in any order, into one steady text."""
    return lambda text: said(choices, words_of(choices, text))


def words_of(choices: Sequence[tuple[str, Any]], text: str) -> list[str]:
    """The stored words of the choices that a cell names. Raises CellProblem for one that is none of them."""
    with override("en-gb"):
        known = {key_of(str(label)): value for value, label in choices} | {key_of(value): value for value, _label in choices}
        labels = "; ".join(str(label) for _value, label in choices)
    found = [
        (name, known.get(key_of(name))) for part in split_names(text) for name in (part.split(",") if key_of(part) not in known else [part])
    ]
    if unknown := [name.strip() for name, value in found if value is None]:
        raise CellProblem(
            _("holds “%(word)s”, which is not one of the words") % {"word": unknown[0]}, _("Use: %(words)s.") % {"words": labels}
        )
    return [value for value, _label in choices if value in {each for _name, each in found}]


def said(choices: Sequence[tuple[str, Any]], values: Iterable[str]) -> str:
    """Stored words of several choices as one text, in the order of the choices."""
    chosen = set(values)
    with override("en-gb"):
        return "; ".join(str(label) for value, label in choices if value in chosen)


def website(text: str) -> str:
    """An address as it is stored: with the scheme that people leave out."""
    return text if "://" in text else f"https://{text}"


class RoomBook(Book):
    """What the books of all rooms share: whose file it is, the names in use, and the Area of rows that name none."""

    capability = ""

    def __init__(self, *, by: Viewer, at: datetime, area: Area | None = None) -> None:
        self.by, self.at, self.area = by, at, area
        self.today = timezone.localdate(at)
        self.names = Names(by, self.today, ("imports.run", self.capability))

    def default_area(self) -> Area | None:
        return self.area

    def named(self, column: Column, text: str, values: Values) -> Any:
        look_up = getattr(self.names, column.looked_up)
        return look_up(text, values["area"]) if column.looked_up in ("community", "organisation", "contact") else look_up(text)

    def name_of(self, column: Column, row: Any) -> str:
        if column.looked_up == "organisation":
            return self.names.organisation_name(row)
        if column.looked_up == "contact":
            return self.names.contact_name(row)
        if column.looked_up == "aim":
            return self.names.aim_name(row)
        return str(row.name if column.looked_up == "community" else row.name_en)


def field_problems(model: type[Model], values: Values) -> dict[str, list[str]]:
    """What the fields themselves refuse: too long, no address, no choice. Rows that are linked were looked up already."""
    given = {field.name: values[field.name] for field in model._meta.concrete_fields if field.name in values}
    exclude = {field.name for field in model._meta.concrete_fields if field.name not in given or field.is_relation}
    try:
        model(**given).clean_fields(exclude=exclude)
    except ValidationError as error:
        return {name: list(texts) for name, texts in error.message_dict.items()}
    return {}


class OrganisationBook(RoomBook):
    capability = "stakeholders.write"

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.by_name: dict[tuple[int, str], list[Organisation]] = {}
        for row in organisations(self.by).prefetch_related("communities"):
            self.by_name.setdefault((row.area_id, key_of(row.name)), []).append(row)
        self.merged = survivors(Organisation, self.by)
        self.outside: dict[str, str] = {}
        self.checks_postcodes = postcodes_are_checked(self.by)
        self.any_postcode = False

    def completed(self, values: Values) -> Values:
        """A name that only a merged organisation bears stands for the one that took it in."""
        key = values["area"].pk, key_of(values["name"])
        if key in self.by_name or key not in self.merged:
            return values
        last = self.merged[key]
        return {**values, "name": last.name, **({"town": last.town} if "town" in values else {})}

    def remarks(self) -> list[str]:
        """The postcodes outside their Area: told, not refused, because organisations work across borders; or that none was checked."""
        if self.any_postcode and not self.checks_postcodes:
            return [str(POSTCODES_NOT_CHECKED)]
        told = [f"{name}: {words}" for name, words in list(self.outside.items())[:REMARKS]]
        more = len(self.outside) - len(told)
        return [*told, *([_("%(more)d more have a postcode to check.") % {"more": more}] if more > 0 else [])]

    def key(self, values: Values) -> object:
        return values["area"].pk, key_of(values["name"]), key_of(values.get("town", ""))

    def known(self, values: Values) -> Sequence[Organisation]:
        """The same name in the same town; the only one of that name where the file or what is stored names no town."""
        named = self.by_name.get((values["area"].pk, key_of(values["name"])), [])
        town = key_of(values.get("town", ""))
        same_town = [row for row in named if key_of(row.town) == town]
        if not same_town and len(named) == 1 and not (town and named[0].town):
            return named
        return sorted(same_town, key=lambda row: (row.name != values["name"], row.town != values.get("town", "")))

    def held(self, row: Organisation) -> Values:
        fields = ("area", "name", "kind", "county", "town", "postcode", "website", "email", "phone", "notes", "ended_on")
        return {name: getattr(row, name) for name in fields} | {"communities": frozenset(row.communities.all())}

    def problems(self, values: Values, row: Any | None) -> Mapping[str, Iterable[str]]:
        found = field_problems(Organisation, values)
        postcode = values.get("postcode", "")
        problem = postcode_problem(postcode)
        if not problem and postcode and (row is None or row.postcode != postcode):
            self._look_at(postcode, values)
        return found | ({"postcode": [problem]} if problem else {})

    def _look_at(self, postcode: str, values: Values) -> None:
        self.any_postcode = True
        if not self.checks_postcodes:
            return
        place = values["area"].pk, postcode[:-2]
        if place not in self._sectors:
            self._sectors[place] = bool(postcode_outside(self.by, postcode, values["area"]))
        if self._sectors[place]:
            self.outside[values["name"]] = postcode_outside(self.by, postcode, values["area"])

    @cached_property
    def _sectors(self) -> dict[tuple[int, str], bool]:
        return {}

    def add(self, values: Values) -> Organisation:
        return add_organisation(by=self.by, at=self.at, another=True, **{"kind": Organisation.Kind.OTHER.value, **values})

    def change(self, row: Organisation, values: Values) -> None:
        change_organisation(by=self.by, at=self.at, organisation=row, **values)

    def stored(self) -> Iterable[Any]:
        return taken_out_by(self.by, organisations(self.by).prefetch_related("communities"), self.area).order_by("pk")


class ContactBook(RoomBook):
    """A file that says nothing of why details may be kept makes people who have still to be asked: agreement is never presumed."""

    capability = "stakeholders.write"

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.to_be_asked = 0
        self.by_name: dict[tuple[int, str], list[Contact]] = {}
        for row in contacts(self.by).prefetch_related("consents"):
            self.by_name.setdefault((row.area_id, key_of(row.name)), []).append(row)
        self.merged = survivors(Contact, self.by)

    def completed(self, values: Values) -> Values:
        """The forename first; and a name that only a merged entry bears stands for the one that took it in."""
        area, name = values["area"].pk, values["name"]
        if (area, key_of(name)) not in self.by_name:
            name = forename_first(name)
        last = None if (area, key_of(name)) in self.by_name else self.merged.get((area, key_of(name)))
        return {**values, "name": last.name if last else name}

    def key(self, values: Values) -> object:
        email = values.get("email", "").casefold()
        return values["area"].pk, key_of(values["name"]), email or values.get("organisation"), values.get("birth_year")

    def known(self, values: Values) -> Sequence[Contact]:
        """The same name with the same address, or at the same organisation where one of the two gives no address.

        Nobody who was certainly born in another year.
        """
        named = self.by_name.get((values["area"].pk, key_of(values["name"])), [])
        email, organisation = values.get("email", "").casefold(), values.get("organisation")
        ranked = [(_likeness(row, email, organisation), row) for row in named if not told_apart(row.birth_year, values.get("birth_year"))]
        return [row for rank, row in sorted(ranked, key=lambda each: -each[0]) if rank]

    def held(self, row: Contact) -> Values:
        used = [line for line in row.consents.all() if line.purpose != "keep" and line.ended_on is None]
        lists = {
            "formats": said(Contact.Format.choices, row.formats), "needs": said(Contact.Need.choices, row.needs),
            "purposes": said(PURPOSES, [line.purpose for line in used]), "how": next((line.how for line in used), ""),
        }  # fmt: skip
        return {column.field: getattr(row, column.field) for column in CONTACTS.columns if column.field not in lists} | lists

    def problems(self, values: Values, row: Any | None) -> Mapping[str, Iterable[str]]:
        found = field_problems(Contact, {name: value for name, value in values.items() if name not in ("formats", "needs")})
        whole = {"basis": _basis_of(values), **(self.held(row) if row else {}), **values}
        self.to_be_asked += row is None and whole["basis"] == Contact.Basis.TO_BE_ASKED
        moved = row is None or whole.get("keep_until") != row.keep_until
        since, until = whole.get("basis_on"), whole.get("keep_until")
        found |= contact_problems(
            name=whole["name"], basis=whole["basis"], basis_on=since, keep_until=until, today=self.today, keep_until_changed=moved,
            birth_year=whole.get("birth_year"), needs_asked_on=whole.get("needs_asked_on"),
        )  # fmt: skip
        if since and until and until < since:
            found.setdefault("keep_until", [_("This day is before the day in Since.")])
        if whole["basis"] == "withdrawn" and (row is None or row.basis != "withdrawn"):
            found.setdefault("basis", [_("Record on the person’s page that they withdrew.")])
        return self._purpose_problems(values, whole) | found

    def _purpose_problems(self, values: Values, whole: Values) -> dict[str, list[str]]:
        purposes = words_of(PURPOSES, values.get("purposes", ""))
        if not purposes:
            return {}
        found = agreement_problems(
            purposes=purposes, basis=whole["basis"], how=whole.get("how", ""), given_on=whole.get("basis_on"), today=self.today
        )
        return {{"given_on": "basis_on"}.get(name, name): texts for name, texts in found.items()}

    def remarks(self) -> list[str]:
        """How many come without an agreement, and what that means for writing to them."""
        if not self.to_be_asked:
            return []
        told = ngettext(
            "%(number)d new person is kept as “Still to be asked”: the file does not say that they agreed. Nobody may write to them until "
            "they have, and it is recorded on their page.",
            "%(number)d new people are kept as “Still to be asked”: the file does not say that they agreed. Nobody may write to them until "
            "they have, and it is recorded on their pages.",
            self.to_be_asked,
        )
        return [told % {"number": self.to_be_asked}]

    def add(self, values: Values) -> Contact:
        purposes, how = words_of(PURPOSES, values.get("purposes", "")), values.get("how", "")
        stored = {"basis": _basis_of(values), **_stored(values)}
        return add_contact(by=self.by, at=self.at, another=True, purposes=purposes, how=how, **stored)

    def change(self, row: Contact, values: Values) -> None:
        """Change the details; a purpose added was agreed to, and one left out is no longer agreed to."""
        before = self.held(row)
        change_contact(by=self.by, at=self.at, contact=row, **_stored(values))
        if "purposes" not in values or values["purposes"] == before["purposes"]:
            return
        had, has = (set(words_of(PURPOSES, each)) for each in (before["purposes"], values["purposes"]))
        if gone := had - has:
            withdraw(by=self.by, at=self.at, contact=row, purposes=gone)
        if new := has - had:
            how = str(values.get("how", before["how"]))
            record_agreement(by=self.by, at=self.at, contact=row, purposes=new, basis=row.basis, how=how, given_on=row.basis_on)

    def stored(self) -> Iterable[Any]:
        return taken_out_by(self.by, contacts(self.by).prefetch_related("consents"), self.area).order_by("pk")


def _basis_of(values: Values) -> str:
    """Why the details of a new person may be kept: what the file says; that they agreed only where it says when, how or to what."""
    agreed = any(values.get(name) for name in ("basis_on", "purposes", "how"))
    return str(values.get("basis") or (Contact.Basis.CONSENT if agreed else Contact.Basis.TO_BE_ASKED))


def _stored(values: Values) -> Values:
    """The values of a row of the file as the operations take them."""
    lists = {"formats": Contact.Format.choices, "needs": Contact.Need.choices}
    kept = {name: value for name, value in values.items() if name not in ("purposes", "how")}
    return {name: words_of(lists[name], value) if name in lists else value for name, value in kept.items()}


def _likeness(row: Contact, email: str, organisation: Organisation | None) -> int:
    """0 for another person of the same name; more, the surer it is the same one."""
    same_place = row.organisation == organisation
    if row.email.casefold() == email and (email or same_place):
        return 3 if same_place else 2
    return 1 if same_place and not (row.email and email) else 0


ORGANISATIONS = ImportSpec(
    kind="organisations",
    title=gettext_lazy("Organisations"),
    subject="stakeholders.organisation",
    open=OrganisationBook,
    columns=(
        Column("name", gettext_lazy("Name"), aliases=("organisation", "organisation name", "group", "title", "enw"), required=True),
        AREA,
        Column("kind", gettext_lazy("Kind"), Reads.CHOICE, ("type", "organisation type", "sector"), choices=Organisation.Kind.choices),
        COMMUNITIES,
        COUNTY,
        Column("town", gettext_lazy("Town"), aliases=("city", "town or city", "place", "locality", "tref")),
        Column("postcode", gettext_lazy("Postcode"), aliases=("post code", "zip"), tidy=tidy_postcode),
        Column("website", gettext_lazy("Website"), aliases=("url", "web", "web address", "link", "homepage"), tidy=website),
        Column("email", gettext_lazy("E-mail"), aliases=("email address", "mail", "ebost")),
        Column(
            "phone",
            gettext_lazy("Telephone"),
            aliases=("phone", "tel", "telephone number", "phone number", "mobile", "ffôn"),
            tidy=tidy_phone,
        ),
        Column("notes", gettext_lazy("Notes"), aliases=("comment", "comments", "remarks", "description")),
        Column("ended_on", gettext_lazy("No longer exists since"), Reads.DAY, ("end date", "ended", "closed on"), tidy=day),
    ),
)

CONTACTS = ImportSpec(
    kind="contacts",
    title=gettext_lazy("People"),
    subject="stakeholders.contact",
    open=ContactBook,
    columns=(
        Column("name", gettext_lazy("Name"), aliases=("full name", "contact", "contact name", "person", "who", "surname, forename", "enw"),
               required=True),
        AREA,
        Column("organisation", gettext_lazy("Organisation"), Reads.NAME, ("organisation name", "group", "company", "employer"),
               looked_up="organisation"),
        Column("role", gettext_lazy("Role"), aliases=("job title", "position", "post")),
        Column("birth_year", gettext_lazy("Year of birth"), Reads.COUNT, ("birth year", "born", "yob")),
        Column("email", gettext_lazy("E-mail"), aliases=("email address", "mail", "ebost")),
        Column("phone", gettext_lazy("Telephone"), aliases=("phone", "tel", "telephone number", "phone number", "mobile", "ffôn"),
               tidy=tidy_phone),
        Column("channel", gettext_lazy("Prefers to hear from us by"), Reads.CHOICE, ("channel", "preferred contact", "contact by"),
               choices=Contact.Channel.choices),
        Column("language", gettext_lazy("Language"), Reads.CHOICE, ("preferred language", "iaith"), choices=Contact.Language.choices),
        Column("formats", gettext_lazy("Formats"), aliases=("format", "preferred format", "alternative formats"),
               tidy=several(Contact.Format.choices), hint=gettext_lazy("Several with a semicolon between them.")),
        Column("times", gettext_lazy("Days and times that suit"), aliases=("availability", "best time", "best time to contact")),
        Column("needs", gettext_lazy("What they need"), aliases=("needs", "access requirements"), tidy=several(Contact.Need.choices),
               hint=gettext_lazy("Several with a semicolon between them.")),
        Column("access_needs", gettext_lazy("Access needs"), aliases=("accessibility", "adjustments", "reasonable adjustments")),
        Column("needs_asked_on", gettext_lazy("Asked about needs on"), Reads.DAY, ("asked on", "needs asked on"), tidy=day),
        Column("basis", gettext_lazy("Why we may keep their details"), Reads.CHOICE, ("basis", "lawful basis", "consent"),
               choices=Contact.Basis.choices),
        Column("basis_on", gettext_lazy("Since"), Reads.DAY, ("consent date", "date of consent", "agreed on", "basis on"), tidy=day),
        Column("purposes", gettext_lazy("May be used for"), aliases=("purposes", "agreed to", "consent to", "consent for"),
               tidy=several(PURPOSES),
               hint=gettext_lazy("Several with a semicolon between them. One that is left out is no longer agreed to.")),
        Column("how", gettext_lazy("How they agreed"), Reads.CHOICE, ("consent given by", "how given"), choices=Consent.How.choices[1:]),
        Column("source", gettext_lazy("Where the details came from"), aliases=("source",)),
        Column("keep_until", gettext_lazy("Keep until"), Reads.DAY, ("review date", "delete on", "retention date"), tidy=day),
    ),
    notes=(
        gettext_lazy("A person who agreed needs the day on which they agreed, in the column Since."),
        gettext_lazy("Where a row says nothing of that, the person has still to be asked, and nobody may write to them before."),
    ),
)  # fmt: skip
