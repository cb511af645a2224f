"""The pages of what communities said."""

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.choices import areas_for, choose_area, chosen_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.queries import state_of_row
from folkmoot.actions.web.origins import origin_of
from folkmoot.actions.web.presenters import line_of as line_of_action
from folkmoot.foundation import audit
from folkmoot.voice import operations, queries
from folkmoot.voice.equality import characteristic_choices, offered
from folkmoot.voice.issues.queries import actions_for, issues, issues_about
from folkmoot.voice.languages import LANGUAGES
from folkmoot.voice.models import EqualityCode, LongWords, Point
from folkmoot.voice.naming import personal_in
from folkmoot.voice.published.queries import entries_of
from folkmoot.voice.rules import promise_late, standing_of
from folkmoot.voice.web import filters
from folkmoot.voice.web.answering import address_of, in_sight
from folkmoot.voice.web.forms import IDENTIFIER_WORDS, STAND_ALONE, ChangePointForm, EqualityForm, NewPointForm
from folkmoot.voice.web.presenters import STANDING_WORDS, STATE_WORDS, codes_in_words, line_of, share_in_words, told_words
from folkmoot.webkit.paging import Pages

A_PAGE = 50
A_PART = 20_000  # characters of long words on one page
# Where points come from that do not stand alone.
ORIGINS_OFFERED = [
    ("engagement.activity", _("An activity")), ("engagement.conversation", _("A conversation with staff")),
    ("engagement.bulletin", _("A reply to a casework bulletin")), ("voice.form", _("A form of ours")),
]  # fmt: skip


@may("voice.read")
@transaction.atomic
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = areas_for(viewer, "voice.read", today=today)
    area = chosen_area(request.GET, areas)
    asked = filters.read(request.GET, today)
    first, last = asked.first or filters.year_before(today), asked.last or today
    share = queries.share_of_concerns(viewer, area_id=area.pk if area else None, first=first, last=last)
    page = Pages(queries.list_points(viewer, **asked.conditions(area, today)), A_PAGE).get_page(request.GET.get("page"))
    audit.consulted(by=viewer, at=request.at, rows=page.object_list, route=request.path)
    return render(
        request,
        "voice/list.html",
        {
            "page": page,
            "lines": [line_of(point, today) for point in page.object_list],
            "asked": asked,
            "areas": areas,
            "area": area,
            "states": STATE_WORDS.items(),
            "natures": Point.Nature.choices,
            "origins": [*ORIGINS_OFFERED, *STAND_ALONE],
            "characteristics": characteristic_choices(),
            "languages": LANGUAGES,
            "visibilities": Point.Visibility.choices if viewer.may("voice.restricted") else (),
            "issue": issues(viewer).filter(pk=asked.issue_id).first() if asked.issue_id else None,
            "share": share_in_words(share, first, last),
            "periods": filters.half_years(today),
            "themes": queries.themes_in_use(viewer, area_id=area.pk if area else None),
            "may_write": viewer.may("voice.write"),
        },
    )


