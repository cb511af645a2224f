"""“You said, we did” of two Areas: some published, in Wales in both languages, one waiting for a second person, one that slipped since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.actions.operations import reopen_action
from folkmoot.areas.models import Area
from folkmoot.demo.calendar import Calendar
from folkmoot.voice.models import Point
from folkmoot.voice.published.facts import actions_behind, facts_now
from folkmoot.voice.published.models import Edition, Entry
from folkmoot.voice.published.operations import agree, explain, prepare_entry, publish, submit, write_version
from folkmoot.voice.published.queries import check_before_leaving
from folkmoot.voice.published.rules import SAYABLE
from folkmoot.voice.queries import ORIGIN
from folkmoot.voice.rules import Standing
from folkmoot.voice.themes.queries import theme_named


@dataclass(frozen=True)
class Words:
    """What is said of one theme in one language, as it stands."""

    title: str
    you_said: str
    done: str
    planned: str
    shown_by: str
    cannot: str

    def told(self, standing: Standing) -> dict[str, Any]:
        """The texts of an entry that stands so."""
        done = {Standing.DONE: self.done, Standing.PLANNED: self.planned, Standing.CANNOT: self.cannot}[standing]
        shown = self.shown_by if standing is Standing.DONE else ""
        return {"title": self.title, "you_said": self.you_said, "we_did": done, "shown_by": shown}


CANNOT = "What you asked for is decided by the court and not by us; the courts service knows of it."
CANNOT_CY = "Y llys sy’n penderfynu ar hyn, nid ni; mae’r gwasanaeth llysoedd yn gwybod amdano."
WAITING = "Reporting hate crime"  # waits for the second person
WORDS: dict[str, dict[str, Words]] = {
    "Victims kept informed": {
        "en": Words(
            "Hearing what happens next", "Victims learn of dates and dropped charges too late, in letters that are hard to read.",
            "The first letter goes out within three days and was written anew with community groups.",
            "The first letter to victims will be written anew, together with community groups.",
            "The new letter, to be had on request", CANNOT,
        ),
        "cy": Words(
            "Clywed beth sy’n digwydd nesaf", "Mae dioddefwyr yn clywed am ddyddiadau yn rhy hwyr, mewn llythyrau anodd eu darllen.",
            "Mae’r llythyr cyntaf yn mynd allan o fewn tri diwrnod, ac fe’i hysgrifennwyd o’r newydd gyda grwpiau cymunedol.",
            "Bydd y llythyr cyntaf at ddioddefwyr yn cael ei ysgrifennu o’r newydd gyda grwpiau cymunedol.",
            "Y llythyr newydd, ar gael ar gais", CANNOT_CY,
        ),
    },
    "Special measures at court": {
        "en": Words(
            "Giving evidence with help", "Help such as a screen or an interpreter is offered too late, or not at all.",
            "Prosecutors were briefed and now ask for such help before the first hearing.",
            "All hate crime prosecutors will be briefed to ask for such help early.", "Attendance lists of the briefings", CANNOT,
        ),
        "cy": Words(
            "Rhoi tystiolaeth gyda chymorth", "Mae cymorth fel sgrin neu gyfieithydd yn cael ei gynnig yn rhy hwyr, neu ddim o gwbl.",
            "Cafodd erlynwyr eu briffio, ac maent bellach yn gofyn am gymorth o’r fath cyn y gwrandawiad cyntaf.",
            "Bydd pob erlynydd troseddau casineb yn cael ei friffio i ofyn am gymorth o’r fath yn gynnar.",
            "Rhestrau presenoldeb y sesiynau briffio", CANNOT_CY,
        ),
    },
    "British Sign Language and plain words": {
        "en": Words(
            "Interpreters at our events", "Public events had nobody to interpret, and Easy Read came too late.",
            "Interpreters are booked together with the room.", "An interpreter will be booked for every event when its date is fixed.",
            "The checklist of events with the booking", CANNOT,
        ),
        "cy": Words(
            "Dehonglwyr yn ein digwyddiadau", "Nid oedd neb i ddehongli mewn digwyddiadau cyhoeddus, a daeth Hawdd ei Ddeall yn rhy hwyr.",
            "Mae dehonglwyr yn cael eu trefnu gyda’r ystafell.", "Bydd dehonglydd yn cael ei drefnu pan fydd dyddiad pob digwyddiad yn cael ei bennu.",
            "Rhestr wirio digwyddiadau gyda’r archeb", CANNOT_CY,
        ),
    },
    WAITING: {
        "en": Words(
            "Reporting hate crime", "People who report hate crime do not know what the law says, and hear nothing afterwards.",
            "Three sessions on reporting were held at community centres; one centre now takes reports itself.",
            "Three sessions on reporting will be held at community centres.", "Registers of the three sessions", CANNOT,
        ),
    },
}  # fmt: skip


class Publisher:
    """One Area's page. `by` writes, `second` agrees; in Wales nothing leaves without Welsh."""

    def __init__(self, area: Area, *, by: Viewer, second: Viewer, languages: tuple[str, ...]) -> None:
        self.area, self.by, self.second, self.languages = area, by, second, languages
        self.published: list[Edition] = []

    def publish(self, at: datetime) -> None:
        """One of each theme: what was done before what is planned, and what is planned before what cannot be done."""
        for theme in (each for each in WORDS if each != WAITING):
            for _rank, _pk, point in sorted(self._sayable(at, theme))[:1]:
                edition = self._submitted(at, theme, point)
                agree(by=self.second, at=at, edition=edition, seen_hash=check_before_leaving(edition, today=timezone.localdate(at)).hash)
                publish(by=self.by, at=at, edition=edition)
                self.published.append(edition)

    def _sayable(self, at: datetime, theme: str) -> Iterator[tuple[int, int, Point]]:
        """The points of a theme of which something may be said, each with the rank of how it stands."""
        order = (Standing.DONE, Standing.PLANNED, Standing.CANNOT)
        rows = (
            Point.objects.filter(area=self.area, theme=theme, nature="concern").exclude(origin_kind="voice.form").order_by("-said_on", "pk")
        )
        taken = set(Entry.objects.filter(area=self.area, origin_kind=ORIGIN).values_list("origin_id", flat=True))
        for point in rows:
            standing = self._standing(at, point)
            if point.pk not in taken and standing in SAYABLE:
                yield order.index(standing), -point.pk, point

    def _standing(self, at: datetime, point: Point) -> Standing:
        return facts_now([Entry(area=self.area, origin_kind=ORIGIN, origin_id=point.pk)], today=timezone.localdate(at))[None].standing

    def _submitted(self, at: datetime, theme: str, point: Point) -> Edition:
        today = timezone.localdate(at)
        known = theme_named(theme, area_id=self.area.pk, on=today)
        entry = prepare_entry(by=self.by, at=at, area=self.area, origin_kind=ORIGIN, origin_id=point.pk, theme=known)
        edition, standing = entry.editions.get(), self._standing(at, point)
        for language in self.languages:
            write_version(by=self.by, at=at, edition=edition, which=language, **WORDS[theme][language].told(standing))
        for found in check_before_leaving(_fresh(edition), today=today).unexplained:
            explain(by=self.by, at=at, edition=_fresh(edition), key=found.hit.key, words="General words, and nobody is meant by them")
        submit(by=self.by, at=at, edition=_fresh(edition))
        return _fresh(edition)

    def submit_another(self, at: datetime) -> None:
        """One more, which waits for the second person."""
        for _rank, _pk, point in sorted(self._sayable(at, WAITING))[:1]:
            self._submitted(at, WAITING, point)

    def slip(self, at: datetime) -> None:
        """What was published as done turns out not to last: its action is taken up again."""
        today = timezone.localdate(at)
        for edition in self.published:
            entry = Entry.objects.get(pk=edition.entry_id)
            if facts_now([entry], today=today)[entry.pk].standing is Standing.DONE:
                action = actions_behind(entry)[0]
                reopen_action(
                    by=self.by, at=at, action=action, level="in_progress", reason="The unit has new staff who do not know of it.", on=today
                )
                return


def _fresh(edition: Edition) -> Edition:
    rows = Edition.objects.select_related("entry__area", "entry__theme").prefetch_related("editiontexts", "findingexplaineds", "writers")
    return rows.get(pk=edition.pk)


def enter_published(areas: dict[str, Area], accounts: dict[str, Account], *, calendar: Calendar, first: datetime) -> None:
    """Enter what Wales and the East of England publish into the year."""
    day, until = timezone.localdate(first), calendar.until
    maya, leo, nia, emrys = (
        viewer_for(accounts[f"{name}@example.org"], day) for name in ("maya.fenwick", "leo.marchetti", "nia.rowe", "emrys.vaughan")
    )
    east = Publisher(areas["east-of-england"], by=maya, second=leo, languages=("en",))
    wales = Publisher(areas["cymru-wales"], by=nia, second=emrys, languages=("en", "cy"))
    for days, happening in ((41, wales.publish), (38, east.publish), (13, east.slip), (6, east.submit_another)):
        calendar.enter(until - timedelta(days=days), happening)
