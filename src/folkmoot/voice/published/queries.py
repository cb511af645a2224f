"""Reading entries for those who prepare and agree them, and the one check of what leaves. What the public reads: see `open_pages`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import Area
from folkmoot.areas.rules import in_being
from folkmoot.voice.issues.models import Issue, IssuePoint
from folkmoot.voice.issues.queries import issues
from folkmoot.voice.models import Answer, LongWords, Point
from folkmoot.voice.published.facts import behind, facts_now
from folkmoot.voice.published.leaks import IN_CONFIDENCE, QUOTED, Hit, Kind, claims_in, hits_in, runs_of
from folkmoot.voice.published.models import Edition, Entry
from folkmoot.voice.published.open_pages import Published, public_entries
from folkmoot.voice.published.rules import (
    OPEN,
    QUIET_DAYS,
    WELSH_AREA,
    Facts,
    State,
    Texts,
    Version,
    facts_kept,
    fingerprint,
    leaving,
    since_published,
    standing_problem,
    state_of,
    version_problems,
)
from folkmoot.voice.queries import ISSUE_ORIGIN, ORIGIN, list_points, points

__all__ = ["Published", "public_entries"]  # read with the rest of this module, though they take no viewer
_RESTRICTED_READ = 2000  # the latest restricted points of an Area whose words are looked for


def entries(viewer: Viewer) -> QuerySet[Entry]:
    """The entries in sight, the newest first. What is not published of a point kept to those who answer is seen only by them."""
    rows = within(viewer, Entry.objects.select_related("area", "theme", "prepared_by", "withdrawn_by"), "voice.read")
    sight = viewer.sight("voice.restricted")
    if not sight.national:
        hidden = Point.objects.filter(visibility=Point.Visibility.RESTRICTED).exclude(area_id__in=sight.area_ids).values("pk")
        unpublished = ~Q(pk__in=Edition.objects.filter(published_at__isnull=False).values("entry_id"))
        rows = rows.exclude(unpublished & Q(origin_kind=ORIGIN, origin_id__in=hidden))
    return rows.order_by("-pk")


def get_entry(viewer: Viewer, entry_id: int) -> Entry:
    """One entry in sight. Raises Entry.DoesNotExist for one out of sight."""
    return entries(viewer).get(pk=entry_id)


def entries_of(viewer: Viewer, kind: str, row_id: int, *, today: date | None = None) -> list["Line"]:
    """The entries in sight that were made from a point (“voice.point”) or an issue (“voice.issue”), as `lines_of` gives them."""
    return lines_of(entries(viewer).filter(origin_kind=kind, origin_id=row_id), today=today)


def editions_of(entry: Entry) -> list[Edition]:
    """The versions of an entry in time, the latest first."""
    people = ("submitted_by", "returned_by", "agreed_by", "published_by", "entry__area", "entry__theme")
    rows = Edition.objects.filter(entry=entry).select_related(*people).prefetch_related("editiontexts", "findingexplaineds", "writers")
    return list(rows.order_by("-number"))


def dated_state(edition: Edition, *, latest: bool = True) -> State:
    """The state as its dates tell it: enough for a list. `Check.state` also proves that what was agreed is what stands there."""
    return state_of(
        submitted=edition.submitted_at is not None, returned=edition.returned_at is not None, agreed=edition.agreed_at is not None,
        published=edition.published_at is not None, replaced=edition.published_at is not None and not latest,
        withdrawn=edition.entry.withdrawn_at is not None,
    )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One entry as a line: its title, the state of its newest version, whether another is published, and what has changed since."""

    entry: Entry
    edition: Edition
    title: str
    state: State
    published: Edition | None
    facts: Facts | None = None
    renew: bool = False


def lines_of(rows: Iterable[Entry], *, today: date | None = None) -> list[Line]:
    """Entries as lines; with `today` each published one says whether it is still so (`renew`: it is not)."""
    among = list(rows)
    held = _editions({row.pk: row for row in among})
    now = facts_now(among, today=today) if today else {}
    return [_line(row, held[row.pk], now.get(row.pk)) for row in among if held.get(row.pk)]


def _editions(rows: dict[int, Entry]) -> dict[int, list[Edition]]:
    held: dict[int, list[Edition]] = {}
    for edition in Edition.objects.filter(entry__in=rows).prefetch_related("editiontexts").order_by("-number"):
        edition.entry = rows[edition.entry_id]
        held.setdefault(edition.entry_id, []).append(edition)
    return held


def _line(entry: Entry, editions: list[Edition], now: Facts | None) -> Line:
    newest, published = editions[0], next((each for each in editions if each.published_at), None)
    renew = bool(now and published and not entry.withdrawn_at and since_published(facts_kept(published.rests_on), now))
    return Line(entry, newest, title_of(newest), dated_state(newest), published, now, renew)


