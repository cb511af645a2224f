"""Finding dates: a poll of days among the members, and a series planned at once."""

from datetime import date as day_type
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.engagement.calendar.observances import observances
from folkmoot.engagement.calendar.rules import observance_words
from folkmoot.foundation.once import new_mark, only_once
from folkmoot.foundation.saving import Refused
from folkmoot.panels.meetings.dates import operations, queries
from folkmoot.panels.meetings.dates.models import Poll, PollAnswer, PollVoice
from folkmoot.panels.meetings.dates.rules import Pattern, days_of, moments_of, pattern_problems
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.meetings.queries import day_warnings, double_bookings_of
from folkmoot.panels.meetings.replying import LinkClosed
from folkmoot.panels.meetings.web import presenters
from folkmoot.panels.meetings.web.forms import ChooseForm, PollAnswerForm, PollForm, SeriesDaysForm, SeriesForm, WhyForm
from folkmoot.panels.meetings.web.sight import poll_in_sight
from folkmoot.panels.meetings.web.views import address, choose_panel, panel_chosen
from folkmoot.panels.members.queries import person_of
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import may_in

ANSWER_COLOURS = {"yes": "green", "online": "light-blue", "maybe": "yellow", "no": "red", "": "grey"}


@may("panels.write")
def new_poll(request: HttpRequest) -> HttpResponse:
    panel = panel_chosen(request)
    if panel is None:
        return choose_panel(request, _("Ask which day suits"))
    form = PollForm(request.POST or None, initial=started(**_usual_place(panel)))

    def do(values: dict[str, Any]) -> str:
        asked = operations.open_poll(by=request.viewer, at=request.at, panel=panel, **values)
        for voice, why in asked.by_hand:
            messages.warning(request, f"{person_of(voice.member).name}: {why}")
        return _address(asked.poll)

    lead = _("Every member of %(panel)s is written to with their own link, and answers without a password.") % {"panel": panel}
    return form_page(request, form, title=_("Ask which day suits"), lead=lead, back=reverse("panels:meetings"), do=do)


def _usual_place(panel: Panel) -> dict[str, Any]:
    last = Meeting.objects.filter(panel=panel).order_by("-number").first()
    return {name: getattr(last, name) for name in ("lasts", "where", "place", "link", "access")} if last else {}


@may("panels.read")
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    """How a poll stands: each day with its answers, the best first."""
    row = poll_in_sight(request, pk)
    table = queries.table_of(row)
    shown(request, table.voices)
    names = dict(PollAnswer.Answer.choices)
    by_id = {line.date.pk: line for line in table.lines}
    lines = [
        (by_id[date_id], presenters.span_words(by_id[date_id].date.starts_at, row.lasts), _answers(by_id[date_id], names))
        for date_id in table.best
    ]
    closed = queries.closed(row, timezone.localdate(request.at))
    ended = row.meeting_id is not None or row.withdrawn_on is not None
    context = {
        "poll": row, "table": table, "lines": lines, "closed": closed, "ended": ended, "mark": new_mark(),
        "voices": [(voice, person_of(voice.member).name) for voice in table.voices],
        "may_write": may_in(request.viewer, row.panel, "panels.write"), "silent": sum(voice.answered_at is None for voice in table.voices),
    }  # fmt: skip
    return render(request, "panels/meetings_poll.html", context)


def _answers(line: queries.Line, names: dict[str, Any]) -> list[tuple[Any, str]]:
    return [(names.get(answer, _("No answer")), ANSWER_COLOURS[answer]) for answer in line.answers]


@may("panels.write")
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    row = poll_in_sight(request, pk, "panels.write")

    def go() -> str:
        asked = operations.remind_of_poll(by=request.viewer, at=request.at, poll=row)
        messages.info(request, presenters.told_words(asked, 0))
        return _address(row)

    try:
        only_once(request.POST.get("mark", ""), account_id=request.viewer.account_id, at=request.at, do=go)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(_address(row))


@may("panels.write")
def choose(request: HttpRequest, pk: int, date: int) -> HttpResponse:
    row = poll_in_sight(request, pk, "panels.write")
    chosen = get_object_or_404(row.dates.all(), pk=date)
    form = ChooseForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        return address(operations.choose_date(by=request.viewer, at=request.at, poll=row, date=chosen))

    twice = double_bookings_of(row.panel, chosen.starts_at, row.lasts, place=row.place)
    title = _("Meet on %(when)s?") % {"when": presenters.span_words(chosen.starts_at, row.lasts)}
    return form_page(
        request, form, title=title, lead=str(row.panel), back=_address(row), do=do, twice=twice,
        template="panels/meetings_choose_date.html",
        warnings=day_warnings(request.viewer, Meeting(panel=row.panel, starts_at=chosen.starts_at, lasts=row.lasts, place=row.place)),
        done=_("The meeting is a draft at that time. Call it when it is ready."),
    )  # fmt: skip


