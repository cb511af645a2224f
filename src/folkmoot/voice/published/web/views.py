"""The list of entries, the gaps between what was answered and what was published, and the page of one entry."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, chosen_area
from folkmoot.actions.queries import state_of_row
from folkmoot.actions.web.presenters import line_of as line_of_action
from folkmoot.foundation import audit
from folkmoot.foundation.once import new_mark
from folkmoot.voice.models import Point
from folkmoot.voice.published import easy, queries
from folkmoot.voice.published.facts import actions_behind
from folkmoot.voice.published.models import VERSION_NAMES, Edition, Entry
from folkmoot.voice.published.queries import Check, Line
from folkmoot.voice.published.rules import OPEN, WELSH_AREA, State, Version, facts_kept, since_published
from folkmoot.voice.published.rules import gaps as gaps_in
from folkmoot.voice.published.web.forms import EntryFilter
from folkmoot.voice.published.web.presenters import (
    KIND_WORDS,
    STANDING_COLOURS,
    STATE_COLOURS,
    STATE_WORDS,
    facts_in_words,
    gaps_in_words,
    since_in_words,
)
from folkmoot.voice.queries import ISSUE_ORIGIN
from folkmoot.voice.web.presenters import STANDING_WORDS as ALL_STANDINGS
from folkmoot.voice.web.presenters import line_of as line_of_point

A_PAGE = 50


@may("voice.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = EntryFilter(request.GET, areas_for(viewer, "voice.read", today=today))
    asked = filters.chosen
    renew = asked.get("state") == "renew"
    state = State(asked["state"]) if "state" in asked and not renew else None
    lines = queries.list_lines(viewer, area_id=asked.get("area_id"), state=state, renew=renew, today=today)
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters, "asked": asked, "page": page, "lines": [_words_of(line) for line in page],
        "waiting": [_words_of(line) for line in queries.waiting_for_agreement(viewer, today=today)],
        "to_renew": sum(1 for line in lines if line.renew), "may_write": viewer.may("you_said.write"),
    }  # fmt: skip
    return render(request, "voice/published_list.html", context)


def _words_of(line: Line) -> dict[str, Any]:
    facts = line.facts
    return {
        "row": line, "state": STATE_WORDS[line.state], "colour": STATE_COLOURS[line.state],
        "standing": ALL_STANDINGS[facts.standing] if facts else "", "since": _since(line),
    }  # fmt: skip


def _since(line: Line) -> str:
    if not line.renew or line.published is None or line.facts is None:
        return ""
    was = facts_kept(line.published.rests_on)
    return since_in_words(was, since_published(was, line.facts))


@may("voice.read")
def gaps(request: HttpRequest) -> HttpResponse:
    """What was answered and nobody can know of."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = areas_for(viewer, "voice.read", today=today)
    area = chosen_area(request.GET, areas)
    found = queries.gaps_of(viewer, area_id=area.pk if area else None, today=today)
    shown(request, found.shown)
    lines = [
        (line_of_point(point, today), found.issues.get(point.pk), viewer.may("you_said.write", point.area_id)) for point in found.shown
    ]
    context = {
        "areas": areas, "area": area, "found": found, "lines": lines, "unfinished": [_words_of(line) for line in found.unfinished],
        "left_off": found.untold - len(found.shown),
    }  # fmt: skip
    return render(request, "voice/published_gaps.html", context)


