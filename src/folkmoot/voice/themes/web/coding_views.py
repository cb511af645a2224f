"""Coding one point after another, at the speed of the keyboard; without script as boxes and “Save and next”."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, chosen_area
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.characteristics.models import Scheme
from folkmoot.characteristics.web.presenters import CHARACTERISTICS
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused
from folkmoot.voice.models import LongWords, Point
from folkmoot.voice.themes import operations
from folkmoot.voice.themes.models import Coding, Reading, Suggester, Suggestion, Theme
from folkmoot.voice.themes.queries import codable, codings_of, last_reading, themes_in_use
from folkmoot.voice.themes.rules import keys_for
from folkmoot.voice.themes.suggesting.operations import suggest
from folkmoot.voice.themes.web.forms import CodingForm

MOST_SKIPPED = 60
# Whom a case file describes, not what a comment is about.
NOT_SAID = frozenset({"ethnicity_officer_perceived"})
SAID = "#said"  # where the page opens: the words at the top of the screen, the list below them
COLUMNS = 3  # of boxes, so that what was said and the whole list stand on one screen


@dataclass(frozen=True)
class Box:
    """One box of the page. `key` ticks it, where there is script; `suggested` says that nobody has accepted it yet."""

    value: str
    name: str | Promise
    key: str
    ticked: bool
    suggested: bool = False
    local: bool = False
    definition: str = ""


@may("voice.write")
@transaction.atomic
def coding(request: HttpRequest, point_id: int | None = None) -> HttpResponse:
    """The point asked for, or the next one nobody has coded; saving leads to the next."""
    viewer = request.viewer
    areas = areas_for(viewer, "voice.write", today=timezone.localdate(request.at))
    area = chosen_area(request.GET, areas)
    skipped = skipped_in(request)
    waiting = _queue(viewer, area.pk if area else None)
    point = _asked_for(viewer, point_id) if point_id else waiting.exclude(pk__in=skipped).first()
    kept = ({"area": area.code} if area else {}) | ({"skipped": ",".join(map(str, skipped))} if skipped else {})
    if point is None:
        return render(request, "voice/coding_done.html", {"areas": areas, "area": area, "skipped": skipped, "back": _before(viewer, None)})
    audit.consulted(by=viewer, at=request.at, rows=[point], route=request.path)
    suggester, suggestions = suggest(by=viewer, at=request.at, point=point)
    codings = codings_of(viewer, [point.pk]).get(point.pk, [])
    themes = _themes(point, codings, request)
    form = _form(request, point, codings, themes, suggester)

    def do(values: dict[str, Any]) -> str:
        beside = Suggester.objects.filter(pk=values.pop("beside") or 0).first()
        operations.code(by=viewer, at=request.at, point=point, beside=beside, **values)
        return _address("voice:coding", kept) + SAID

    page = _page(request, point, form, themes, suggestions) | {"codings": codings, "areas": areas, "area": area}
    page |= {"left": waiting.count(), "skip": _address("voice:coding", kept | {"skipped": ",".join(map(str, [*skipped, point.pk]))}) + SAID}
    page |= {"before": _before(viewer, point), "last": _last(viewer), "here": _address("voice:coding-point", kept, point.pk)}
    return form_page(request, form, title=_("Code by hand"), back="", do=do, template="voice/coding.html", point=point, **page)


def _queue(viewer: Any, area_id: int | None) -> Any:
    """Points nobody went through with the list: those without any coding first, and of these the latest said."""
    read = Reading.objects.filter(point=OuterRef("pk"), blind=False, undone_at__isnull=True)
    live = Coding.objects.filter(point=OuterRef("pk"), ended_at__isnull=True)
    rows = codable(viewer).exclude(Exists(read)).annotate(has=Exists(live)).select_related("area")
    rows = rows.filter(area_id=area_id) if area_id else rows
    return rows.order_by("has", "-said_on", "-pk")


def skipped_in(request: HttpRequest) -> list[int]:
    """The points passed over, read from the address; only the last of many are kept, so that it stays short."""
    found = [int(each) for each in request.GET.get("skipped", "").split(",") if each.isdecimal() and len(each) < 16]
    return found[-MOST_SKIPPED:]


def _asked_for(viewer: Any, point_id: int) -> Point:
    point: Point | None = codable(viewer).select_related("area").filter(pk=point_id).first()
    if point is None:
        raise Http404
    return point


def _themes(point: Point, codings: list[Coding], request: HttpRequest) -> list[Theme]:
    """The themes in use in the point's Area, and any it bears that is no longer in use."""
    usable = list(themes_in_use(request.viewer, area_id=point.area_id, on=timezone.localdate(request.at)))
    return usable + [each.theme for each in codings if each.theme not in usable]