def title_of(edition: Edition) -> str:
    """The first title that is written; empty where none is."""
    return next((text.title for text in edition.editiontexts.all() if text.title), "")


def list_lines(viewer: Viewer, *, area_id: int | None = None, state: State | None = None, renew: bool = False, today: date) -> list[Line]:
    """The entries in sight as lines, by the state of their newest version, or those (`renew`) that are no longer as published."""
    rows = entries(viewer).filter(area_id=area_id) if area_id is not None else entries(viewer)
    found = lines_of(rows, today=today)
    return [line for line in found if (state is None or line.state is state) and (line.renew or not renew)]


def waiting_for_agreement(viewer: Viewer, *, today: date) -> list[Line]:
    """What was submitted and this viewer may agree, having written none of it; the longest waiting first.

    An agreement that no longer holds, because what was done or planned is another since, waits again.
    """
    if viewer.account_id is None:
        return []
    waiting = Edition.objects.filter(submitted_at__isnull=False, returned_at__isnull=True, published_at__isnull=True)
    waiting = waiting.filter(entry__withdrawn_at__isnull=True).exclude(writers=viewer.account_id)
    rows = within(viewer, entries(viewer).filter(editions__in=waiting), "you_said.agree")
    found = lines_of(rows.order_by("editions__submitted_at", "pk"), today=today)
    return [line for line in found if line.state is State.SUBMITTED or _agreed_no_longer(line.edition, today)]


def _agreed_no_longer(edition: Edition, today: date) -> bool:
    """Whether what was agreed is another today; asked of the few that are agreed and not yet published."""
    return check_before_leaving(edition, today=today).state is State.SUBMITTED


@dataclass(frozen=True)
class Finding:
    """Something that may point to somebody or says too much, in which versions it stands, and why it may stay ("": nobody said so)."""

    hit: Hit
    versions: tuple[Version, ...]
    explained: str = ""


@dataclass(frozen=True)
class Check:
    """What would leave, what was found in it, what it rests on today, and where it stands with its agreement."""

    leaves: dict[Version, Texts]
    written: dict[Version, Texts]
    facts: Facts
    findings: list[Finding]
    problems: list[str]
    hash: str
    state: State = field(default=State.DRAFT)

    @property
    def unexplained(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.explained]

    @property
    def may_leave(self) -> bool:
        return not self.problems and not self.unexplained


def check_before_leaving(edition: Edition, *, today: date) -> Check:
    """The one check: each version written in full is read for what may point to somebody, and held against the records of today."""
    entry = edition.entry
    facts = facts_now([entry], today=today)[entry.pk]
    written = {Version(row.which): texts_of(row) for row in edition.editiontexts.all()}
    leaves = leaving(written, facts.standing)
    why = {row.key: row.words for row in edition.findingexplaineds.all()}
    findings = _findings(entry, leaves, facts, why, beside=f"{edition.corrects}\n\n{edition.corrects_cy}")
    now = fingerprint(
        leaves, facts, [(each.hit.key, each.explained) for each in findings], [edition.corrects, edition.corrects_cy, entry.theme_id]
    )
    state = state_of(
        submitted=edition.submitted_at is not None, returned=edition.returned_at is not None,
        agreed=edition.agreed_at is not None and edition.agreed_hash == now, published=edition.published_at is not None,
        withdrawn=entry.withdrawn_at is not None,
    )  # fmt: skip
    return Check(leaves, written, facts, findings, _problems(edition, leaves, facts), now, state)


def texts_of(row: object) -> Texts:
    return Texts(*(getattr(row, name) for name in ("title", "you_said", "we_did", "shown_by")))


def _problems(edition: Edition, leaves: dict[Version, Texts], facts: Facts) -> list[str]:
    if nothing := standing_problem(facts):
        return [nothing]
    found = version_problems(leaves, welsh_area=edition.entry.area.code == WELSH_AREA)
    if edition.number > 1 and not edition.corrects.strip():
        found.append(_("Say what this version corrects or brings up to date: those who read the earlier one are owed it."))
    if edition.number > 1 and Version.WELSH in leaves and not edition.corrects_cy.strip():
        found.append(_("Say in Welsh, too, what this version corrects."))
    return found


def _findings(entry: Entry, leaves: dict[Version, Texts], facts: Facts, why: dict[str, str], beside: str) -> list[Finding]:
    own, apart = words_behind(entry)
    said, restricted = runs_of(own, QUOTED), runs_of(apart, IN_CONFIDENCE)
    found: dict[str, tuple[Hit, list[Version]]] = {}
    if leaves and _told_in_confidence(entry):
        hit = Hit(Kind.RESTRICTED_POINT, "", "")
        found[hit.key] = (hit, list(leaves))
    for version, texts in leaves.items():
        read = f"{texts.whole}\n\n{beside}" if version is Version.ENGLISH else texts.whole
        for hit in (*hits_in(read, said=said, restricted=restricted), *claims_in(texts.we_did, facts.standing)):
            found.setdefault(hit.key, (hit, []))[1].append(version)
    return [Finding(hit, tuple(dict.fromkeys(versions)), why.get(key, "")) for key, (hit, versions) in found.items()]