@may("panels.write")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    row = poll_in_sight(request, pk, "panels.write")
    form = WhyForm(request.POST or None, send_label=_("Stop asking"), initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.withdraw_poll(by=request.viewer, at=request.at, poll=row, **values)
        return _address(row)

    return form_page(request, form, title=_("Stop asking?"), lead=str(row.panel), back=_address(row), do=do)


@may("panels.write")
def answer(request: HttpRequest, pk: int, voice: int) -> HttpResponse:
    """Enter what a member said by telephone."""
    row = poll_in_sight(request, pk, "panels.write")
    who = get_object_or_404(PollVoice.objects.select_related("member__contact"), poll=row, pk=voice)
    form = answer_form(request, who)

    def do(values: dict[str, Any]) -> str:
        try:
            operations.record_poll_answer(by=request.viewer, at=request.at, voice=who, answers=form.answers, words=values["words"])
        except LinkClosed as over:
            raise Refused({"": [str(over)]}) from over
        return _address(row)

    return form_page(request, form, title=_("Enter an answer"), lead=person_of(who.member).name, back=_address(row), do=do)


def answer_form(request: HttpRequest, voice: PollVoice) -> PollAnswerForm:
    """The form in which one voice answers, as it stands."""
    row = voice.poll
    offered = [(each.pk, presenters.span_words(each.starts_at, row.lasts)) for each in row.dates.all()]
    said = dict(voice.answers.values_list("date_id", "answer"))
    online = row.where == Meeting.Where.BOTH
    sent = request.POST if request.method == "POST" else None
    return PollAnswerForm(sent, dates=offered, online=online, said=said, initial=started())


@may("panels.write")
def series(request: HttpRequest) -> HttpResponse:
    """First how the series falls, then its days to look at, each with what is booked twice; then they are planned."""
    panel = panel_chosen(request)
    if panel is None:
        return choose_panel(request, _("Plan a series"))
    asked = {name: value for name, value in request.GET.items() if name != "panel"}
    falls = SeriesForm(asked or None)
    days: list[day_type] = []
    problems: dict[str, list[str]] = {}
    if asked and falls.is_valid():
        days = days_of(falls.pattern)
        problems = pattern_problems(falls.pattern, days, today=timezone.localdate(request.at))
    for name, sentences in problems.items():
        for sentence in sentences:
            falls.add_error(name, sentence)
    if not days or problems:
        return _ask_pattern(request, panel, falls)
    return _choose_days(request, panel, falls.pattern, days)


def _ask_pattern(request: HttpRequest, panel: Panel, falls: SeriesForm) -> HttpResponse:
    context = {"panel": panel, "form": falls, "back": reverse("panels:meetings")}
    return render(request, "panels/meetings_series.html", context, status=422 if falls.is_bound and falls.errors else 200)


def _choose_days(request: HttpRequest, panel: Panel, pattern: Pattern, days: list[day_type]) -> HttpResponse:
    usual = _usual_place(panel)
    lasts = usual.get("lasts", 120)
    moments = dict(zip(days, moments_of(pattern, days), strict=True))
    twice = [words for at in moments.values() for words in double_bookings_of(panel, at, lasts, place=usual.get("place", ""))]
    choices = [(day.isoformat(), f"{date_format(day, 'l j F Y')}, {pattern.at:%H:%M}") for day in days]
    known = observances(days[0], days[-1])
    notes = [f"{date_format(day, 'j F Y')}: {observance_words(each)}" for day in days for each in known if each.holds(day, day)]
    form = SeriesDaysForm(request.POST or None, days=choices, initial=started(**usual))

    def do(values: dict[str, Any]) -> str:
        chosen = [day_type.fromisoformat(day) for day in values.pop("days")]
        made = operations.plan_series(by=request.viewer, at=request.at, panel=panel, pattern=pattern, days=chosen, **values)
        words = ngettext("%(number)d meeting was planned.", "%(number)d meetings were planned.", len(made))
        messages.success(request, words % {"number": len(made)})
        return reverse("panels:meetings")

    return form_page(
        request, form, title=_("Which of these days?"), lead=str(panel), back=f"{reverse('panels:new_series')}?panel={panel.code}", do=do,
        template="panels/meetings_choose_date.html", twice=twice, warnings=notes,
    )  # fmt: skip


def _address(row: Poll) -> str:
    return reverse("panels:poll", args=[row.pk])