@may("voice.read")
@transaction.atomic
def detail(request: HttpRequest, point_id: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    point = in_sight(request, point_id)
    audit.consulted(by=viewer, at=request.at, rows=[point], route=request.path)
    raised = list(actions_for(viewer, point))
    states = [state_of_row(action, today) for action in raised]
    answers = list(point.answers.select_related("by", "issue").order_by("-on", "-pk"))
    changed_on = queries.facts_of(point).changed_on
    return render(
        request,
        "voice/detail.html",
        {
            "point": point,
            "line": line_of(point, today),
            "told": told_words(point, today),
            "due": queries.due_of(point),
            "standing": STANDING_WORDS[standing_of(answers[0].outcome if answers else None, states)],
            "origin": origin_of(viewer, point.origin_kind, point.origin_id, point.area_id),
            "answers": answers,
            "tellings": point.tellings.select_related("by", "letter").order_by("-on", "-pk"),
            "actions": [line_of_action(action, state, today) for action, state in zip(raised, states, strict=True)],
            "issues": issues_about(viewer, point),
            "codes": codes_in_words(point.equality.select_related("category")),
            "language": dict(LANGUAGES).get(point.language, ""),
            "long": LongWords.objects.filter(point=point).exists(),
            "promise_late": promise_late(nature=point.nature, promise_due=point.promise_due, changed_on=changed_on, today=today),
            "found": [IDENTIFIER_WORDS[kind] for kind in dict.fromkeys(one.kind for one in personal_in(point.words))],
            "may_change": viewer.may("voice.write", point.area_id),
            "may_answer": viewer.may("voice.answer", point.area_id),
            "may_act": viewer.may("actions.write", point.area_id),
            "may_publish": viewer.may("you_said.write", point.area_id),
            "entries": entries_of(viewer, queries.ORIGIN, point.pk, today=today),
        },
    )


@may("voice.read")
@transaction.atomic
def whole(request: HttpRequest, point_id: int) -> HttpResponse:
    """All the words of a long point, part by part."""
    point = in_sight(request, point_id)
    audit.consulted(by=request.viewer, at=request.at, rows=[point], route=request.path)
    kept = LongWords.objects.filter(point=point).first()
    words = kept.words if kept else point.words
    page = Paginator([words[at : at + A_PART] for at in range(0, len(words), A_PART)], 1).get_page(request.GET.get("page"))
    return render(request, "voice/whole.html", {"point": point, "page": page, "part": page.object_list[0], "letters": len(words)})


@may("voice.write")
def new(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    place = place_of_form(request, "voice.write", today=today)
    back = reverse("voice:list") if viewer.may("voice.read") else reverse("home")
    if place is None or place.area is None:
        return choose_area(request, "voice.write", title=_("Record what was said"), back=back, today=today)
    area = place.area
    owners = people_who_may("actions.write", area.pk, today=today)
    form = NewPointForm(request.POST or None, initial=started(said_on=today), owners=owners)

    def do(values: dict[str, Any]) -> str:
        point = operations.record_point(by=viewer, at=request.at, area=area, **values)
        if not queries.points(viewer).filter(pk=point.pk).exists():
            return back
        promised = point.nature == Point.Nature.PROMISE and viewer.may("actions.write", area.pk)
        return reverse("voice:action", args=[point.pk]) if promised else address_of(point)

    return form_page(request, form, title=_("Record what was said"), lead=place.words, back=back, do=do, done=_("The point was recorded."))


@may("voice.write")
def change(request: HttpRequest, point_id: int) -> HttpResponse:
    point = in_sight(request, point_id)
    with transaction.atomic():
        audit.consulted(by=request.viewer, at=request.at, rows=[point], route=request.path)
    kept = LongWords.objects.filter(point=point).first()
    now = {name: getattr(point, name) for name in (*operations.CHANGEABLE, "version")} | ({"words": kept.words} if kept else {})
    owners = people_who_may("actions.write", point.area_id, today=timezone.localdate(request.at))
    form = ChangePointForm(request.POST or None, initial=started(**now), owners=owners)

    def do(values: dict[str, Any]) -> str:
        operations.change_point(by=request.viewer, at=request.at, point=point, seen_version=values.pop("version"), **values)
        return address_of(point)

    return form_page(request, form, title=_("Change the point"), back=address_of(point), do=do, done=_("The point was changed."))


@may("voice.write")
def equality(request: HttpRequest, point_id: int) -> HttpResponse:
    """Which characteristics, and which categories of them, the words are about."""
    point = in_sight(request, point_id)
    with transaction.atomic():
        audit.consulted(by=request.viewer, at=request.at, rows=[point], route=request.path)
    held: dict[str, list[str]] = {}
    for code in EqualityCode.objects.filter(point=point):
        held.setdefault(code.characteristic, []).append(str(code.category_id or EqualityForm.WHOLE))
    form = EqualityForm(request.POST or None, initial=started(), offered=offered(request.viewer), held=held)

    def do(values: dict[str, Any]) -> str:
        operations.set_equality(by=request.viewer, at=request.at, point=point, codes=form.codes)
        return address_of(point)

    return form_page(
        request, form, title=_("What it is about: protected characteristics"), back=address_of(point), do=do,
        done=_("What it is about was saved."), template="voice/about_point.html", point=point,
    )  # fmt: skip
