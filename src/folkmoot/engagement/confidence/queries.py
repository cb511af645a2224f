"""Reading question sheets and what their answers add up to. Single answers are read by nobody."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from folkmoot.accounts.scope import NOBODY, Viewer, within
from folkmoot.characteristics.models import Category
from folkmoot.characteristics.queries import list_categories
from folkmoot.characteristics.rules import Kind
from folkmoot.engagement.confidence.models import Reply, Sheet
from folkmoot.engagement.confidence.rules import QUESTIONS, Change, Part, change_of, is_open, parts_of
from folkmoot.engagement.models import Activity


@dataclass(frozen=True)
class Asked:
    """A question sheet, how many answered, and what their answers add up to once no more are taken.

    While answers come in, `change` is None and `parts` (by what else was asked, of the answers after) is empty: what was shown before an
    answer and after it would differ by that answer alone.
    """

    sheet: Sheet
    words: str
    before: int
    after: int
    change: Change | None
    parts: list[Part]


def asked_at(viewer: Viewer, activity: Activity, *, today: date) -> Asked | None:
    """What was asked at an activity in sight, or None where nothing was."""
    sheets = within(viewer, Sheet.objects.filter(activity=activity), "engagement.read", area="activity__area_id")
    sheet = sheets.select_related("activity").first()
    if sheet is None:
        return None
    given = dict(Reply.objects.filter(sheet=sheet).values_list("phase").annotate(Count("pk")).order_by())
    change, parts = (None, []) if open_on(sheet, today) else _results(sheet)
    return Asked(sheet, QUESTIONS[sheet.question], given.get("before", 0), given.get("after", 0), change, parts)


def open_on(sheet: Sheet, day: date) -> bool:
    """Whether a sheet takes answers on a day. Once it does not, it never does again, so its results stay as they are."""
    return is_open(until=sheet.until, stopped=sheet.stopped_at is not None, today=day)


def _results(sheet: Sheet) -> tuple[Change, list[Part]]:
    said = list(Reply.objects.filter(sheet=sheet).select_related("category").order_by("category__order", "pk"))
    answers = {phase: [row.answer for row in said if row.phase == phase] for phase in Reply.Phase.values}
    after = [(row.category.name if row.category else None, row.answer) for row in said if row.phase == Reply.Phase.AFTER]
    return change_of(answers["before"], answers["after"]), parts_of(after) if sheet.characteristic else []


@dataclass(frozen=True)
class Open:
    """A sheet as the public page asks it: in which phase, and with which categories (none where nothing else is asked)."""

    sheet: Sheet
    phase: str
    words: str
    categories: list[Category]


def open_sheet(token: str, today: date) -> Open | None:
    """The sheet that a link opens today, or None, whatever the reason."""
    for phase, column in (("before", "before_token"), ("after", "after_token")):
        sheet = Sheet.objects.select_related("activity").filter(**{column: token}).first()
        if sheet:
            found = Open(sheet, phase, QUESTIONS[sheet.question], _categories(sheet))
            return found if open_on(sheet, today) else None
    return None


def _categories(sheet: Sheet) -> list[Category]:
    """The answers, without those that stand for no answer: the page offers its own “prefer not to say”."""
    if not sheet.characteristic:
        return []
    return list(list_categories(NOBODY, sheet.characteristic).filter(kind=Kind.ANSWER))
