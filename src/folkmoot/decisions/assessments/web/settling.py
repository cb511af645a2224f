"""Pages on which an assessment is submitted, returned, signed, published, reviewed, and followed by a new version."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.decisions.assessments import queries
from folkmoot.decisions.assessments.contents import fingerprint
from folkmoot.decisions.assessments.models import Assessment
from folkmoot.decisions.assessments.rules import RULE_SETS, State, may_do
from folkmoot.decisions.assessments.settling import operations
from folkmoot.decisions.assessments.web.presenters import part_title, shown_parts
from folkmoot.decisions.assessments.web.settling_forms import ExplainForm, ReturnForm, ReviewForm, SignForm, WithholdForm
from folkmoot.decisions.assessments.web.views import address, detail_page, in_sight
from folkmoot.engagement.bulletins.web.presenters import KIND_WORDS
from folkmoot.errors import FolkmootError


@may("assessments.write")
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    row = in_sight(request, pk)
    try:
        operations.submit(by=request.viewer, at=request.at, assessment=row)
    except FolkmootError as refused:
        return detail_page(request, in_sight(request, pk), str(refused))
    messages.success(request, str(_("It waits for somebody who wrote none of it to sign it.")))
    return redirect(address(row))


@may("assessments.sign")
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = _in_state(request, pk, "return")
    form = ReturnForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.send_back(by=request.viewer, at=request.at, assessment=row, **values)
        return address(row)

    return form_page(request, form, title=_("Return it"), lead=row.title, back=address(row), do=do, done=_("It was returned."))


@may("assessments.sign")
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it to be read through, and the signature below."""
    row = _in_state(request, pk, "sign")
    parts = queries.contents_of(request.viewer, row)
    form = SignForm(request.POST or None, initial=started(seen_hash=fingerprint(row.title, parts)))

    def do(values: dict[str, Any]) -> str:
        operations.sign(by=request.viewer, at=request.at, assessment=row, **values)
        return address(row)

    return form_page(
        request, form, title=_("Read it through and sign"), lead=row.title, back=address(row), do=do, done=_("Signed. It stays as it is."),
        template="decisions/assessments_sign.html", parts=shown_parts(parts, request.viewer), row=row, rule_set=RULE_SETS[row.rule_set],
    )  # fmt: skip


@may("assessments.write")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """What would be published, what the check found in it, and the button."""
    row = _in_state(request, pk, "publish")
    refused = ""
    if request.method == "POST":
        try:
            operations.publish(by=request.viewer, at=request.at, assessment=row, seen_hash=request.POST.get("hash", ""))
        except FolkmootError as error:
            refused = str(error)
        else:
            messages.success(request, str(_("Published. Anybody can read it now.")))
            return redirect(address(row))
    checked = queries.check_before_publishing(row, today=timezone.localdate(request.at))
    context = {
        "row": row, "checked": checked, "refused": refused, "parts": shown_parts(checked.parts, request.viewer), "back": address(row),
        "findings": [(finding, KIND_WORDS[finding.hit.kind]) for finding in checked.findings], "rule_set": RULE_SETS[row.rule_set],
        "may_publish": not checked.unexplained,
    }  # fmt: skip
    return render(request, "decisions/assessments_publish.html", context, status=422 if refused else 200)


@may("assessments.write")
def withhold(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    row = _in_state(request, pk, "publish")
    if part not in {each["code"] for each in row.signed_parts or []}:
        raise Http404
    form = WithholdForm(request.POST or None, initial=started(reason=row.withheld.get(part, "")))

    def do(values: dict[str, Any]) -> str:
        operations.withhold(by=request.viewer, at=request.at, assessment=row, part=part, **values)
        return _publishing(row)

    return form_page(request, form, title=_("Withhold a part"), lead=part_title(part), back=_publishing(row), do=do, done=_("Saved."))


@may("assessments.write")
def explain(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    row = _in_state(request, pk, "publish")
    checked = queries.check_before_publishing(row, today=timezone.localdate(request.at))
    finding = next((each for each in checked.findings if each.hit.key == key), None)
    if finding is None:
        raise Http404
    form = ExplainForm(request.POST or None, initial=started(words=finding.explained))

    def do(values: dict[str, Any]) -> str:
        operations.explain(by=request.viewer, at=request.at, assessment=row, key=key, **values)
        return _publishing(row)

    lead = f"{KIND_WORDS[finding.hit.kind]}: {finding.hit.context}"
    return form_page(
        request, form, title=_("Say why it may stay"), lead=lead, back=_publishing(row), do=do, done=_("The explanation was saved.")
    )


@may("assessments.write")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    row = _in_state(request, pk, "review")
    form = ReviewForm(request.POST or None, initial=started(), impacts=list(row.impacts.all()))

    def do(values: dict[str, Any]) -> str:
        again = values.pop("again")
        operations.review(by=request.viewer, at=request.at, assessment=row, **values)
        return address(operations.new_version(by=request.viewer, at=request.at, assessment=row)) if again else address(row)

    return form_page(
        request, form, title=_("What really happened"), lead=row.title, back=address(row), do=do, done=_("The review was recorded.")
    )  # fmt: skip


@may("assessments.write")
@require_POST
def new_version(request: HttpRequest, pk: int) -> HttpResponse:
    row = in_sight(request, pk)
    try:
        made = operations.new_version(by=request.viewer, at=request.at, assessment=row)
    except FolkmootError as refused:
        return detail_page(request, in_sight(request, pk), str(refused))
    messages.success(request, str(_("A new version was begun. The one before stays as it was signed.")))
    return redirect(address(made))


def _publishing(row: Assessment) -> str:
    return reverse("decisions:assessment_publish", args=[row.pk])


def _in_state(request: HttpRequest, pk: int, what: str) -> Assessment:
    """A version of which the table lets this be done, by somebody who may do it there; for any other the page does not exist."""
    row = in_sight(request, pk)
    capability = "assessments.sign" if what in ("sign", "return") else "assessments.write"
    if not request.viewer.may(capability, row.area_id) or not may_do(State(row.state), what):
        raise Http404
    return row
