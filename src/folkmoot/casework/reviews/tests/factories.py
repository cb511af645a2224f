"""Lists of references, rounds drawn from them, and people who read them."""

from datetime import date

from django.test import Client

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant
from folkmoot.casework.reviews import drawing, operations
from folkmoot.casework.reviews.drawing import Wanted
from folkmoot.casework.reviews.models import ReviewRound
from folkmoot.casework.reviews.queries import get_case, questions_of
from folkmoot.foundation.tables.table import Row, Table

COLUMNS = ("URN", "Ethnicity", "Sex")
ETHNICITIES = ("White", "White", "White", "Black", "Asian")


def rows(number: int = 60) -> list[tuple[str, str, str]]:
    return [(f"45CX{place:06}26", ETHNICITIES[place % 5], ("Male", "Female")[place % 2]) for place in range(number)]


def table(found=None, columns=COLUMNS) -> Table:
    held = tuple(Row(number, tuple(values)) for number, values in enumerate(found or rows(), 2))
    return Table(columns, held, "", (), "utf-8", ",", ())


def csv_bytes(found=None) -> bytes:
    return "\n".join(",".join(row) for row in [COLUMNS, *(found or rows())]).encode()


def client_of(viewer: Viewer) -> Client:
    client = Client()
    client.force_login(account(f"{viewer.name.lower().replace(' ', '.')}@example.org", viewer.name))
    return client


def lawyer(name: str = "Sam Okafor") -> Viewer:
    who = account(f"{name.lower().replace(' ', '.')}@example.org", name)
    if not who.grants.exists():
        grant(who, Role.LAWYER, [area()])
    return viewer_for(who, TODAY)


def drawn(number: int = 10, found=None, **over):
    wanted = {"reference": "URN", "facts": ("Ethnicity", "Sex"), "number": number, "title": "Charging, summer"}
    return drawing.draw(table(found), Wanted(**(wanted | over)), at=NOW)


def round_of(number: int = 10, by: Viewer | None = None, **over) -> ReviewRound:
    return operations.keep_round(
        by=by or lawyer(), at=NOW, area=area(), title="Charging, summer", from_on=date(2025, 6, 1), to_on=date(2025, 8, 31),
        drawn=drawn(number, **over), reference_column="URN",
    )  # fmt: skip


def given(row: ReviewRound, **over) -> dict[str, str]:
    return {one.key: "yes" for one in questions_of(row)} | over


def read(case, by: Viewer, answers=None, remarks=None):
    """Take a case and lock one's answers."""
    reading = operations.take_case(by=by, at=NOW, case=get_case(by, case.pk), took_no_part=True)
    answers = answers or given(case.round)
    why = {key: "It was not looked at anywhere in the review." for key, value in answers.items() if value == "no"}
    return operations.lock_answers(by=by, at=NOW, reading=reading, answers=answers, remarks=why | (remarks or {}))


def read_by_two(row: ReviewRound, answers=None) -> None:
    """Every case read by two who agree; `answers` says of a case what they answer."""
    for case in row.cases.all():
        for name in ("Sam Okafor", "Ada Price"):
            read(case, lawyer(name), answers(case) if answers else None)
