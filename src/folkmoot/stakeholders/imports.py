"""Organisations and contacts as tables that can be brought in and taken out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.foundation.importing.columns import Book, Column, ImportSpec, Reads, Values
from folkmoot.stakeholders.imported_names import Names, key_of, taken_out_by
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.operations import add_contact, add_organisation, change_contact, change_organisation
from folkmoot.stakeholders.queries import contacts, organisations
from folkmoot.stakeholders.rules import contact_problems, postcode_problem, tidy_postcode

AREA = Column("area", gettext_lazy("Area"), Reads.NAME, ("CPS Area", "region", "ardal"), required=True, looked_up="area")
COMMUNITIES = Column(
    "communities", gettext_lazy("Communities"), Reads.NAMES, ("community", "community groups", "cymunedau"), looked_up="community"
)
COUNTY = Column("county", gettext_lazy("County"), Reads.NAME, ("ceremonial county", "sir"), looked_up="county")


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
        return look_up(text, values["area"]) if column.looked_up in ("community", "organisation") else look_up(text)

    def name_of(self, column: Column, row: Any) -> str:
        if column.looked_up == "organisation":
            return self.names.organisation_name(row)
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
        problem = postcode_problem(values.get("postcode", ""))
        return found | ({"postcode": [problem]} if problem else {})

    def add(self, values: Values) -> Organisation:
        return add_organisation(by=self.by, at=self.at, another=True, **{"kind": Organisation.Kind.OTHER.value, **values})

    def change(self, row: Organisation, values: Values) -> None:
        change_organisation(by=self.by, at=self.at, organisation=row, **values)

    def stored(self) -> Iterable[Any]:
        return taken_out_by(self.by, organisations(self.by).prefetch_related("communities"), self.area).order_by("pk")


class ContactBook(RoomBook):
    capability = "stakeholders.write"

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.by_name: dict[tuple[int, str], list[Contact]] = {}
        for row in contacts(self.by):
            self.by_name.setdefault((row.area_id, key_of(row.name)), []).append(row)

    def key(self, values: Values) -> object:
        email = values.get("email", "").casefold()
        return values["area"].pk, key_of(values["name"]), email or values.get("organisation")

    def known(self, values: Values) -> Sequence[Contact]:
        """The same name with the same address, or at the same organisation where one of the two gives no address."""
        named = self.by_name.get((values["area"].pk, key_of(values["name"])), [])
        email, organisation = values.get("email", "").casefold(), values.get("organisation")
        ranked = [(_likeness(row, email, organisation), row) for row in named]
        return [row for rank, row in sorted(ranked, key=lambda each: -each[0]) if rank]

    def held(self, row: Contact) -> Values:
        return {column.field: getattr(row, column.field) for column in CONTACTS.columns}

    def problems(self, values: Values, row: Any | None) -> Mapping[str, Iterable[str]]:
        found = field_problems(Contact, values)
        whole = {"basis": "consent", **(self.held(row) if row else {}), **values}
        moved = row is None or whole.get("keep_until") != row.keep_until
        since, until = whole.get("basis_on"), whole.get("keep_until")
        found |= contact_problems(
            name=whole["name"], basis=whole["basis"], basis_on=since, keep_until=until, today=self.today, keep_until_changed=moved
        )
        if since and until and until < since:
            found.setdefault("keep_until", [_("This day is before the day in Since.")])
        return found

    def add(self, values: Values) -> Contact:
        return add_contact(by=self.by, at=self.at, another=True, **values)

    def change(self, row: Contact, values: Values) -> None:
        change_contact(by=self.by, at=self.at, contact=row, **values)

    def stored(self) -> Iterable[Any]:
        return taken_out_by(self.by, contacts(self.by), self.area).order_by("pk")


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
        Column("phone", gettext_lazy("Telephone"), aliases=("phone", "tel", "telephone number", "phone number", "mobile", "ffôn")),
        Column("notes", gettext_lazy("Notes"), aliases=("comment", "comments", "remarks", "description")),
        Column("ended_on", gettext_lazy("No longer exists since"), Reads.DAY, ("end date", "ended", "closed on")),
    ),
)

CONTACTS = ImportSpec(
    kind="contacts",
    title=gettext_lazy("People"),
    subject="stakeholders.contact",
    open=ContactBook,
    columns=(
        Column("name", gettext_lazy("Name"), aliases=("full name", "contact", "contact name", "person", "who", "enw"), required=True),
        AREA,
        Column("organisation", gettext_lazy("Organisation"), Reads.NAME, ("organisation name", "group", "company", "employer"),
               looked_up="organisation"),
        Column("role", gettext_lazy("Role"), aliases=("job title", "position", "post")),
        Column("email", gettext_lazy("E-mail"), aliases=("email address", "mail", "ebost")),
        Column("phone", gettext_lazy("Telephone"), aliases=("phone", "tel", "telephone number", "phone number", "mobile", "ffôn")),
        Column("channel", gettext_lazy("Prefers to hear from us by"), Reads.CHOICE, ("channel", "preferred contact", "contact by"),
               choices=Contact.Channel.choices),
        Column("language", gettext_lazy("Language"), Reads.CHOICE, ("preferred language", "iaith"), choices=Contact.Language.choices),
        Column("access_needs", gettext_lazy("Access needs"), aliases=("accessibility", "adjustments", "reasonable adjustments")),
        Column("basis", gettext_lazy("Why we may keep their details"), Reads.CHOICE, ("basis", "lawful basis", "consent"),
               choices=Contact.Basis.choices),
        Column("basis_on", gettext_lazy("Since"), Reads.DAY, ("consent date", "date of consent", "agreed on", "basis on")),
        Column("source", gettext_lazy("Where the details came from"), aliases=("source",)),
        Column("keep_until", gettext_lazy("Keep until"), Reads.DAY, ("review date", "delete on", "retention date")),
    ),
    notes=(gettext_lazy("A person who agreed needs the day on which they agreed, in the column Since."),),
)  # fmt: skip
