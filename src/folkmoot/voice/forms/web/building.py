"""The pages on which the pages and questions of a form are made, changed, moved and taken out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.foundation.once import only_once
from folkmoot.voice.forms import operations
from folkmoot.voice.forms.models import Form, FormQuestion, FormSection
from folkmoot.voice.forms.queries import outline
from folkmoot.voice.forms.rules import Kind
from folkmoot.voice.forms.web.forms import QuestionForm, SectionForm, earlier_of, lead_of, question_values
from folkmoot.voice.forms.web.views import address_of, form_in_sight


@may("forms.write")
def section(request: HttpRequest, pk: int, section: int | None = None) -> HttpResponse:
    """Add a page to a form, or change one."""
    row = form_in_sight(request, pk, "forms.write")
    page = _of(row.sections.all(), section) if section else None
    found = outline(row)
    first: dict[str, object] = (
        {} if page is None else {"title_en": page.title_en, "title_cy": page.title_cy, "lead": lead_of(page), "version": page.version}
    )
    form = SectionForm(request.POST or None, initial=started(**first), earlier=earlier_of(found, section=page))

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.save_section(by=request.viewer, at=request.at, form=row, section=page, seen_version=seen, **values)
        return address_of(row)

    title = _("Change the page") if page else _("Add a page")
    return form_page(request, form, title=title, lead=row.title, back=address_of(row), do=do, done=_("The page was saved."))


@may("forms.write")
def new_question(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    row = form_in_sight(request, pk, "forms.write")
    if kind not in Kind.__members__.values():
        raise Http404
    found = outline(row)
    last = found.sections[-1].pk if found.sections else None
    wanted = request.GET.get("page", "")
    chosen = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 12 else last
    form = QuestionForm(
        request.POST or None, initial=started(section=chosen), kind=Kind(kind), form=row, before=[], earlier=earlier_of(found)
    )

    def do(values: dict[str, Any]) -> str:
        values.pop("version")
        operations.save_question(by=request.viewer, at=request.at, kind=kind, **values)
        return address_of(row)

    label = FormQuestion.Kind(kind).label
    return form_page(request, form, title=_("Ask a question"), lead=label, back=address_of(row), do=do, done=_("The question was saved."))


@may("forms.write")
def question(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Change a question. What was answered keeps the words it was given to."""
    row = form_in_sight(request, pk, "forms.write")
    one = _question(row, question)
    found = outline(row)
    first = question_values(one)
    form = QuestionForm(
        request.POST or None, initial=started(**first), kind=Kind(one.kind), form=row, before=one.wording.options,
        earlier=earlier_of(found, before=one),
    )  # fmt: skip

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.save_question(by=request.viewer, at=request.at, question=one, seen_version=seen, **values)
        return address_of(row)

    lead = (
        gettext("It was answered already: earlier answers keep the words they were given to.")
        if one.answers.exists()
        else one.get_kind_display()
    )
    return form_page(
        request, form, title=_("Change the question"), lead=lead, back=address_of(row), do=do, done=_("The question was saved.")
    )


@may("forms.write")
@require_POST
def handle(request: HttpRequest, pk: int, question: int, name: str) -> HttpResponse:
    """Move a question up or down on its page, or take it out."""
    row = form_in_sight(request, pk, "forms.write")
    one = _question(row, question)
    if name not in ("up", "down", "out"):
        raise Http404

    def do() -> str:
        if name != "out":
            operations.move_question(by=request.viewer, at=request.at, question=one, up=name == "up")
        elif operations.take_out_question(by=request.viewer, at=request.at, question=one):
            messages.success(request, gettext("The question is asked no more. What was answered stays among the results."))
        else:
            messages.success(request, gettext("The question was taken out."))
        return address_of(row)

    return redirect(
        only_once(
            request.POST.get("mark", "") and f"{request.POST['mark']}-{question}{name}"[-64:],
            account_id=request.viewer.account_id,
            at=request.at,
            do=do,
        )
    )


@may("forms.write")
@require_POST
def remove_section(request: HttpRequest, pk: int, section: int) -> HttpResponse:
    row = form_in_sight(request, pk, "forms.write")
    page = _of(row.sections.all(), section)

    def do() -> str:
        operations.remove_section(by=request.viewer, at=request.at, section=page)
        return address_of(row)

    return redirect(
        only_once(
            request.POST.get("mark", "") and f"{request.POST['mark']}-s{section}"[-64:],
            account_id=request.viewer.account_id,
            at=request.at,
            do=do,
        )
    )


def _question(row: Form, pk: int) -> FormQuestion:
    one = row.questions.filter(pk=pk, withdrawn_at__isnull=True).prefetch_related("wordings").select_related("section").first()
    if one is None:
        raise Http404
    return one


def _of(rows: Any, pk: int) -> FormSection:
    found: FormSection | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
