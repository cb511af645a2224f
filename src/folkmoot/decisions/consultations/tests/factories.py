"""Invented consultations."""

from datetime import date, datetime, timedelta

from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.tests.factories import NOW, area, icem
from folkmoot.decisions.consultations import operations
from folkmoot.decisions.consultations.models import Consultation

STATED = {
    "kind": "service", "title_en": "Letters to people who report", "title_cy": "Llythyrau",
    "proposal_en": "We would write to everybody who reports.",
    "open_to_change": "When we write, and in which words.", "ways_en": "Write to us, ring, or come to the meeting.",
}  # fmt: skip


def consultation(
    by: Viewer | None = None, *, first: date | None = None, at: datetime = NOW, opened: bool = True, **over: object
) -> Consultation:
    opens_on = first or at.date() - timedelta(days=30)
    values = {"area": area(), "opens_on": opens_on, "closes_on": opens_on + timedelta(days=40), **STATED, **over}
    row = operations.plan_consultation(by=by or icem(), at=at, **values)
    if opened:
        operations.add_document(by=by or icem(), at=at, consultation=row, title="The letter", address="https://example.org/letter.pdf")
        operations.open_consultation(by=by or icem(), at=at, consultation=row)
    return row


def answer(to: Consultation, by: Viewer | None = None, *, at: datetime = NOW, number: int = 1, theme: str = "Easy Read") -> None:
    said = [{"words": f"Please write it so that I can read it. {place}", "nature": "concern", "theme": theme} for place in range(number)]
    operations.log_answer(by=by or icem(), at=at, consultation=to, channel="letter", on=at.date(), said=said, who="Jo Bloggs")