def characteristics_known() -> list[tuple[str, str | Promise]]:
    """The characteristics that a point may bear on, in the order of the Equality Act's list."""
    held = set(Scheme.objects.filter(withdrawn_on__isnull=True).values_list("characteristic", flat=True)) - NOT_SAID
    return [(code, words) for code, words in CHARACTERISTICS.items() if code in held]


def _form(request: HttpRequest, point: Point, codings: list[Coding], themes: list[Theme], suggester: Suggester) -> CodingForm:
    first = {
        "themes": [each.theme_id for each in codings], "seen": last_reading(point), "beside": suggester.pk,
        "characteristics": list(point.equality.values_list("characteristic", flat=True)),
        "none_fits": not codings and last_reading(point) > 0,
    }  # fmt: skip
    usable = [theme.pk for theme in themes]
    return CodingForm(request.POST or None, initial=started(**first), themes=usable, characteristics=characteristics_known())


def _page(request: HttpRequest, point: Point, form: CodingForm, themes: list[Theme], suggestions: list[Suggestion]) -> dict[str, Any]:
    suggested = {each.theme_id for each in suggestions if each.outcome == Suggestion.Outcome.WAITING}
    return {
        **boxes_of(form, themes, suggested),
        "suggested": [each.theme for each in suggestions if each.theme_id in suggested],
        "seen_now": last_reading(point),
        "long_words": LongWords.objects.filter(point=point).values_list("words", flat=True).first() or "",
        "suggester": suggestions[0].suggester if suggestions else None,
    }


def boxes_of(form: CodingForm, themes: list[Theme], suggested: set[int]) -> dict[str, Any]:
    """The boxes of a form as it stands, with their keys."""
    ticked = {str(each) for each in form["themes"].value() or []}
    about = set(form["characteristics"].value() or [])
    boxes = [
        Box(str(theme.pk), theme.name, key, str(theme.pk) in ticked, theme.pk in suggested, theme.area_id is not None, theme.definition)
        for theme, key in zip(themes, keys_for(len(themes)), strict=True)
    ]
    whom = [
        Box(code, words, f"e{key}", code in about)
        for (code, words), key in zip(form.fields["characteristics"].choices, keys_for(99), strict=False)
    ]
    none_ticked = bool(form["none_fits"].value())
    return {"boxes": boxes, "columns": in_columns(boxes), "about": in_columns(whom), "none_ticked": none_ticked}


def in_columns(boxes: list[Box]) -> list[list[Box]]:
    """The boxes in their order, down one column after another."""
    high = -(-len(boxes) // COLUMNS) or 1
    return [boxes[at : at + high] for at in range(0, len(boxes), high)]


def _before(viewer: Any, point: Point | None) -> str:
    """Where the point lies that this person coded before the one on the screen; empty where there is none."""
    mine = Reading.objects.filter(by=viewer.account_id, blind=False, undone_at__isnull=True).order_by("-pk")
    here = mine.filter(point=point).first() if point else None
    earlier = (mine.filter(pk__lt=here.pk) if here else mine).first()
    return reverse("voice:coding-point", args=[earlier.point_id]) + SAID if earlier else ""


def _last(viewer: Any) -> Reading | None:
    """What this person saved last, if it still counts: it can be undone."""
    mine = Reading.objects.filter(by=viewer.account_id, blind=False).order_by("-pk").first()
    return mine if mine and mine.undone_at is None else None


@may("voice.write")
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Undo what this person saved last, and show that point again."""
    reading = _last(request.viewer)
    is_it = reading is not None and str(reading.pk) == request.POST.get("reading")
    if reading is None or not is_it or not codable(request.viewer).filter(pk=reading.point_id).exists():
        messages.error(request, _("There is nothing of yours to undo."))
        return redirect("voice:coding")
    try:
        operations.undo(by=request.viewer, at=request.at, reading=reading)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("voice:coding")
    messages.success(request, _("Your last coding was taken back. The point is shown again."))
    return redirect("voice:coding-point", reading.point_id)


def _address(name: str, asked: dict[str, str], *args: int) -> str:
    return reverse(name, args=args) + (f"?{urlencode(asked)}" if asked else "")
