"""Writing the coding list: drafts, issuing, local additions, and the list that ships. Each is one transaction with its audit event."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.reference.rows import Changes
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.voice.themes import tables
from folkmoot.voice.themes.lists.queries import differences, draft_now, entries_of, latest_issued
from folkmoot.voice.themes.models import CodingList, ListEntry, Theme
from folkmoot.voice.themes.operations import code_all_noted
from folkmoot.voice.themes.queries import by_name
from folkmoot.voice.themes.rules import issue_problem, names_of

WORDING = ("name_en", "name_cy", "definition", "aliases", "cues")
FIRST_NOTE = "The first list, as it ships."


@transaction.atomic
def start_draft(*, by: Viewer, at: datetime) -> CodingList:
    """A draft that says what the issued list says; the one there is, if there is one. Raises NotAllowed."""
    by.require_national("themes.issue")
    held = draft_now()
    return held or _draft(by, at, [_values(entry) for entry in entries_of(latest_issued())])


@transaction.atomic
def draft_from_file(*, by: Viewer, at: datetime, path: Path) -> CodingList:
    """A draft that says what a file says, in place of any draft there is. Every theme ever issued must be in the file, if only retired.

    Raises BadReferenceFile (nothing is changed), Refused or NotAllowed.
    """
    by.require_national("themes.issue")
    values = tables.read_list(path)
    missing = sorted({entry.code for entry in entries_of(latest_issued())} - {str(each["code"]) for each in values})
    if missing:
        words = _("The file leaves out %(codes)s. A theme that was issued stays on the list: mark it as retired.")
        raise Refused({"": [words % {"codes": ", ".join(missing)}]})
    held = draft_now()
    if held:
        drop_draft(by=by, at=at, draft=held)
    return _draft(by, at, values)


def _draft(by: Actor, at: datetime, entries: Iterable[Mapping[str, Any]]) -> CodingList:
    issued = latest_issued()
    draft = CodingList(number=issued.number + 1 if issued else 1, drafted_at=at, drafted_by_id=by.account_id)
    draft.save()
    ListEntry.objects.bulk_create([ListEntry(coding_list=draft, **values) for values in entries])
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=draft, detail={"draft": draft.number})
    return draft


def _values(entry: ListEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in ("code", "parent", "order", *WORDING, "retired", "replaced_by")}


@transaction.atomic
def drop_draft(*, by: Viewer, at: datetime, draft: CodingList) -> None:
    """Drop a draft. Raises NotAllowed, or Refused for an issued list."""
    by.require_national("themes.issue")
    _refuse_issued(draft)
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=draft, detail={"draft": draft.number})
    draft.delete()


@transaction.atomic
def save_entry(*, by: Viewer, at: datetime, draft: CodingList, code: str = "", seen_version: int | None = None, **values: Any) -> ListEntry:
    """Change what a draft says of a theme, or with no `code` add one. Raises Refused (by field), ChangedMeanwhile or NotAllowed."""
    by.require_national("themes.issue")
    _refuse_issued(draft)
    values = _tidied(values)
    entry = draft.entries.filter(code=code).first() if code else None
    _refuse_names(values, {each.code: each for each in draft.entries.exclude(code=code)})
    if not values.get("retired"):
        values["replaced_by"] = ""
    if entry:
        change(entry, values, seen_version=seen_version)
    else:
        last = max((each.order for each in draft.entries.all()), default=0)
        entry = ListEntry(coding_list=draft, code=_free_code(str(values["name_en"]), draft), **{"order": last + 1, **values})
        check(entry)
        entry.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=draft, detail={"theme": entry.code})
    return entry


@transaction.atomic
def take_in(*, by: Viewer, at: datetime, draft: CodingList, theme: Theme) -> ListEntry:
    """Take an Area's theme into the national list, under its own code: its codings stay, and it counts as national once issued."""
    by.require_national("themes.issue")
    _refuse_issued(draft)
    if theme.area_id is None or theme.ends is not None:
        raise Refused({"": [_("Only a theme that an Area uses can be taken in.")]})
    _refuse_names({name: getattr(theme, name) for name in WORDING}, {each.code: each for each in draft.entries.all()})
    last = max((each.order for each in draft.entries.all()), default=0)
    entry = ListEntry(coding_list=draft, code=theme.code, order=last + 1, **{name: getattr(theme, name) for name in WORDING})
    check(entry)
    entry.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=theme, detail={"taken_into": draft.number})
    return entry


