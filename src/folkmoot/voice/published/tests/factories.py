"""Invented entries of “You said, we did”."""

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, icem
from folkmoot.voice.models import Point
from folkmoot.voice.published import operations
from folkmoot.voice.published.models import Edition, Entry
from folkmoot.voice.published.queries import check_before_leaving
from folkmoot.voice.queries import ORIGIN
from folkmoot.voice.tests.factories import action_from, answer, point

TEXTS = {
    "title": "Hearing back after a report", "you_said": "People report hate crime, and nobody tells them what came of it.",
    "we_did": "Every reporter will get a letter within ten days.", "shown_by": "",
}  # fmt: skip
WELSH = {
    "title": "Clywed yn ôl ar ôl adrodd", "you_said": "Mae pobl yn adrodd am droseddau casineb heb glywed dim wedyn.",
    "we_did": "Bydd pawb sy’n adrodd yn cael llythyr o fewn deg diwrnod.", "shown_by": "",
}  # fmt: skip


def wales():
    return area("cymru-wales", "Cymru-Wales")


def lead(of=None, email: str = "priya.chandran@example.org", name: str = "Priya Chandran") -> Viewer:
    """The second person."""
    who = account(email, name)
    if not who.grants.exists():
        grant(who, Role.LEAD, [of or area()])
    return viewer_for(who, TODAY)


def planned_point(by: Viewer | None = None, **over: object) -> Point:
    """A point that was answered, with an action that is planned."""
    said = point(by=by, **over)
    answer(said, by=by)
    action_from(said, by=by)
    return said


def entry(of: Point | None = None, by: Viewer | None = None, **over: object) -> Entry:
    """An entry on a point (by default one that is planned) with its English version."""
    by, of = by or icem(), of or planned_point(by=by)
    made = operations.prepare_entry(by=by, at=NOW, area=of.area, origin_kind=ORIGIN, origin_id=of.pk)
    write(made, by=by, **over)
    return made


def write(of: Entry, which: str = "en", by: Viewer | None = None, **over: object) -> None:
    texts = {**(WELSH if which.endswith("cy") else TEXTS), **over}
    operations.write_version(by=by or icem(), at=NOW, edition=edition(of), which=which, **texts)


def edition(of: Entry) -> Edition:
    return Edition.objects.select_related("entry__area").filter(entry=of).order_by("-number")[0]


def agreed(of: Entry, by: Viewer | None = None, second: Viewer | None = None) -> Entry:
    operations.submit(by=by or icem(), at=NOW, edition=edition(of))
    seen = check_before_leaving(edition(of), today=TODAY).hash
    operations.agree(by=second or lead(), at=NOW, edition=edition(of), seen_hash=seen)
    return of


def published(of: Entry | None = None, by: Viewer | None = None, second: Viewer | None = None) -> Entry:
    made = agreed(of or entry(by=by), by=by, second=second)
    operations.publish(by=by or icem(), at=NOW, edition=edition(made))
    return made