@may("voice.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return detail_page(request, in_sight(request, pk))


def detail_page(request: HttpRequest, entry: Entry, refused: str = "") -> HttpResponse:
    """The page of an entry; `refused` says what could not be done."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    editions = queries.editions_of(entry)
    edition = editions[0]
    edition.entry = entry
    checked = queries.check_before_leaving(edition, today=today)
    points = list(queries.points_behind(viewer, entry))
    shown(request, points)
    actions = [line_of_action(action, state_of_row(action, today), today) for action in actions_behind(entry)]
    published = next((each for each in editions if each.published_at), None)
    context = {
        "entry": entry, "edition": edition, "checked": checked, "state": checked.state.value, "state_words": STATE_WORDS[checked.state],
        "state_colour": STATE_COLOURS[checked.state], "title": queries.title_of(edition), "refused": refused, "points": points,
        "actions": actions, "answers": [point.answers.last() for point in points[:1]], "is_issue": entry.origin_kind == ISSUE_ORIGIN,
        "standing": ALL_STANDINGS[checked.facts.standing], "standing_colour": STANDING_COLOURS.get(checked.facts.standing, "orange"),
        "facts": facts_in_words(checked.facts), "findings": [(each, KIND_WORDS[each.hit.kind], _names(each)) for each in checked.findings],
        "versions": _versions(checked, welsh=entry.area.code == WELSH_AREA), "since": _changed(published, checked),
        "earlier": [(each, each.editiontexts.all()) for each in editions[1:]], "published": published,
        "address": reverse("said:entry", args=[entry.area.code, entry.pk]) if published else "",
        **_allowed(request, edition, checked, published is not None),
    }  # fmt: skip
    return render(request, "voice/published_entry.html", context, status=422 if refused else 200)


def _names(finding: queries.Finding) -> list[Any]:
    return [VERSION_NAMES[version] for version in finding.versions]


def _changed(published: Edition | None, checked: Check) -> str:
    if published is None:
        return ""
    was = facts_kept(published.rests_on)
    return since_in_words(was, since_published(was, checked.facts))


def _versions(checked: Check, *, welsh: bool) -> list[dict[str, Any]]:
    """Each version: its words, what is missing, whether it has to be there, and for Easy Read how easily it reads."""
    missing = dict(gaps_in_words((each, gaps_in(texts, checked.facts.standing)) for each, texts in checked.written.items()))
    found = []
    for version in Version:
        texts = checked.written.get(version)
        found.append({
            "which": version.value, "name": VERSION_NAMES[version], "language": version.language, "texts": texts,
            "needed": version is Version.ENGLISH or (version is Version.WELSH and welsh),
            "missing": missing.get(VERSION_NAMES[version], ""),
            "leaves": version in checked.leaves,
            "easy": easy.in_short(f"{texts.you_said}\n{texts.we_did}") if texts and version.is_easy else "",
            "hard": easy.hard(f"{texts.you_said}\n{texts.we_did}") if texts and version.is_easy else [],
        })  # fmt: skip
    return found


def _allowed(request: HttpRequest, edition: Edition, checked: Check, published: bool) -> dict[str, Any]:
    viewer, area_id, state = request.viewer, edition.entry.area_id, checked.state
    may_write = viewer.may("you_said.write", area_id)
    wrote = viewer.account_id in {writer.pk for writer in edition.writers.all()}
    second = viewer.may("you_said.agree", area_id) and state is State.SUBMITTED
    return {
        "mark": new_mark(), "may_edit": may_write and state in OPEN, "may_agree": second and not wrote, "own": second and wrote,
        "may_submit": may_write and checked.may_leave and state in (State.DRAFT, State.RETURNED),
        "may_publish": may_write and checked.may_leave and state is State.AGREED,
        "may_begin": may_write and state is State.PUBLISHED, "may_withdraw": may_write and published and not edition.entry.withdrawn_at,
    }  # fmt: skip


def shown(request: HttpRequest, points: Iterable[Point]) -> None:
    """Log that words as they were said are on the page about to be sent."""
    with transaction.atomic():
        audit.consulted(by=request.viewer, at=request.at, rows=points, route=request.path)


def in_sight(request: HttpRequest, pk: int) -> Entry:
    try:
        return queries.get_entry(request.viewer, pk)
    except Entry.DoesNotExist:
        raise Http404 from None


def newest(entry: Entry) -> Edition:
    edition = queries.editions_of(entry)[0]
    edition.entry = entry
    return edition


def address(entry: Entry) -> str:
    return reverse("voice:published-entry", args=[entry.pk])