@transaction.atomic
def merge(*, by: Viewer, at: datetime, theme: Theme, into: Theme) -> None:
    """End an Area's theme and count its codings as those of a national one. Raises Refused or NotAllowed."""
    by.require_national("themes.issue")
    if theme.area_id is None or into.area_id is not None or into.ends is not None:
        raise Refused({"": [_("A theme of an Area is merged into one of the national list that is in use.")]})
    change(theme, {"ends": _day(at), "replaced_by": into})
    audit.record(audit.Kind.COMBINATION, by=by, at=at, subject=theme, detail={"into": into.code})


@transaction.atomic
def issue(*, by: Viewer, at: datetime, draft: CodingList, note: str) -> CodingList:
    """Issue a draft: from now on it is what everyone codes with. Themes it retires keep their codings. Raises Refused or NotAllowed."""
    by.require_national("themes.issue")
    return _issue(by, at, draft, note)


def _issue(by: Actor, at: datetime, draft: CodingList, note: str) -> CodingList:
    draft = CodingList.objects.select_for_update().get(pk=draft.pk)
    _refuse_issued(draft)
    before = latest_issued()
    changed = bool(differences(before, draft)) if before else True
    problem = issue_problem(entries=draft.entries.count(), note=note, changed=changed, first=before is None)
    if problem:
        raise Refused({problem[0]: [problem[1]]})
    change(draft, {"draft": False, "issued_on": _day(at), "issued_by_id": by.account_id, "note": note.strip()})
    moved = _bring_in_line(draft, by, _day(at))
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=draft, detail={"issued": draft.number, "themes": moved})
    return draft


def _bring_in_line(draft: CodingList, by: Actor, day: date) -> list[str]:
    """Make the themes say what the list says; returns the codes of those made or changed."""
    held = {theme.code: theme for theme in Theme.objects.all()}
    moved = []
    for entry in draft.entries.all():
        theme = held.get(entry.code)
        if theme is None:
            theme = held[entry.code] = Theme(code=entry.code, starts=day, made_by_id=by.account_id, name_en=entry.name_en)
            theme.save()
            moved.append(entry.code)
        values: dict[str, Any] = {name: getattr(entry, name) for name in (*WORDING, "order")}
        if theme.area_id:
            values |= {"area": None, "first_area": theme.area}
        values["ends"] = (theme.ends or day) if entry.retired else None
        if change(theme, values):
            moved.append(entry.code)
    for entry in draft.entries.all():
        change(held[entry.code], {"parent": held.get(entry.parent), "replaced_by": held.get(entry.replaced_by)})
    return sorted(set(moved))


@transaction.atomic
def add_local(*, by: Viewer, at: datetime, area: Area, **values: Any) -> Theme:
    """Add a theme to an Area's own part of the list. Raises Refused (by field) or NotAllowed."""
    by.require("voice.write", area.pk)
    values = _tidied(values)
    _refuse_taken(values, area.pk, _day(at))
    theme = Theme(code=_free_code(f"{area.code}-{values['name_en']}", None), area=area, starts=_day(at), made_by_id=by.account_id, **values)
    check(theme)
    theme.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=theme, detail={"theme": theme.code})
    return theme


