"""Reading the values that a case is known to hold from a CSV or XLSX file, in whatever order and words its columns come."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.redaction.dates import dates_in
from folkmoot.redaction.patterns.checks import ni_number, phone, postcode
from folkmoot.redaction.people import parse
from folkmoot.redaction.spans import Kind, Known, RedactionError, Role

_VALUE_HEADERS = frozenset({"value", "values", "text", "detail", "details", "what", "item", "identifier", "data", "known", "known value"})
_KIND_HEADERS = frozenset(["kind", "type", "category", "what kind", "kind of value", "value type", "entity", "entity type", "label"])
_ROLE_HEADERS = frozenset(["role", "part", "capacity", "status", "role in case", "involvement", "relationship", "person type"])
_PERSON_HEADERS = frozenset(
    ["person", "person id", "who", "belongs to", "owner", "person ref", "of", "whose", "subject", "nominal", "id", "entity id"]
)
_KIND_WORDS: dict[str, Kind] = {
    word: kind
    for kind, words in {
        Kind.NAME: "name,names,full name,fullname,person,person name,alias,aliases,also known as,aka,known as,maiden"
                   " name,nickname,surname,forename,"
        "last name,first name,family name,given name,given names,forenames,forename(s),previous name,former name,enw",
        Kind.ADDRESS: "address,addresses,home address,full address,work address,current address,previous"
                      " address,street,house,location,cyfeiriad",
        Kind.POSTCODE: "postcode,post code,postal code,pcode,zip",
        Kind.DATE_OF_BIRTH: "date of birth,dob,d.o.b,d.o.b.,birth date,birthdate,born,birthday,date_of_birth",
        Kind.AGE: "age",
        Kind.PHONE: "phone,telephone,tel,mobile,mob,phone number,telephone number,mobile number,contact number,landline,phone"
                    " no,tel no,mobile no",
        Kind.EMAIL: "email,e-mail,email address,e-mail address,mail",
        Kind.VEHICLE: "vehicle,vrm,vrn,registration,reg,vehicle registration,registration number,number plate,reg no,index,car,plate",
        Kind.REFERENCE: "reference,ref,urn,crime number,crime ref,crime reference,case,case number,case"
                        " reference,custody,custody number,custody record,"
        "incident,incident number,cad,collar,collar number,shoulder number,pnc,pnc id,pncid,cro,prison number,court case"
        " number,number,exhibit,log",
        Kind.NI_NUMBER: "ni number,ni,nino,national insurance,national insurance number,ni_number,ni no",
        Kind.NHS_NUMBER: "nhs,nhs number,nhs no,nhs_number",
        Kind.BANK: "bank,bank account,account,account number,sort code,iban,card,card number,bank details,bank card,credit card,debit card",
        Kind.PASSPORT: "passport,passport number,passport no",
        Kind.DRIVING_LICENCE: "driving licence,driving license,driver number,licence,licence number,driving_licence",
        Kind.PLACE: "place,town,city,village,area,place name,district,county,school,workplace",
        Kind.HANDLE: "handle,username,user name,social media,social,screen name,online"
                     " name,snapchat,instagram,twitter,tiktok,facebook,social handle",
        Kind.ORGANISATION: "organisation,organization,employer,company,business,firm,club,charity,organisation name",
        Kind.URL: "url,website,web address,web page,link",
        Kind.IP: "ip,ip address",
        Kind.DEVICE: "device,imei,mac,mac address,imsi,sim,serial number",
        Kind.OTHER: "other,misc,miscellaneous",
    }.items()
    for word in words.split(",")
}  # fmt: skip
_GIVEN_HEADERS = frozenset(
    ["first name", "firstname", "forename", "forenames", "forename(s)", "given name", "given names", "first names", "first"]
)
_SURNAME_HEADERS = frozenset(["surname", "last name", "lastname", "family name", "second name", "last"])
_TITLE_HEADERS = frozenset(["title", "rank", "prefix"])


class KnownFileError(RedactionError):
    """The file of known values cannot be used; the message names the file, and where it can the row and the column."""


@dataclass(frozen=True)
class _Columns:
    """Where each thing stands. `kinds` are columns that each hold one kind of value for the person of the row."""

    value: int | None = None
    kind: int | None = None
    role: int | None = None
    person: int | None = None
    kinds: tuple[tuple[int, Kind], ...] = ()
    given: int | None = None
    surname: int | None = None
    title: int | None = None


def read_known(data: bytes, name: str = "") -> list[Known]:
    """The known values of a CSV or XLSX file. Its first row may name the columns; one column without a heading is a list of names.

    Columns: value (or name), kind, role, person; or one row for each person, with columns such as name, date of birth, address and phone.
    A kind that is not given is told from the value. Raises KnownFileError.
    """
    shown = name or "The file of known values"
    rows = _rows(data, shown)
    if not rows:
        raise KnownFileError(f"'{shown}' holds no values.", "It is empty.", "Give at least one name, one a line.")
    columns = _columns(rows[0][1])
    body = rows[1:]
    if columns is None:
        columns, body = _without_headings(rows, shown), rows
    found = [known for number, cells in body for known in _known_in(cells, columns, shown, number)]
    if not found:
        raise KnownFileError(f"'{shown}' holds no values.", "Under its headings every row is empty.", "Give at least one name.")
    return list(dict.fromkeys(found))


def _rows(data: bytes, shown: str) -> list[tuple[int, list[str]]]:
    """Rows that hold something, with their number from 1 as a spreadsheet counts."""
    if data[:2] == b"PK":
        rows = _workbook_rows(data, shown)
    elif data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise KnownFileError(f"'{shown}' is an old Excel or Word file.", "Only CSV and XLSX can be read.", "Save it as CSV or XLSX.")
    else:
        rows = _text_rows(_decoded(data, shown), shown)
    cleaned = ((number, [_cell(cell) for cell in cells]) for number, cells in enumerate(rows, 1))
    return [(number, cells) for number, cells in cleaned if any(cells)]


def _cell(value: Any) -> str:
    if hasattr(value, "strftime"):
        return str(value.strftime("%d/%m/%Y"))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str("" if value is None else value).split())


def _workbook_rows(data: bytes, shown: str) -> list[list[Any]]:
    from python_calamine import CalamineError, load_workbook

    try:
        return load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, IndexError, ValueError) as error:
        raise KnownFileError(
            f"'{shown}' cannot be read as a workbook.", "It is damaged, has a password, or is something else.", "Save it as CSV."
        ) from error


def _decoded(data: bytes, shown: str) -> str:
    if b"\x00" in data[:2000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise KnownFileError(f"'{shown}' is not a CSV or XLSX file.", "It holds no text.", "Save the list as CSV or XLSX.")
    for encoding in ("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _text_rows(text: str, shown: str) -> list[list[str]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max("\t;|,", key=first.count) if any(mark in first for mark in "\t;|") and first.count(",") == 0 else ","
    try:
        return [
            [cell.strip() for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
        ]
    except csv.Error as error:
        line = f" near line {text[: text.find(chr(34))].count(chr(10)) + 1}" if '"' in text else ""
        raise KnownFileError(
            f"'{shown}' cannot be read as CSV{line}.",
            "A quotation mark is not closed, or a line is broken.",
            "Save it again as CSV or as XLSX.",
        ) from error


def _heading(cell: str) -> str:
    return re.sub(r"\s+", " ", cell.lower().replace("_", " ").strip(" :*#"))


def _columns(cells: Sequence[str]) -> _Columns | None:
    """What each column holds, by the headings; None where the row is no heading."""
    headings = [_heading(cell) for cell in cells]
    place = {heading: number for number, heading in reversed(list(enumerate(headings))) if heading}

    def first(words: frozenset[str]) -> int | None:
        return min((place[word] for word in words if word in place), default=None)

    kinds = tuple((number, _KIND_WORDS[heading]) for number, heading in enumerate(headings) if heading in _KIND_WORDS)
    given, surname = first(_GIVEN_HEADERS), first(_SURNAME_HEADERS)
    apart = given is not None and surname is not None
    kinds = tuple((number, kind) for number, kind in kinds if not (apart and number in (given, surname)))
    columns = _Columns(
        first(_VALUE_HEADERS), first(_KIND_HEADERS), first(_ROLE_HEADERS), first(_PERSON_HEADERS), kinds,
        given if apart else None, surname if apart else None, first(_TITLE_HEADERS),
    )  # fmt: skip
    return _settled(columns)


def _settled(columns: _Columns) -> _Columns | None:
    """A heading “name” beside “kind” is the value; “person” alone is the name."""
    kinds = [pair for pair in columns.kinds if pair[0] not in (columns.value, columns.kind, columns.role)]
    if columns.value is None and columns.kind is not None and kinds:
        value = kinds[0][0]
        rest = tuple(pair for pair in kinds[1:] if pair[0] != columns.person)
        return _Columns(value, columns.kind, columns.role, columns.person if columns.person != value else None, rest)
    if columns.value is None and not kinds and columns.person is None and columns.given is None:
        return None
    person = columns.person
    others = tuple(pair for pair in kinds if pair[0] != person or not _names_elsewhere(columns, kinds, person))
    if person is not None and any(number == person for number, _ in others):
        person = None
    return _Columns(columns.value, columns.kind, columns.role, person, others, columns.given, columns.surname, columns.title)


def _names_elsewhere(columns: _Columns, kinds: Sequence[tuple[int, Kind]], person: int | None) -> bool:
    return columns.value is not None or columns.given is not None or any(kind is Kind.NAME and number != person for number, kind in kinds)


def _without_headings(rows: Sequence[tuple[int, Sequence[str]]], shown: str) -> _Columns:
    """No headings: one column is names; in several, a column of roles and one of kinds are told by what they hold."""
    width = max(len(cells) for _, cells in rows)
    if width == 1:
        return _Columns(value=0)
    held = [[cells[number] for _, cells in rows if number < len(cells) and cells[number]] for number in range(width)]
    role = next((number for number in range(width) if held[number] and all(_is_role(cell) for cell in held[number])), None)
    kind = next(
        (
            number
            for number in range(width)
            if number != role and held[number] and all(_heading(cell) in _KIND_WORDS for cell in held[number])
        ),
        None,
    )
    left = [number for number in range(width) if number not in (role, kind) and held[number]]
    if len(left) != 1:
        raise KnownFileError(
            f"It is not clear what the columns of '{shown}' hold.",
            "Its first row has no heading that is known, and it has several columns.",
            "Put a first row above them, such as: value, kind, role, person.",
        )
    return _Columns(value=left[0], kind=kind, role=role)


def _is_role(cell: str) -> bool:
    from folkmoot.redaction.pseudonyms import plain_role

    return plain_role(cell) in set(Role)


def _known_in(cells: Sequence[str], columns: _Columns, shown: str, number: int) -> Iterator[Known]:
    def at(place: int | None) -> str:
        return cells[place] if place is not None and place < len(cells) else ""

    role, person = at(columns.role), at(columns.person)
    named = (
        " ".join(part for part in (at(columns.title), at(columns.given), at(columns.surname)) if part) if columns.given is not None else ""
    )
    wide = [(at(place), kind) for place, kind in columns.kinds if at(place)]
    whole = next((value for value, kind in wide if kind is Kind.NAME), "")
    alone = named or whole
    if named:
        yield Known(named, Kind.NAME, role, person or named)
    if at(columns.value):
        yield Known(at(columns.value), _kind(at(columns.kind), at(columns.value), shown, number, columns.kind), role, person)
    elif at(columns.kind) and not wide:
        raise KnownFileError(f"Row {number} of '{shown}' has a kind and no value.", "", "Fill in the value, or take the row out.")
    several = len(wide) > 1 or bool(named)
    for value, kind in wide:
        yield Known(value, kind, role, person or (alone if several else ""))


def _kind(written: str, value: str, shown: str, number: int, column: int | None) -> Kind:
    if not written:
        return told_kind(value)
    kind = _KIND_WORDS.get(_heading(written)) or _KIND_WORDS.get(_heading(written).removesuffix("s"))
    if kind is None:
        raise KnownFileError(
            f"Row {number}, column {(column or 0) + 1} of '{shown}': '{written}' is not a kind of value.", "",
            f"Use one of: {', '.join(each.value.replace('_', ' ') for each in Kind)}.",
        )  # fmt: skip
    return kind


def told_kind(value: str) -> Kind:
    """The kind of a value whose kind was not given: what has no shape of a number or an address is a name."""
    plain = re.sub(r"[\s-]", "", value)
    ranked = parse(value)
    if ranked.role and ranked.names:
        return Kind.NAME
    if re.fullmatch(r"[^\s@]+@[^\s@]+\.\w+", value):
        return Kind.EMAIL
    if value.startswith("@"):
        return Kind.HANDLE
    if re.match(r"https?://|www\.", value):
        return Kind.URL
    if postcode(value):
        return Kind.POSTCODE
    if phone(value):
        return Kind.PHONE
    if ni_number(value):
        return Kind.NI_NUMBER
    if re.fullmatch(r"[A-Z]{2}\d{2}[A-Z]{3}|[A-Z]\d{1,3}[A-Z]{3}|[A-Z]{3}\d{1,3}[A-Z]", plain):
        return Kind.VEHICLE
    if any(date.year and date.day and date.end - date.start > 0.7 * len(value) for date in dates_in(value)):
        return Kind.DATE_OF_BIRTH
    if (
        re.search(r"^\d{1,4}[A-Za-z]?,? +\D|\d[A-Z]{2}$|^(?:flat|apartment|unit) ", value, re.I)
        and len(value.split()) > 1
        and not value.isdigit()
    ):
        return Kind.ADDRESS
    return Kind.REFERENCE if re.search(r"\d", plain) and not re.search(r"[A-Za-z]{3,}\s", value) else Kind.NAME
