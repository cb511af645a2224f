"""What is finished at the desk after some activities: who came, what was handed out, who of us took part; a paper, a question sheet."""

from datetime import datetime, timedelta

from django.utils import timezone

from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.areas.models import Area
from folkmoot.characteristics.models import Category
from folkmoot.engagement.confidence.models import Sheet
from folkmoot.engagement.confidence.operations import make_sheet, take_answer
from folkmoot.engagement.finishing.operations import Counted, TookPart, Used, set_headcounts, set_resources
from folkmoot.engagement.models import Activity
from folkmoot.engagement.papers.operations import add_paper

SMALLEST_CROWD = 12
BEFORE = ("not_at_all",) * 4 + ("not_very",) * 9 + ("fairly",) * 7 + ("very",) * 2 + ("unknown",) * 2
AFTER = ("not_at_all",) * 2 + ("not_very",) * 5 + ("fairly",) * 13 + ("very",) * 5 + ("unknown",) * 1
NOTE = b"Notes of the meeting (fictional).\n\nThe group asked for an interpreter, for plain letters, and to be told what came of it.\n"


class Desk:
    """Finishing at the desk in one Area. One of the activities gets a paper, and one a question asked before and after."""

    def __init__(self, area: Area, *, by: Viewer) -> None:
        self.area, self.by = area, by
        self.done = 0

    def finish(self, at: datetime, activity: Activity) -> None:
        """What is known of one recorded activity beyond the contact itself."""
        self.done += 1
        if self.done % 2 == 0 and (activity.headcount or 0) >= SMALLEST_CROWD:
            self._count(at, activity)
        if self.done % 3 == 0:
            used = [Used("leaflet", 40, "English"), Used("leaflet", 12, "Polish"), Used("slides", 1, "English", "bsl")]
            parts = [TookPart("Crown Court unit", 2, "Senior Crown Prosecutor"), TookPart("Victim liaison", 1)]
            activity.refresh_from_db()
            set_resources(by=self.by, at=at, activity=activity, used=used, parts=parts, staff=[], partners=[])
        if self.done == 4:
            add_paper(by=self.by, at=at, activity=activity, file_name="notes.txt", data=NOTE, title="Notes of the meeting")

    def ask(self, at: datetime, activity: Activity) -> None:
        """A question by a link without a name: some answered before, some after; nobody knows whether they are the same."""
        until = timezone.localdate(at) + timedelta(days=20)
        sheet = make_sheet(by=self.by, at=at, activity=activity, question="prosecuting", until=until, characteristic="sex")
        sexes = list(Category.objects.filter(scheme__code="sex", kind="answer").order_by("code"))
        for phase, answers in (("before", BEFORE), ("after", AFTER)):
            self._answer(sheet, phase, answers, sexes, at)

    def _count(self, at: datetime, activity: Activity) -> None:
        groups = Category.objects.filter(scheme__code="ethnicity-census-2021", kind="group").in_bulk(field_name="pk").values()
        by_code = {group.code: group for group in groups}
        crowd = activity.headcount or 0
        counts = [Counted(by_code[code], crowd * share // 100, "said") for code, share in (("W", 50), ("B", 24), ("A", 16))]
        activity.refresh_from_db()
        set_headcounts(by=self.by, at=at, activity=activity, counts=[each for each in counts if each.people])

    def _answer(self, sheet: Sheet, phase: str, answers: tuple[str, ...], sexes: list[Category], at: datetime) -> None:
        for number, answer in enumerate(answers):
            take_answer(
                by=THE_PRODUCT, at=at, sheet=sheet, phase=phase, answer=answer, mark=f"{phase}{number}", category=sexes[number % len(sexes)]
            )