def words_behind(entry: Entry) -> tuple[list[str], list[str]]:
    """The words an entry was made from, whole; and those of the Area's other points that are kept to the people who answer."""
    mine = Point.objects.filter(pk__in=behind([entry])[entry.pk].points)
    long = LongWords.objects.filter(point__in=mine.values("pk")).values_list("words", flat=True)
    apart = Point.objects.filter(area_id=entry.area_id, visibility=Point.Visibility.RESTRICTED).exclude(pk__in=mine.values("pk"))
    apart = apart.order_by("-said_on", "-pk")
    return [*mine.order_by().values_list("words", flat=True), *long], list(apart.values_list("words", flat=True)[:_RESTRICTED_READ])


def _told_in_confidence(entry: Entry) -> bool:
    mine = behind([entry])[entry.pk].points
    return Point.objects.filter(pk__in=mine, visibility=Point.Visibility.RESTRICTED).exists()


def points_behind(viewer: Viewer, entry: Entry) -> QuerySet[Point]:
    """The points in sight that an entry tells of, those said first before the others."""
    return points(viewer).filter(pk__in=behind([entry])[entry.pk].points).order_by("said_on", "pk")


def origin_in_sight(viewer: Viewer, kind: str, row_id: int) -> Point | Issue | None:
    """The point or issue that an entry is to be made from, where it is in sight."""
    if kind == ORIGIN:
        return points(viewer).filter(pk=row_id).first()
    return issues(viewer).filter(pk=row_id).first() if kind == ISSUE_ORIGIN else None


@dataclass(frozen=True)
class Gaps:
    """What is missing between what was answered and what was published. `untold` counts all; `shown` are those waiting longest,
    `issues` the issue in sight to which each of them belongs.
    """

    untold: int
    shown: list[Point]
    issues: dict[int, Issue]
    unfinished: list[Line]
    quiet: list[tuple[Area, date | None]]


def gaps_of(viewer: Viewer, *, area_id: int | None = None, today: date, most: int = 50) -> Gaps:
    """The points answered or changed and neither published nor told; what is still unpublished; the Areas that published nothing lately."""
    waiting = list_points(viewer, area_id=area_id, untold=True, longest_first=True).exclude(pk__in=_told_of_in_public())
    waiting = waiting.exclude(latest_outcome=Answer.Outcome.THANKED)  # type: ignore[misc]  # annotated; thanks are nothing to publish
    lines = list_lines(viewer, area_id=area_id, today=today)
    unfinished = [line for line in lines if line.state in OPEN]
    shown = list(waiting[:most])
    quiet = quiet_areas(viewer, area_id=area_id, today=today)
    return Gaps(waiting.order_by().count(), shown, _issues_of(viewer, shown), unfinished, quiet)


def _issues_of(viewer: Viewer, shown: Iterable[Point]) -> dict[int, Issue]:
    rows = IssuePoint.objects.filter(point__in=[point.pk for point in shown], left_at__isnull=True, issue__in=issues(viewer).values("pk"))
    return {row.point_id: row.issue for row in rows.select_related("issue").order_by("-pk")}


def _told_of_in_public() -> QuerySet[Point, Any]:
    """The points of entries that are published now, by themselves or through their issue."""
    live = Entry.objects.filter(withdrawn_at__isnull=True, editions__published_at__isnull=False)
    own = live.filter(origin_kind=ORIGIN).values("origin_id")
    joined = IssuePoint.objects.filter(left_at__isnull=True, issue__in=live.filter(origin_kind=ISSUE_ORIGIN).values("origin_id"))
    return Point.objects.filter(Q(pk__in=own) | Q(pk__in=joined.values("point_id"))).order_by().values("pk")


def quiet_areas(viewer: Viewer, *, area_id: int | None = None, today: date) -> list[tuple[Area, date | None]]:
    """The Areas in sight that published nothing for six months, with the day they last did (None: never)."""
    rows = within(viewer, Area.objects.filter(withdrawn_on__isnull=True, kind=Area.Kind.AREA), "voice.read", area="pk")
    rows = rows.filter(pk=area_id) if area_id is not None else rows
    last = dict(Entry.objects.order_by().values_list("area_id").annotate(day=Max("editions__published_at__date")))
    since = today - timedelta(days=QUIET_DAYS)
    return [(area, last.get(area.pk)) for area in in_being(rows, today) if (last.get(area.pk) or date.min) < since]
