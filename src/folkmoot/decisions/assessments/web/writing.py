"""Pages on which an assessment is written, one step at a time."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.web.raising import raising_page
from folkmoot.decisions.assessments import editing, operations, queries
from folkmoot.decisions.assessments.guidance import SCREENING, STEPS
from folkmoot.decisions.assessments.models import EFFECT_NAMES, Assessment, Impact
from folkmoot.decisions.assessments.rules import FIELDS, ORIGIN, RULE_SETS, STEP_NAMES, Effect, Step, needed_codes, steps_of
from folkmoot.decisions.assessments.screening import NAMES, Characteristic, Touch
from folkmoot.decisions.assessments.web.forms import FORMS, ImpactForm, ProposalForm, ScreeningForm, StepForm
from folkmoot.decisions.assessments.web.mitigations import lines_of
from folkmoot.decisions.assessments.web.presenters import EFFECT_COLOURS, TOUCH_WORDS
from folkmoot.decisions.assessments.web.views import address, to_edit
from folkmoot.decisions.queries import decisions


@may("assessments.write")
def screening(request: HttpRequest, pk: int) -> HttpResponse:
    row = to_edit(request, pk)
    first: dict[str, object] = {
        "title": row.title, "proposal": row.proposal, "affected": row.affected, "large": "yes" if row.large else "no",
        "chosen": row.kind if row.kind != row.asked_for else "", "reason": row.screening_reason, "seen": editing.mark_of_screening(row),
    }  # fmt: skip
    for code, (touch, why) in row.screening.items():
        first |= {f"touch_{code}": touch, f"why_{code}": why}
    form = ScreeningForm(request.POST or None, initial=started(**first))

    def do(values: dict[str, Any]) -> str:
        return address(operations.screen_again(by=request.viewer, at=request.at, assessment=row, **values))

    return form_page(
        request, form, title=_("Screen the proposal again"), lead=row.title, back=address(row), do=do, done=_("The screening was saved."),
        guidance=SCREENING, template="decisions/assessments_form.html",
    )  # fmt: skip


@may("assessments.write")
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step: what it asks, what stands there, its guidance, and what is still missing in it."""
    row = to_edit(request, pk)
    steps = steps_of(row.kind)
    here = next((each for each in steps if each.value == step), None)
    if here is None:
        raise Http404
    onward = _next_address(row, here)
    context = {
        "row": row, "step": here.value, "title": STEP_NAMES[here], "place": steps.index(here) + 1, "of": len(steps), "next": onward,
        "guidance": STEPS[here], "gaps": queries.gaps_of(row)[here], "back": address(row), **_beside(request, row, here),
    }  # fmt: skip
    if here not in FORMS:
        return render(request, "decisions/assessments_step.html", context)

    def do(values: dict[str, Any]) -> str:
        operations.save_step(
            by=request.viewer, at=request.at, assessment=row, step=here, seen=values.pop("seen") or None, values=values
        )  # fmt: skip
        return onward

    context.pop("title"), context.pop("back")
    return form_page(
        request, _form(request, row, here), title=STEP_NAMES[here], back=address(row), do=do, done=_("The step was saved."),
        template="decisions/assessments_step.html", **context,
    )  # fmt: skip


def _next_address(row: Assessment, here: Step) -> str:
    steps = steps_of(row.kind)
    after = steps[steps.index(here) + 1 :]
    return reverse("decisions:assessment_step", args=[row.pk, after[0].value]) if after else address(row)


def _form(request: HttpRequest, row: Assessment, here: Step) -> StepForm:
    stored = {name: getattr(row, name) for name in FIELDS[here]} | {"seen": editing.mark_of_step(row, here)}
    if here is not Step.PROPOSAL:
        return FORMS[here](request.POST or None, initial=started(**stored))
    stored |= {"owner": row.owner_id, "decision": row.decision_id}
    today = timezone.localdate(request.at)
    owners = {each.pk: each for each in people_who_may("assessments.read", row.area_id, today=today)}
    choices = {each.pk: each for each in decisions(request.viewer)} if request.viewer.may("decisions.read") else {}
    choices = {pk: each for pk, each in choices.items() if row.area_id is None or each.area_id in (None, row.area_id)}
    owners |= {row.owner.pk: row.owner} if row.owner else {}
    choices |= {row.decision.pk: row.decision} if row.decision else {}
    return ProposalForm(request.POST or None, initial=started(**stored), owners=owners.values(), decisions=choices.values())


