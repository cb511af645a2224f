"""The pages on which staff make forms, look at what was held, and read what the answers add up to."""

import io
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, choose_area, chosen_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.foundation import audit
from folkmoot.foundation.once import new_mark, only_once
from folkmoot.voice.forms import operations, queries, taking
from folkmoot.voice.forms.models import Form, MonitoringCount, Response
from folkmoot.voice.forms.rules import IN_WORDS, State, Value
from folkmoot.voice.forms.web.asking import EqualityForm, PageForm, answer_words
from folkmoot.voice.forms.web.forms import CopyForm, EqualitySheetsForm, FormForm, values_of
from folkmoot.voice.forms.web.paper import paper_pdf
from folkmoot.voice.forms.web.presenters import (
    CHANNEL_WORDS,
    REASON_WORDS,
    blocks_of,
    condition_words,
    line_of,
    monitoring_words,
    restricted_words,
)
from folkmoot.voice.forms.web.sheets import FORMATS, caveat, results_file
from folkmoot.webkit.paging import Pages

A_PAGE = 50


def form_in_sight(request: HttpRequest, pk: int, capability: str = "forms.read") -> Form:
    """One form in sight, that may be handled so. Raises Http404, or NotAllowed."""
    try:
        form = queries.get_form(request.viewer, pk)
    except Form.DoesNotExist:
        raise Http404 from None
    if capability != "forms.read":
        request.viewer.require_for(capability, form.area_id)
    return form


def address_of(form: Form) -> str:
    return reverse("voice:form", args=[form.pk])


