"""Invented packs at every stage, made by the operations that people use."""

from datetime import timedelta

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, icem
from folkmoot.panels.papers.keeping import Upload
from folkmoot.scrutiny.draws.models import DrawnCase
from folkmoot.scrutiny.draws.tests.factories import drawn as a_draw
from folkmoot.scrutiny.packs import operations
from folkmoot.scrutiny.packs.documents import job, process
from folkmoot.scrutiny.packs.documents.models import PackDocument
from folkmoot.scrutiny.packs.documents.operations import add_document
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.packs.rules import CHECK_CODES
from folkmoot.scrutiny.packs.summary.operations import write_summary

FACTS = {
    "kind_of_case": "Harassment of a neighbour", "happened": "Over four weeks the defendant shouted abuse across a fence.",
    "decision": "charge", "outcome": "Guilty plea; fined", "vps": "yes", "impact_statement": "no",
}  # fmt: skip
TITLE = "A neighbour dispute with racist abuse"
UNTIL = NOW + timedelta(days=20)
TEXT = "Baljit Kaur said that Sam Hope shouted at her.\nShe gave her number, 07700 900123.\nHope was all that she had."


def staff(role: Role, email: str, name: str) -> Viewer:
    who = account(email, name)
    if not who.grants.exists():
        grant(who, role, [area()])
    return viewer_for(who, TODAY)


def lead() -> Viewer:
    return staff(Role.LEAD, "ifor.lead@example.org", "Ifor Lead")


def lawyer() -> Viewer:
    return staff(Role.LAWYER, "lena.law@example.org", "Lena Law")


def other_icem() -> Viewer:
    return staff(Role.ICEM, "mo.icem@example.org", "Mo Icem")


def account_of(viewer: Viewer) -> Account:
    return Account.objects.get(pk=viewer.account_id)


def drawn() -> DrawnCase:
    return DrawnCase.objects.filter(pack__isnull=True).select_related("draw__panel", "case").first() or _from_a_draw()


def _from_a_draw() -> DrawnCase:
    row: DrawnCase = a_draw().drawn.select_related("draw__panel", "case").first()
    return row


def pack(level: str = "summary", title: str = TITLE) -> Pack:
    return operations.begin_pack(by=icem(), at=NOW, drawn=drawn(), level=level, title=title)


def written(level: str = "summary") -> Pack:
    """A pack with its summary, ready for review."""
    row = pack(level)
    write_summary(by=icem(), at=NOW, pack=row, values=FACTS)
    return row


def document(
    of: Pack, text: str = TEXT, *, spans: tuple[tuple[str, str, str], ...] | None = None, what: str = "A statement"
) -> PackDocument:
    """A document that was read. `spans`: words, kind and replacement, at the first place where the words stand."""
    row = add_document(by=icem(), at=NOW, pack=of, what=what, upload=Upload("KAUR Baljit MG11.txt", text.encode()))
    found = FOUND if spans is None else spans
    job.keep(row, read_as(text, found), NOW)
    row.refresh_from_db()
    return row


FOUND = (("Baljit Kaur", "name", "Victim A"), ("Sam Hope", "name", "Defendant A"), ("07700 900123", "phone", "[phone number 1]"))


def read_as(text: str, spans: tuple[tuple[str, str, str], ...]) -> process.Read:
    suggestions = tuple(
        process.Suggested(text.index(words), text.index(words) + len(words), kind, replacement, 0.9, "known full name")
        for words, kind, replacement in spans
    )
    return process.Read(text, "txt", 1, (("metadata", "file", 1),), suggestions, "", False)


def submitted(level: str = "summary") -> Pack:
    row = written(level)
    operations.submit(by=icem(), at=NOW, pack=row)
    row.refresh_from_db()
    return row


def reviewed(row: Pack, *by: Viewer) -> Pack:
    for viewer in by:
        operations.review(by=viewer, at=NOW, pack=row, cleared=True, checked=CHECK_CODES)
    row.refresh_from_db()
    return row


def released(level: str = "summary") -> Pack:
    row = reviewed(submitted(level), lead(), lawyer())
    operations.release(by=lead(), at=NOW, pack=row, expires_at=UNTIL)
    row.refresh_from_db()
    return row
