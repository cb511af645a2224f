"""A second, blind coding; how far coders agree; and what people made of the suggestions."""

import secrets
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.foundation import audit
from folkmoot.voice.themes.agreement.operations import code_again, draw
from folkmoot.voice.themes.agreement.queries import coded_twice, could_be_drawn, to_code_again
from folkmoot.voice.themes.agreement.rules import on_all, on_theme, themes_chosen
from folkmoot.voice.themes.queries import themes_in_use
from folkmoot.voice.themes.suggesting.queries import changed_readings, changes_of_suggestions, suggesters, what_changed
from folkmoot.voice.themes.web.coding_views import boxes_of
from folkmoot.voice.themes.web.forms import CodingForm, DrawForm
from folkmoot.voice.themes.web.presenters import agreed_line
from folkmoot.webkit.paging import Pages

A_PAGE = 25


@may("voice.write")
def agreement(request: HttpRequest) -> HttpResponse:
    """How far two coders agree on each theme and on all, and the form that draws more points. It shows no words."""
    viewer = request.viewer
    twice = coded_twice(viewer)
    names = {code: theme.name for code, theme in twice.themes.items()}
    lines = [agreed_line(names[code], on_theme(twice.pairs, code)) for code in themes_chosen(twice.pairs)] if twice.pairs else []
    everything = agreed_line(_("All themes together"), on_all(twice.pairs)) if twice.pairs else None

    def do(values: dict[str, Any]) -> str:
        draw(by=viewer, at=request.at, number=values["number"], seed=secrets.randbelow(2**31))
        return reverse("voice:coding-agreement")

    form = DrawForm(request.POST or None, initial=started(number=50))
    context = {
        "twice": twice, "lines": sorted(lines, key=lambda line: line.name.casefold()), "everything": everything,
        "waiting": to_code_again(viewer).count(), "could": could_be_drawn(viewer).count(),
    }  # fmt: skip
    back = reverse("voice:coding")
    return form_page(
        request, form, title=_("Agreement between coders"), back=back, do=do, done=_("The points were drawn."),
        template="voice/coding_agreement.html", **context,
    )  # fmt: skip


@may("voice.write")
@transaction.atomic
def again(request: HttpRequest) -> HttpResponse:
    """One drawn point after another, without any sight of what the first coder chose."""
    viewer = request.viewer
    waiting = to_code_again(viewer).select_related("area")
    asked = request.GET.get("point", "")
    point = get_object_or_404(waiting, pk=asked) if asked.isdecimal() and len(asked) < 16 else waiting.first()
    if point is None:
        return render(request, "voice/coding_again.html", {"title": _("Second coding"), "point": None})
    audit.consulted(by=viewer, at=request.at, rows=[point], route=request.path)
    themes = list(themes_in_use(viewer, area_id=point.area_id, on=timezone.localdate(request.at)))
    form = CodingForm(request.POST or None, initial=started(), themes=[theme.pk for theme in themes])

    def do(values: dict[str, Any]) -> str:
        code_again(by=viewer, at=request.at, point=point, themes=values["themes"], none_fits=values["none_fits"])
        return reverse("voice:coding-again")

    context = boxes_of(form, themes, set()) | {"point": point, "left": waiting.count(), "here": f"{request.path}?point={point.pk}"}
    back = reverse("voice:coding-agreement")
    return form_page(request, form, title=_("Second coding"), back=back, do=do, template="voice/coding_again.html", **context)


@may("voice.write")
@transaction.atomic
def changed(request: HttpRequest) -> HttpResponse:
    """Theme by theme, how often people accepted, rejected and added to what was suggested; then point by point, who chose otherwise."""
    viewer, kind = request.viewer, request.GET.get("kind", "")
    kind = kind if kind in ("cues", "learned") else ""
    found = changes_of_suggestions(viewer, kind=kind)
    theme = next((each for each in found if each.code == request.GET.get("theme")), None)
    page = Pages(changed_readings(viewer, theme=theme, kind=kind), A_PAGE).get_page(request.GET.get("page"))
    lines = what_changed(page.object_list)
    audit.consulted(by=viewer, at=request.at, rows=[line.reading.point for line in lines], route=request.path)
    context = {"changes": list(found.items()), "suggesters": suggesters(viewer), "kind": kind, "theme": theme, "page": page, "lines": lines}
    return render(request, "voice/coding_suggestions.html", context)
