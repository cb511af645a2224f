"""Pages on which the service prepares a draw and takes it from step to step. None chooses a case, except with a reason on the record."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.queries import sitting
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import of_panels
from folkmoot.scrutiny.draws import operations
from folkmoot.scrutiny.draws.models import Draw, DrawnCase
from folkmoot.scrutiny.draws.queries import draws
from folkmoot.scrutiny.draws.web.forms import CommitForm, DrawForm, MoveForm, SealMadeElsewhereForm, SureForm, WhyForm
from folkmoot.scrutiny.draws.web.views import draw_in_sight
from folkmoot.scrutiny.frames.models import Frame
from folkmoot.scrutiny.frames.queries import fact_counts, facts_of, frames, group_counts
from folkmoot.scrutiny.frames.web.presenters import FACT_WORDS
from folkmoot.scrutiny.limits import limits
from folkmoot.webkit.dates import month_words

FACTS_OFFERED = 60


@may("scrutiny.prepare")
def choose_frame(request: HttpRequest) -> HttpResponse:
    """A draw begins with a list: those that were brought in, to choose from."""
    rows = frames(request.viewer, capability="scrutiny.prepare")[:24]
    return render(request, "scrutiny/draws_choose.html", {"frames": rows})


@may("scrutiny.prepare")
def new(request: HttpRequest, frame: int) -> HttpResponse:
    drawn_from = frames(request.viewer, capability="scrutiny.prepare").filter(pk=frame).first()
    if drawn_from is None:
        raise Http404
    coming = _coming(drawn_from.panel)
    first = started(meeting=coming.first(), way="total", number=5, grouped=bool(drawn_from.columns.get("groups")), always=True)
    form = _form(request, drawn_from, first)

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return address_of(operations.prepare_draw(by=request.viewer, at=request.at, frame=drawn_from, **form.asked(values)))

    return form_page(
        request, form, title=_("Prepare a draw"), lead=drawn_from.panel.name, back=reverse("scrutiny:frame", args=[frame]), do=do,
        done=_("The draw is prepared. Nothing is drawn yet."), template="scrutiny/draws_prepare.html", frame=drawn_from,
        groups=group_counts(drawn_from), meetings=coming,
    )  # fmt: skip


@may("scrutiny.prepare")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    row = _at(request, pk, Draw.State.PREPARED)
    form = _form(request, row.frame, started(**_stored(row)))

    def do(values: dict[str, Any]) -> str:
        version = values.pop("version")
        operations.change_rules(by=request.viewer, at=request.at, draw=row, seen_version=version, **form.asked(values))
        return address_of(row)

    return form_page(
        request, form, title=_("Change what is drawn"), lead=row.panel.name, back=address_of(row), do=do, done=_("It was changed."),
        template="scrutiny/draws_prepare.html", frame=row.frame, groups=group_counts(row.frame), meetings=_coming(row.panel),
    )  # fmt: skip


@may("scrutiny.prepare")
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _at(request, pk, Draw.State.PREPARED)
    evening = datetime.combine(timezone.localdate(request.at) + timedelta(days=limits().sealing_days), time(18))
    form = CommitForm(request.POST or None, initial=started(seals_until=timezone.make_aware(evening)))

    def do(values: dict[str, Any]) -> str:
        return address_of(operations.commit(by=request.viewer, at=request.at, draw=row, **values))

    return form_page(
        request, form, title=_("Fix the list and ask members for phrases"), lead=row.title, back=address_of(row), do=do,
        done=_("List and rules are fixed, and members were asked for phrases."), template="scrutiny/draws_commit.html", draw=row,
    )  # fmt: skip


@may("scrutiny.prepare")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    row = _at(request, pk, Draw.State.COMMITTED)

    def do(values: dict[str, Any]) -> str:
        return address_of(operations.close_sealing(by=request.viewer, at=request.at, draw=row))

    form = SureForm(request.POST or None, label=_("Close sealing and open the phrases"), initial=started())
    lead = _("After this nobody can seal a phrase any more. The service’s own phrase is opened at once, then members open theirs.")
    return form_page(request, form, title=_("Close sealing"), lead=lead, back=address_of(row), do=do, done=_("Sealing has closed."))


@may("scrutiny.prepare")
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    row = _at(request, pk, Draw.State.OPENING)

    def do(values: dict[str, Any]) -> str:
        return address_of(operations.draw_cases(by=request.viewer, at=request.at, draw=row))

    form = SureForm(request.POST or None, label=_("Draw the cases"), initial=started())
    lead = _("List, rules and the phrases opened decide. You do not choose, and it cannot be repeated.")
    return form_page(request, form, title=_("Draw the cases"), lead=lead, back=address_of(row), do=do, done=_("The cases were drawn."))


@may("scrutiny.prepare")
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    row = draw_in_sight(request, pk, "scrutiny.prepare")
    if row.state in (Draw.State.DRAWN, Draw.State.GIVEN_UP):
        raise Http404

    def do(values: dict[str, Any]) -> str:
        operations.give_up(by=request.viewer, at=request.at, draw=row, **values)
        return address_of(row)

    lead = _("It stays on record with the reason. Once the list was fixed, the next receipt says that a draw was given up before.")
    form = WhyForm(request.POST or None, initial=started())
    return form_page(request, form, title=_("Give up this draw"), lead=lead, back=address_of(row), do=do, done=_("The draw was given up."))


@may("scrutiny.prepare")
def move(request: HttpRequest, pk: int) -> HttpResponse:
    row = draw_in_sight(request, pk, "scrutiny.prepare")
    form = MoveForm(request.POST or None, meetings=_coming(row.panel).exclude(pk=row.meeting_id), initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.move_to(by=request.viewer, at=request.at, draw=row, **values)
        return address_of(row)

    title = _("Bring these cases to another meeting")
    return form_page(request, form, title=title, lead=row.title, back=address_of(row), do=do, done=_("The draw was moved."))


@may("scrutiny.prepare")
def enter_seal(request: HttpRequest, pk: int) -> HttpResponse:
    """A seal that a member made on a device of their own and gave on paper or by telephone; never a phrase."""
    row = _at(request, pk, Draw.State.COMMITTED)
    members = sitting(row.panel, timezone.localdate(request.at))
    shown(request, members)
    form = SealMadeElsewhereForm(request.POST or None, members=members, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.seal_phrase(by=request.viewer, at=request.at, draw=row, **values)
        return address_of(row)

    lead = _("A member without a computer at hand can make the seal with the page “Check a draw” and tell you the seal alone.")
    return form_page(
        request, form, title=_("Enter a seal made elsewhere"), lead=lead, back=address_of(row), do=do, done=_("The seal was entered.")
    )


@may("scrutiny.prepare")
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    rows = of_panels(request.viewer, DrawnCase.objects.select_related("draw__panel", "case"), "scrutiny.prepare", panel="draw__panel")
    row = rows.filter(pk=pk, replaced_at__isnull=True).first()
    if row is None:
        raise Http404

    def do(values: dict[str, Any]) -> str:
        operations.replace_case(by=request.viewer, at=request.at, drawn=row, **values)
        return address_of(row.draw)

    form = WhyForm(request.POST or None, initial=started())
    return form_page(
        request, form, title=_("Replace a case"), lead=row.case.pseudonym, back=address_of(row.draw), do=do,
        done=_("The case was replaced, and the receipt says why."), template="scrutiny/draws_replace.html", drawn=row,
    )  # fmt: skip


def address_of(row: Draw) -> str:
    return reverse("scrutiny:draw", args=[row.pk])


def _at(request: HttpRequest, pk: int, state: str) -> Draw:
    """A draw that the viewer may take further and that is still at this step. Raises Http404."""
    row = draws(request.viewer, capability="scrutiny.prepare").filter(pk=pk, state=state).first()
    if row is None:
        raise Http404
    return row


def _coming(panel: Panel) -> QuerySet[Meeting]:
    rows = Meeting.objects.filter(panel=panel, starts_at__isnull=False)
    return rows.exclude(state__in=[Meeting.State.CLOSED, Meeting.State.CANCELLED]).order_by("starts_at")


def _form(request: HttpRequest, frame: Frame, first: dict[str, object]) -> DrawForm:
    return DrawForm(request.POST or None, meetings=_coming(frame.panel), facts=_facts(frame), initial=first)


def _facts(frame: Frame) -> list[tuple[str, str]]:
    """What a theme can ask for: the values of facts, with how many cases there are of each, for those who prepare the draw."""
    found = [(fact, each) for fact in facts_of(frame) for each in fact_counts(frame, fact) if each.value]
    return [
        (f"{fact}={each.value}", f"{FACT_WORDS.get(fact, fact)}: {month_words(each.value)} ({each.number})")
        for fact, each in found[:FACTS_OFFERED]
    ]


def _stored(row: Draw) -> dict[str, object]:
    """A prepared draw as its form asks for it."""
    rules = row.rules
    way = "each" if rules["each"] else "total" if rules["total"] else "none"
    only = next(((fact, values[0]) for fact, values in row.narrowed.items()), None)
    return {
        "version": row.version, "meeting": row.meeting_id, "title": row.title, "way": way, "number": rules["each"] or rules["total"],
        "grouped": rules["grouped"], "least": rules["least"] or None, "theme": row.theme,
        "theme_fact": f"{only[0]}={only[1]}" if only else "",
        "always": bool(rules["always"]), "chosen": "\n".join(f"{each['case']} {each['why']}" for each in rules["chosen"]),
        "calibration": row.calibration, "few_why": row.few_why,
    }  # fmt: skip