def _beside(request: HttpRequest, row: Assessment, here: Step) -> dict[str, Any]:
    """What a step shows beside its form."""
    if here is Step.PROPOSAL:
        return {"rule_sets": RULE_SETS.values()}
    if here is Step.EVIDENCE:
        taken = queries.evidence_of(row)
        counted = {code: sum(one.code == code.value for one in taken) for code in Characteristic}
        return {"taken": list(enumerate(taken, start=1)), "about": [(code, NAMES[code], counted[code]) for code in Characteristic]}
    if here is Step.IMPACT:
        return {"lines": _impact_lines(row)}
    if here is Step.COMBINATIONS:
        found = [impact for impact in row.impacts.all() if impact.is_combination]
        return {"combined": [(one, EFFECT_NAMES[Effect(one.effect)], EFFECT_COLOURS[one.effect]) for one in found]}
    if here is Step.MITIGATION:
        today = timezone.localdate(request.at)
        lines = lines_of(queries.mitigations_of(request.viewer, row, today=today), today)
        return {"mitigations": lines, "may_raise": request.viewer.may("actions.write", row.area_id), "raises": True}
    return {}


def _impact_lines(row: Assessment) -> list[dict[str, Any]]:
    """Each characteristic with what is said of it: the effect, or that it is blank; and what screening thought."""
    said = {impact.codes[0]: impact for impact in row.impacts.all() if not impact.is_combination}
    needed = needed_codes(row.kind, queries.facts_of(row).touched)
    return [
        {
            "code": code.value, "name": NAMES[code], "impact": said.get(code.value), "needed": code in needed,
            "effect": EFFECT_NAMES[Effect(said[code.value].effect)] if code.value in said else _("Blank"),
            "colour": EFFECT_COLOURS[said[code.value].effect] if code.value in said else "purple",
            "screened": TOUCH_WORDS[Touch(row.screening[code][0])] if code.value in row.screening else "",
        }
        for code in Characteristic
    ]  # fmt: skip


@may("assessments.write")
def impact(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    row = to_edit(request, pk)
    if code not in set(Characteristic):
        raise Http404
    said = row.impacts.filter(together=f"+{code}+").first()
    evidence = [one for one in queries.evidence_of(row) if one.code in ("", code)]
    form = ImpactForm(request.POST or None, initial=started(**_stored(said)), evidence=evidence, code=code)
    back = reverse("decisions:assessment_step", args=[pk, Step.IMPACT.value])

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.record_impact(by=request.viewer, at=request.at, assessment=row, codes=[code], seen_version=seen, **values)
        return back

    return form_page(
        request, form, title=NAMES[Characteristic(code)], lead=row.title, back=back, do=do, done=_("The impact was saved."),
        guidance=STEPS[Step.IMPACT], offers=reverse("decisions:assessment_offers", args=[pk, code]),
        template="decisions/assessments_form.html",
    )  # fmt: skip


def _stored(said: Impact | None) -> dict[str, object]:
    if said is None:
        return {"version": 0}
    names = ("effect", "words", "likely", "severe", "aims", "will_do", "codes", "version")
    return {name: getattr(said, name) for name in names} | {"cited": list(said.cited.values_list("pk", flat=True))}


@may("assessments.write")
def combination(request: HttpRequest, pk: int, impact: int | None = None) -> HttpResponse:
    row = to_edit(request, pk)
    said = _combination(row, impact) if impact is not None else None
    form = ImpactForm(
        request.POST or None, initial=started(**_stored(said)), evidence=queries.evidence_of(row), choose=said is None
    )  # fmt: skip
    back = reverse("decisions:assessment_step", args=[pk, Step.COMBINATIONS.value])

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        codes = said.codes if said else values.pop("codes")
        operations.record_impact(by=request.viewer, at=request.at, assessment=row, codes=codes, seen_version=seen, **values)
        return back

    return form_page(
        request, form, title=str(said) if said else _("Characteristics in combination"), lead=row.title, back=back, do=do,
        done=_("The combination was saved."), guidance=STEPS[Step.COMBINATIONS], template="decisions/assessments_form.html",
    )  # fmt: skip


def _combination(row: Assessment, pk: int) -> Impact:
    found = row.impacts.filter(pk=pk).first()
    if found is None or not found.is_combination:
        raise Http404
    return found


@may("assessments.write")
@require_POST
def take_out(request: HttpRequest, pk: int, impact: int) -> HttpResponse:
    row = to_edit(request, pk)
    operations.take_impact_out(by=request.viewer, at=request.at, impact=_combination(row, impact))
    messages.success(request, str(_("The combination was taken out.")))
    return redirect(reverse("decisions:assessment_step", args=[pk, Step.COMBINATIONS.value]))


@may("assessments.write")
def mitigation(request: HttpRequest, pk: int) -> HttpResponse:
    """Raise an action against a harm that was found."""
    row = to_edit(request, pk)
    return raising_page(
        request, origin_kind=ORIGIN, origin_id=row.line_id, area=row.area, title=_("Raise an action against the harm"), lead=row.title,
        back=reverse("decisions:assessment_step", args=[pk, Step.MITIGATION.value]),
    )  # fmt: skip
