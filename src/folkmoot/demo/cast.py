"""The invented people one can sign in as, and where each works."""

from dataclasses import dataclass

from folkmoot.accounts.rules import Role

PASSWORD = "marigold-lantern-42"  # noqa: S105  a password for invented people, printed on the demo's own sign-in page


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    role: Role
    area: str = ""  # code of the Area; empty for the whole of England and Wales
    listed: bool = True  # shown on the sign-in page of the demo


ICEMS: dict[str, str] = {
    "cymru-wales": "Nia Rowe",
    "east-midlands": "Jaspreet Gill",
    "east-of-england": "Maya Fenwick",
    "london-north": "Tunde Akande",
    "london-south": "Claire Osei",
    "mersey-cheshire": "Bernadette Kirwan",
    "north-east": "Alan Thirlwell",
    "north-west": "Sumaira Iqbal",
    "south-east": "Polly Hartnoll",
    "south-west": "Denzil Pascoe",
    "thames-and-chiltern": "Radha Menon",
    "wessex": "Gwen Lovelock",
    "west-midlands": "Marlon Pryce",
    "yorkshire-and-humberside": "Hannah Sykes",
}
STAFF = ("Adaeze Cole", "Bryn Tudor", "Carmen Yates", "Dafydd Orme", "Esme Larkin", "Fergus Boyle", "Gita Sandhu", "Hal Whitmore")
LEADS: dict[str, str] = {"cymru-wales": "Emrys Vaughan", "east-of-england": "Priya Chandran"}


def _address(name: str) -> str:
    return name.lower().replace(" ", ".") + "@example.org"


def people() -> list[Person]:
    """Everyone of the cast; the first ones are those the sign-in page lists."""
    named = [
        Person("Maya Fenwick", _address("Maya Fenwick"), Role.ICEM, "east-of-england"),
        Person("Nia Rowe", _address("Nia Rowe"), Role.ICEM, "cymru-wales"),
        Person("Priya Chandran", _address("Priya Chandran"), Role.LEAD, "east-of-england"),
        Person("Leo Marchetti", _address("Leo Marchetti"), Role.COMMS, "east-of-england"),
        Person("Sian Bevan", _address("Sian Bevan"), Role.STAFF, "cymru-wales"),
        Person("Ines Marlow", _address("Ines Marlow"), Role.LAWYER, "east-of-england"),
        Person("Owen Achebe", _address("Owen Achebe"), Role.HQ),
        Person("Ingrid Solheim", _address("Ingrid Solheim"), Role.HQ),
        Person("Duncan Keel", _address("Duncan Keel"), Role.HQ, listed=False),
        Person("Farah Nadeem", _address("Farah Nadeem"), Role.ANALYST),
        Person("Gareth Hume", _address("Gareth Hume"), Role.HR),
        Person("Ruth Adeyemi", _address("Ruth Adeyemi"), Role.PANEL_MEMBER),
        Person("Baroness Elspeth Orr", "elspeth.orr@example.org", Role.GOVERNANCE_MEMBER),
        Person("Tomasz Wilk", _address("Tomasz Wilk"), Role.INSPECTOR),
        Person("Dot Ainsley", _address("Dot Ainsley"), Role.ADMINISTRATOR),
    ]
    seen = {person.name for person in named}
    others = [Person(name, _address(name), Role.ICEM, area, listed=False) for area, name in ICEMS.items() if name not in seen]
    leads = [Person(name, _address(name), Role.LEAD, area, listed=False) for area, name in LEADS.items() if name not in seen]
    staff = [Person(name, _address(name), Role.STAFF, "east-of-england", listed=False) for name in STAFF]
    return named + others + leads + staff