@transaction.atomic
def end_local(*, by: Viewer, at: datetime, theme: Theme, replaced_by: Theme | None = None) -> None:
    """Stop using an Area's theme; its codings stay, and count as `replaced_by` where one is named. Raises Refused or NotAllowed."""
    _require_local(by, theme)
    if replaced_by and (replaced_by.pk == theme.pk or replaced_by.ends or replaced_by.area_id not in (None, theme.area_id)):
        raise Refused({"replaced_by": [_("Choose a theme in use of the national list or of the same Area.")]})
    change(theme, {"ends": _day(at), "replaced_by": replaced_by})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=theme, detail={"ended": theme.code})


@transaction.atomic
def propose(*, by: Viewer, at: datetime, theme: Theme, why: str) -> None:
    """Propose an Area's theme for the national list. Raises Refused (by field) or NotAllowed."""
    _require_local(by, theme)
    if not why.strip():
        raise Refused({"why": [_("Say why the whole service needs this theme.")]})
    change(theme, {"proposed_on": _day(at), "proposed_why": why.strip(), "proposed_by_id": by.account_id})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=theme, detail={"proposed": theme.code})


@transaction.atomic
def load_reference_data(*, by: Actor, at: datetime, path: Path = tables.FILE) -> list[Changes]:
    """Issue the list that ships as version 1 where no list was issued yet; afterwards the list is headquarters' own and nothing is done.

    Points that were recorded before with a word that names a theme are coded with it then.
    Raises BadReferenceFile for a fault in the file.
    """
    values = tables.read_list(path)
    loaded = Changes(Theme)  # type: ignore[arg-type]  # only the names of the table are read from it
    if latest_issued() is None:
        held = draft_now()
        if held:
            held.delete()
        _issue(by, at, _draft(by, at, values), FIRST_NOTE)
        themes = Theme.objects.filter(area__isnull=True)
        code_all_noted(by=THE_PRODUCT, at=at)
        loaded.added, loaded.ids = [theme.name_en for theme in themes], [theme.pk for theme in themes]
    return [loaded]


def _require_local(by: Viewer, theme: Theme) -> None:
    if theme.area_id is None or theme.ends is not None:
        raise Refused({"": [_("Only a theme of your own Area that is in use can be changed here; headquarters issues the national list.")]})
    by.require("voice.write", theme.area_id)


def _refuse_issued(draft: CodingList) -> None:
    if not draft.draft:
        raise Refused({"": [_("This version was issued and never changes. Start a draft of the next one.")]})


def _tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    """Words without blanks at their ends, and cues one a line. Raises Refused for a cue that cannot be used."""
    tidy = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    for name in ("aliases", "cues"):
        try:
            tidy[name] = tables.phrases(str(tidy.get(name, "")))
        except ValueError as error:
            raise Refused({name: [str(error)]}) from error
    return tidy


def _names(values: Mapping[str, Any]) -> set[str]:
    return names_of(**{name: str(values.get(name, "")) for name in ("name_en", "name_cy", "aliases")})


def _refuse_names(values: Mapping[str, Any], others: Mapping[str, ListEntry]) -> None:
    """No name may stand for two themes in use of one list."""
    for other in others.values():
        both = set() if other.retired else _names(values) & _names({name: getattr(other, name) for name in WORDING})
        if both and not values.get("retired"):
            _refuse_name(sorted(both)[0], other.name_en)


def _refuse_taken(values: Mapping[str, Any], area_id: int, day: date) -> None:
    known = by_name(area_id=area_id, on=day)
    for name in sorted(_names(values) & set(known)):
        _refuse_name(name, known[name].name_en)


def _refuse_name(name: str, theme: str) -> None:
    raise Refused({"name_en": [_("“%(name)s” already stands for the theme “%(theme)s”.") % {"name": name, "theme": theme}]})


def _free_code(name: str, draft: CodingList | None) -> str:
    """A code made of the name that no theme and no entry of the draft has."""
    stem = slugify(name)[:50].strip("-") or "theme"
    taken = set(Theme.objects.filter(code__startswith=stem).values_list("code", flat=True))
    taken |= set(draft.entries.values_list("code", flat=True)) if draft else set()
    return next(code for code in (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))) if code not in taken)


def _day(at: datetime) -> date:
    return timezone.localdate(at)