@may("forms.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = areas_for(viewer, "forms.read", today=today)
    area = chosen_area(request.GET, areas)
    rows = queries.forms(viewer).filter(area=area) if area else queries.forms(viewer)
    page = Pages(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "lines": [line_of(form, today) for form in page.object_list], "areas": areas, "area": area,
        "may_write": viewer.may("forms.write"),
    }  # fmt: skip
    return render(request, "voice/forms_list.html", context)


@may("forms.write")
def new(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    title, back = _("Make a form"), reverse("voice:forms")
    place = place_of_form(request, "forms.write", today=today, national_too=True)
    if place is None:
        return choose_area(request, "forms.write", title=title, back=back, today=today, national_too=True)
    form = FormForm(request.POST or None, initial=started(opens_on=today), schemes=queries.schemes_to_offer(today))

    def do(values: dict[str, Any]) -> str:
        values.pop("version")
        return address_of(operations.make_form(by=viewer, at=request.at, area=place.area, **values))

    return form_page(request, form, title=title, lead=place.words, back=back, do=do, done=_("The form was made. Now ask your questions."))


@may("forms.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    row = form_in_sight(request, pk, "forms.write")
    today = timezone.localdate(request.at)
    opened = row.opened_at is not None
    schemes = queries.schemes_to_offer(today)
    form = FormForm(request.POST or None, initial=started(**values_of(row)), schemes=schemes, open_already=opened)

    def do(values: dict[str, Any]) -> str:
        if not values.get("code"):
            values.pop("code", None)
        operations.change_form(by=request.viewer, at=request.at, form=row, seen_version=values.pop("version"), **values)
        return address_of(row)

    return form_page(
        request, form, title=_("Change the form"), lead=row.title, back=address_of(row), do=do, done=_("The form was changed.")
    )


@may("forms.write")
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    row = form_in_sight(request, pk, "forms.read")
    today = timezone.localdate(request.at)
    place = place_of_form(request, "forms.write", today=today, national_too=True)
    if place is None:
        return choose_area(request, "forms.write", title=_("Copy the form"), back=address_of(row), today=today, national_too=True)
    form = CopyForm(request.POST or None, initial=started(opens_on=today))

    def do(values: dict[str, Any]) -> str:
        return address_of(operations.copy_form(by=request.viewer, at=request.at, form=row, area=place.area, **values))

    return form_page(request, form, title=_("Copy the form"), lead=row.title, back=address_of(row), do=do, done=_("This is the copy."))


@may("forms.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = form_in_sight(request, pk)
    today = timezone.localdate(request.at)
    found = queries.outline(row)
    may_write = request.viewer.sight("forms.write").holds(row.area_id)
    state = queries.state_of_row(row, today)
    numbers = {question.pk: number for number, question in enumerate(found.questions, 1)}
    by_id = {question.pk: question for question in found.every}
    lacking = [each.name for each in queries.texts_of(found) if each.lacks_welsh]
    context = {
        "form_row": row, "line": line_of(row, today), "state": state, "may_write": may_write,
        "may_build": may_write and state is not State.CLOSED,
        "pages": [
            (section, condition_words(section, numbers, by_id),
             [(numbers[each.pk], each, condition_words(each, numbers, by_id)) for each in found.on_page(section)])
            for section in found.sections
        ],
        "withdrawn": [each for each in found.every if each.withdrawn_at], "lacking": lacking, "mark": new_mark(),
        "needs_welsh": queries.needs_welsh(row), "address": public_address(row), "schemes": row.schemes.all(),
        "counted_out": queries.is_counted(row, today),
        "kinds": [(value, label) for value, label in operations.FormQuestion.Kind.choices],
    }  # fmt: skip
    return render(request, "voice/forms_detail.html", context)


def public_address(form: Form) -> str:
    return f"{settings.PUBLIC_URL}{reverse('answering:answer', args=[form.code])}"


_STEPS: dict[str, Any] = {
    "open": (operations.open_form, _("The form is open from its first day.")),
    "close": (operations.close_form, _("The form is closed.")),
    "finish": (operations.finish_counting, _("Counting is finished.")),
}


@may("forms.write")
@require_POST
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Open or close a form, or finish counting; where that is refused the reasons stand on a page."""
    row = form_in_sight(request, pk, "forms.write")
    if name not in _STEPS:
        raise Http404
    operate, done = _STEPS[name]

    def do() -> str:
        operate(by=request.viewer, at=request.at, form=row)
        messages.success(request, str(done))
        return address_of(row)

    return redirect(only_once(request.POST.get("mark", ""), account_id=request.viewer.account_id, at=request.at, do=do))


@may("forms.read")
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Every page of a form below each other, as people will see it; nothing can be sent from here."""
    row = form_in_sight(request, pk)
    found = queries.outline(row)
    numbers = {question.pk: number for number, question in enumerate(found.questions, 1)}
    by_id = {question.pk: question for question in found.every}
    pages = [
        (section, condition_words(section, numbers, by_id), PageForm(found.on_page(section), {}),
         [words for each in found.on_page(section) if (words := condition_words(each, numbers, by_id))])
        for section in found.sections
    ]  # fmt: skip
    context = {
        "form_row": row,
        "pages": pages,
        "equality": EqualityForm(queries.categories_asked(row), {}) if row.schemes.exists() else None,
    }
    return render(request, "voice/forms_preview.html", context)


@may("forms.read")
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    row = form_in_sight(request, pk)
    return render(request, "voice/forms_poster.html", {"form_row": row, "address": public_address(row), "back": address_of(row)})


@may("forms.read")
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """The short address as a code for telephones."""
    import segno

    target = io.BytesIO()
    segno.make(public_address(form_in_sight(request, pk)), error="m", micro=False).save(
        target, kind="svg", scale=8, border=4, svgclass=None, lineclass=None, light="#fff", omitsize=True
    )
    return HttpResponse(target.getvalue(), content_type="image/svg+xml", headers={"X-Content-Type-Options": "nosniff"})


@may("forms.read")
def paper(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The form to be filled in with a pen."""
    row = form_in_sight(request, pk)
    if language not in ("en", "cy"):
        raise Http404
    data = paper_pdf(queries.outline(row), queries.categories_asked(row), language=language, address=public_address(row), at=request.at)
    headers = {"Content-Disposition": f'attachment; filename="{row.code}-{language}.pdf"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


@may("forms.write")
def equality(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbers from the equality sheets that were torn off."""
    row = form_in_sight(request, pk, "forms.write")
    rows = MonitoringCount.objects.filter(form=row).select_related("scheme", "category")
    form = EqualitySheetsForm(request.POST or None, initial=started(), rows=rows)

    def do(_values: dict[str, Any]) -> str:
        taking.enter_equality_sheets(by=request.viewer, at=request.at, form=row, numbers=form.numbers)
        return address_of(row)

    return form_page(
        request, form, title=_("Enter equality sheets"), back=address_of(row), do=do, done=_("The numbers were added."),
        lead=_("Put the sheets that were torn off in a pile, count the ticks, and enter how many there are of each."),
    )  # fmt: skip


@may("forms.read")
@transaction.atomic
def held(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers that somebody should look at before they are counted; many at once. Those who may not decide are told how many."""
    row = form_in_sight(request, pk)
    may_write = request.viewer.sight("forms.write").holds(row.area_id)
    if request.method == "POST":
        return _decide(request, row)
    page = Pages(queries.held_responses(request.viewer, row), A_PAGE).get_page(request.GET.get("page"))
    audit.consulted(by=request.viewer, at=request.at, rows=page.object_list, route=request.path)
    identifying = queries.reads_identifying(request.viewer, row)
    lines = [_held_line(response, identifying) for response in page.object_list]
    context = {"form_row": row, "page": page, "lines": lines, "may_write": may_write, "mark": new_mark(), "back": address_of(row)}
    return render(request, "voice/forms_held.html", context)


def _held_line(response: Response, identifying: bool) -> tuple[Response, list[Any], list[tuple[str, list[Any]]], str]:
    """A response, why it was held, its answers as people read them, and how many in words are not shown (only with `identifying`)."""
    every = list(response.answers.all())
    shown = [each for each in every if identifying or not response.may_identify or each.question.kind not in IN_WORDS]
    answers = [(each.wording.words, answer_words(each.question, Value(each.text, tuple(each.keys)))) for each in shown]
    kept = restricted_words(len(every) - len(shown)) if len(every) > len(shown) else ""
    return response, [REASON_WORDS[each] for each in response.held_for.split()], answers, kept


def _decide(request: HttpRequest, row: Form) -> HttpResponse:
    ids = [UUID(each) for each in request.POST.getlist("response") if _is_uuid(each)]
    if request.POST.get("all"):
        ids = list(queries.held_responses(request.viewer, row).values_list("pk", flat=True))
    count = request.POST.get("decide") == "count"

    def do() -> str:
        decided = taking.decide_held(by=request.viewer, at=request.at, form=row, ids=ids, count=count)
        messages.success(request, ngettext("%(n)s answer was decided.", "%(n)s answers were decided.", decided) % {"n": decided})
        return reverse("voice:form_held", args=[row.pk])

    return redirect(only_once(request.POST.get("mark", ""), account_id=request.viewer.account_id, at=request.at, do=do))


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@may("forms.read")
@transaction.atomic
def results(request: HttpRequest, pk: int) -> HttpResponse:
    row = form_in_sight(request, pk)
    today = timezone.localdate(request.at)
    found = queries.results(request.viewer, row, today=today)
    people = [] if row.anonymous else list(queries.people_to_tell(request.viewer, row))
    audit.consulted(by=request.viewer, at=request.at, rows=[row, *dict.fromkeys([*found.read, *people])], route=request.path)
    context = {
        "form_row": row, "found": found, "blocks": blocks_of(found), "caveat": caveat(), "back": address_of(row),
        "channels": [(words, found.by_channel.get(channel, 0)) for channel, words in CHANNEL_WORDS.items()],
        "tables": [(table, [(monitoring_words(line), line.count) for line in table.lines]) for table in found.monitoring],
        "asks_equality": row.schemes.exists(), "people": people,
        "people_hidden": not row.anonymous and not request.viewer.sight("forms.write").holds(row.area_id),
        "formats": [(ending, ending.upper()) for ending in FORMATS], "may_export": request.viewer.sight("exports.run").holds(row.area_id),
        "may_points": request.viewer.may("voice.read"),
    }  # fmt: skip
    return render(request, "voice/forms_results.html", context)


@may("exports.run")
@transaction.atomic
def results_out(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """The page of results as a file; that it was taken out is recorded."""
    row = form_in_sight(request, pk, "exports.run")
    if ending not in FORMATS:
        raise Http404
    today = timezone.localdate(request.at)
    found = queries.results(request.viewer, row, today=today)
    detail: dict[str, object] = {"what": "results", "format": ending, "responses": found.counted, "answers_not_shown": found.not_shown}
    audit.record(
        audit.Kind.DISCLOSURE, by=request.viewer, at=request.at, subject=row, area_id=row.area_id, route=request.get_full_path(),
        recipient=request.viewer.name, detail=detail,
    )  # fmt: skip
    audit.consulted(by=request.viewer, at=request.at, rows=found.read, route=request.path)
    headers = {"Content-Disposition": f'attachment; filename="{row.code}.{ending}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(results_file(row, found, ending, today=today), content_type=FORMATS[ending], headers=headers)
