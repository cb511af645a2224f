"""Invented and real places for the tests of published counts."""

from datetime import date
from pathlib import Path

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import NOW
from folkmoot.areas.authorities.operations import load_file
from folkmoot.areas.models import Area, AreaForce, Authority, AuthorityPart, AuthoritySuccession, County, PoliceForce
from folkmoot.areas.operations import load_reference_data as load_places
from folkmoot.census.files import TableFile, open_file
from folkmoot.census.operations import BroughtIn, bring_in
from folkmoot.characteristics.operations import load_reference_data as load_schemes

TODAY = date(2026, 3, 10)
LATE_2021 = date(2021, 12, 31)


def schemes() -> None:
    load_schemes(by=THE_PRODUCT, at=NOW)


FORCES_2024, FORCES_2016 = "geography/lookup_ltla24_csp24_pfa24.csv", "census-2011/Local_Authority_District_to_*2016*.csv"


def real_places(shared_data: Path, *lookups: str) -> None:
    """Areas and forces as they ship, and the authorities of 2016 to 2024 from the published lookups, in this order."""
    load_places(by=THE_PRODUCT, at=NOW)
    for pattern in ("geography/lookup_ltla_ltla.csv", *(lookups or (FORCES_2024,))):
        (path,) = shared_data.glob(pattern)
        load_file(path=path, name=path.name, by=THE_PRODUCT, at=NOW)


def authority(code: str, name: str, starts: date | None = None, ends: date | None = None, county: County | None = None) -> Authority:
    return Authority.objects.create(code=code, name_en=name, kind="district", starts=starts, ends=ends, county=county)


def follows(before: Authority, after: Authority, on: date) -> AuthoritySuccession:
    return AuthoritySuccession.objects.create(from_authority=before, to_authority=after, on=on)


def part(one: Authority, force: PoliceForce, csp: str = "E22000001") -> AuthorityPart:
    return AuthorityPart.objects.create(authority=one, csp_code=csp, csp_name=f"Partnership {csp}", force=force, edition="2024")


def force_of(area: Area, code: str = "fenland", shared: bool = False) -> PoliceForce:
    force, _made = PoliceForce.objects.get_or_create(code=code, defaults={"name_en": code.title(), "kind": "territorial"})
    AreaForce.objects.create(area=area, force=force, shared=shared, basis="stated")
    return force


def open_text(folder: Path, text: str, name: str = "table.csv", source: str = "") -> TableFile:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return open_file(THE_PRODUCT, path, source=source)


def load(path: Path, source: str = "") -> BroughtIn:
    file = open_file(THE_PRODUCT, path, source=source)
    return bring_in(by=THE_PRODUCT, at=NOW, reading=file.reading, file_name=file.name, sha256=file.sha256)


def load_text(folder: Path, text: str, name: str = "table.csv", source: str = "") -> BroughtIn:
    file = open_text(folder, text, name, source)
    return bring_in(by=THE_PRODUCT, at=NOW, reading=file.reading, file_name=file.name, sha256=file.sha256)


def sex_table(rows: dict[str, tuple[int, int]]) -> str:
    """A table of sex as Nomis publishes it: females and males by authority."""
    head = "date,geography,geography code,Sex: All persons; measures: Value,Sex: Female; measures: Value,Sex: Male; measures: Value\n"
    return head + "".join(f"2021,Somewhere,{code},{first + last},{first},{last}\n" for code, (first, last) in rows.items())
