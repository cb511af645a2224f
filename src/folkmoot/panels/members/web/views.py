"""Pages on which members of panels are looked up. Whatever is shown about a person is logged."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for
from folkmoot.communities.web.consultation import read, shown
from folkmoot.panels.members import queries
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.rules import SOON, State, succession_words
from folkmoot.panels.members.web.forms import MembersFilter
from folkmoot.panels.members.web.presenters import kept_lines, seat_lines, sign_in_words, state_on
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import terms_on
from folkmoot.panels.web.sight import panel_in_sight
from folkmoot.stakeholders.queries import speakers, with_safe_contact_note
from folkmoot.stakeholders.rules import search_words

CAPABILITY = "panels.members"
A_PAGE = 40
SHOWN_ONCE = "member_link"


@may(CAPABILITY)
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = MembersFilter(request.GET, areas_for(viewer, CAPABILITY, today=today))
    asked = filters.chosen
    rows = queries.seats(viewer).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=today)).filter(Q(ends__isnull=True) | Q(ends__gte=today))
    rows = _narrowed(rows, asked, today).prefetch_related("renewed_by")
    wanted = asked.get("needs") == "papers"
    lines = [line for line in seat_lines(rows, today) if line.problem] if wanted else None
    page: Any = Paginator(lines if lines is not None else rows, A_PAGE).get_page(request.GET.get("page"))
    on_page = list(page.object_list) if wanted else seat_lines(page.object_list, today)
    shown(request, [line.member for line in on_page])
    address = request.GET.copy()
    address.pop("page", None)
    context = {"filters": filters, "asked": asked, "lines": on_page, "page": page, "rest": address.urlencode()}
    return render(request, "panels/members_list.html", context)


def _narrowed(rows: QuerySet[Member], asked: dict[str, Any], today: Any) -> QuerySet[Member]:
    if "area_id" in asked:
        rows = rows.filter(panel__area=asked["area_id"])
    if "position" in asked:
        rows = rows.filter(position=asked["position"])
    for word in search_words(asked.get("words", "")):
        rows = rows.filter(contact__search_key__contains=word)
    if asked.get("needs") == "ending":
        rows = rows.filter(ends__lte=today + SOON, renewed_by__isnull=True)
    if asked.get("needs") == "sign_in":
        rows = rows.filter(account__isnull=True)
    return rows.order_by("panel__name_en", "panel_id", "contact__name", "pk")


@may(CAPABILITY)
def of_panel(request: HttpRequest, code: str) -> HttpResponse:
    panel, today = panel_in_sight(request, code, CAPABILITY), timezone.localdate(request.at)
    every = seat_lines(queries.seats_of(request.viewer, panel), today)
    sitting = [line for line in every if state_on(line.member, today) is State.HELD]
    shown(request, [line.member for line in every])
    context = {
        "panel": panel, "sitting": sitting, "places": queries.places(panel, today), "succession": _succession(panel, sitting, today),
        "coming": [line for line in every if state_on(line.member, today) is State.COMING],
        "past": [line for line in every if state_on(line.member, today) in (State.OVER, State.LEFT)],
        "doubled": _doubled(sitting), "offices": [row for row in queries.offices_of(panel) if row.contact.erased_on is None],
    }  # fmt: skip
    return render(request, "panels/members_panel.html", context)


def _succession(panel: Panel, sitting: list[Any], today: Any) -> str:
    if not sitting:
        return ""
    terms, chair = terms_on(panel, today), queries.chair_of(panel, today)
    return succession_words(
        chairs=[chair.position] if chair else [], chair_ends=queries.chair_ends(panel, today),
        deputies=queries.deputies_of(panel, today).count(), rule=terms.chair_rule if terms else "elected", today=today,
    )  # fmt: skip


def _doubled(sitting: list[Any]) -> list[str]:
    """The people who hold two seats at once, since their entries were joined."""
    people = [queries.person_of(line.member).pk for line in sitting]
    return sorted({line.name for line, person in zip(sitting, people, strict=True) if people.count(person) > 1})


@may(CAPABILITY)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    member: Any = seat_in_sight(request, pk)
    today = timezone.localdate(request.at)
    person = queries.person_of(member)
    state = state_on(member, today)
    shown(request, [member, *member.undertakings.all(), *member.vettings.all(), *member.trainings.all(), *member.interests.all()])
    context = {
        "member": member, "person": person, "line": seat_lines([member], today)[0], "sits": state in (State.HELD, State.COMING),
        "signs_in": sign_in_words(member, request.at), "noted": bool(with_safe_contact_note(request.viewer, [person.pk])),
        "others": queries.other_seats(request.viewer, member), "today": today,
        "speaks": [row.community for row in speakers(request.viewer).filter(contact=person, ended_on__isnull=True)],
        "link": _link_once(request, member),
        "can_sign_in": queries.grants_of(member).exists(), "may_sign_in": state is not State.OVER and member.ended_on is None,
        "renewable": not member.renewed_by.all() and member.ends,
    }  # fmt: skip
    return render(request, "panels/members_one.html", context)


def _link_once(request: HttpRequest, member: Member) -> str:
    """The link that could not be mailed, shown on the page of whom it is for, once."""
    kept_link = request.session.get(SHOWN_ONCE)
    if not kept_link or kept_link["seat"] != member.pk:
        return ""
    return str(request.session.pop(SHOWN_ONCE)["link"])


@may(CAPABILITY)
def kept(request: HttpRequest) -> HttpResponse:
    return render(request, "panels/members_kept.html", {"kinds": kept_lines()})


def seat_in_sight(request: HttpRequest, pk: int) -> Member:
    """One seat, where the viewer keeps the members of its panel. Raises Http404."""
    try:
        return read(request, queries.get_seat(request.viewer, pk))
    except Member.DoesNotExist:
        raise Http404 from None
