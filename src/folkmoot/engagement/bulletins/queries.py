"""Reading bulletins, and the one check of what leaves: the page shows it, the lawyer reads it, the sender obeys it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Count, Q, QuerySet

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer, within
from folkmoot.engagement.bulletins.leaks import Hit, hits_in, name_candidates
from folkmoot.engagement.bulletins.models import Bulletin, BulletinCase, Explanation
from folkmoot.engagement.bulletins.rules import State, Version, state_of
from folkmoot.engagement.bulletins.wording import CaseWords, Leaving, Written, fingerprint, gaps, leaving
from folkmoot.stakeholders.models import Contact
from folkmoot.voice.models import Point
from folkmoot.voice.queries import points_of_origin

ORIGIN = "engagement.bulletin"
_AT_ONCE = 500  # names asked for in one query

_IN_STATE: dict[State, Q] = {
    State.SEALED: Q(sealed_at__isnull=False),
    State.CLEARED: Q(sealed_at__isnull=True, cleared_at__isnull=False),
    State.RETURNED: Q(cleared_at__isnull=True, returned_at__isnull=False),
    State.SUBMITTED: Q(cleared_at__isnull=True, returned_at__isnull=True, submitted_at__isnull=False),
    State.DRAFT: Q(submitted_at__isnull=True),
}


def bulletins(viewer: Viewer) -> QuerySet[Bulletin]:
    """The bulletins in sight. Whoever reads only as a lawyer sees those submitted to them, and no others."""
    rows = Bulletin.objects.select_related("area", "author", "lawyer")
    reader = replace(viewer, grants=tuple(grant for grant in viewer.grants if grant.role is not Role.LAWYER))
    named = within(viewer, rows, "bulletins.clear").filter(lawyer_id=viewer.account_id, submitted_at__isnull=False)
    return within(reader, rows, "bulletins.read") | named


def get_bulletin(viewer: Viewer, bulletin_id: int) -> Bulletin:
    """One bulletin in sight. Raises Bulletin.DoesNotExist for one out of sight."""
    return bulletins(viewer).prefetch_related("cases", "explanations", "writers").get(pk=bulletin_id)


def list_bulletins(viewer: Viewer, *, area_id: int | None = None, state: State | None = None) -> QuerySet[Bulletin]:
    """Bulletins, the latest first, each with `reached`, to how many it was sent or handed over, and `chosen`, how many are to get it."""
    rows = bulletins(viewer).filter(_IN_STATE[state]) if state else bulletins(viewer)
    rows = rows.filter(area_id=area_id) if area_id is not None else rows
    arrived = Count("recipients", filter=Q(recipients__state__in=("sent", "handed_over")), distinct=True)
    return rows.annotate(reached=arrived, chosen=Count("recipients", distinct=True)).order_by("-pk")


def waiting_for_lawyer(viewer: Viewer) -> QuerySet[Bulletin]:
    """What this viewer, as the lawyer named, has still to clear or send back, the longest waiting first."""
    return bulletins(viewer).filter(_IN_STATE[State.SUBMITTED], lawyer_id=viewer.account_id).order_by("submitted_at", "pk")


def dated_state(bulletin: Bulletin) -> State:
    """The state as its dates tell it: enough for a list. `Check.state` also proves that what was cleared is what stands there."""
    return state_of(
        submitted=bulletin.submitted_at is not None, returned=bulletin.returned_at is not None, cleared=bulletin.cleared_at is not None,
        sealed=bulletin.sealed_at is not None,
    )  # fmt: skip


def lawyers_for(viewer: Viewer, bulletin: Bulletin, *, today: date) -> QuerySet[Account]:
    """Who may clear this bulletin: lawyers of its Area who wrote none of it."""
    return people_who_may("bulletins.clear", bulletin.area_id, today=today).exclude(pk__in=writer_ids(bulletin))


def writer_ids(bulletin: Bulletin) -> set[int]:
    author = {bulletin.author_id} if bulletin.author_id is not None else set()
    return {*author, *(writer.pk for writer in bulletin.writers.all())}


@dataclass(frozen=True)
class Finding:
    """Something that may identify somebody, in which versions it stands, and why it may stay ("" while nobody said so)."""

    hit: Hit
    versions: tuple[Version, ...]
    explained: str = ""


@dataclass(frozen=True)
class Check:
    """What would leave, what was found in it, and where it stands with its clearance."""

    leaves: dict[Version, Leaving]
    findings: list[Finding]
    hash: str
    state: State
    gaps: dict[Version, list[str]] = field(default_factory=dict)

    @property
    def unexplained(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.explained]

    @property
    def may_be_submitted(self) -> bool:
        return Version.ENGLISH in self.leaves and not self.unexplained


def check_before_leaving(bulletin: Bulletin, *, today: date) -> Check:
    """The one check: every version that is written in full, read for what may identify somebody, against what was explained and cleared.

    Names are those the authors listed and those of the people known in the Area.
    """
    written = written_of(bulletin, bulletin.cases.all())
    leaves = leaving(written)
    why = {row.key: row.words for row in bulletin.explanations.all()}
    findings = _findings(bulletin, leaves.values(), why, today)
    now = fingerprint(leaves.values(), [(finding.hit.key, finding.explained) for finding in findings])
    state = state_of(
        submitted=bulletin.submitted_at is not None, returned=bulletin.returned_at is not None,
        cleared=bulletin.cleared_at is not None and bulletin.cleared_hash == now, sealed=bulletin.sealed_at is not None,
    )  # fmt: skip
    return Check(leaves, findings, now, state, {version: gaps(written, version) for version in Version})


def written_of(bulletin: Bulletin, cases: Iterable[BulletinCase]) -> Written:
    """A stored bulletin as `wording` takes it."""
    en, cy, easy = Version.ENGLISH, Version.WELSH, Version.EASY
    return Written(
        {en: bulletin.title, cy: bulletin.title_cy, easy: bulletin.title_easy},
        {en: bulletin.body, cy: bulletin.body_cy, easy: bulletin.body_easy},
        [
            CaseWords(
                {en: case.words, cy: case.words_cy, easy: case.words_easy}, {en: case.outcome, cy: case.outcome_cy, easy: case.outcome},
                {en: case.court, cy: case.court_cy, easy: case.court}, case.finalised_on, case.source,
            )
            for case in cases
        ],
    )  # fmt: skip


def replies_to(viewer: Viewer, bulletin: Bulletin) -> QuerySet[Point]:
    """What was answered to a bulletin, as far as the viewer may read what was said."""
    return points_of_origin(viewer, ORIGIN, bulletin.pk)


def _findings(bulletin: Bulletin, leaves: Iterable[Leaving], why: dict[str, str], today: date) -> list[Finding]:
    texts = {each.version: f"{each.subject}\n\n{each.text}" for each in leaves}
    contacts, parties = _known_names(bulletin.area_id, texts.values()), bulletin.must_not_appear.splitlines()
    found: dict[str, tuple[Hit, list[Version]]] = {}
    for version, text in texts.items():
        for hit in hits_in(text, parties=parties, contacts=contacts, this_year=today.year):
            found.setdefault(hit.key, (hit, []))[1].append(version)
    return [Finding(hit, tuple(versions), why.get(key, "")) for key, (hit, versions) in found.items()]


def _known_names(area_id: int, texts: Iterable[str]) -> list[str]:
    """The names of people known in the Area that stand in the texts; asked by what is written, so that a million names cost nothing."""
    candidates: Sequence[str] = sorted(set().union(*(name_candidates(text) for text in texts)))
    people = Contact.objects.filter(area_id=area_id, erased_on__isnull=True)
    found: list[str] = []
    for at in range(0, len(candidates), _AT_ONCE):
        found += people.filter(search_key__in=candidates[at : at + _AT_ONCE]).values_list("name", flat=True)
    return found


def explanation_of(bulletin: Bulletin, key: str) -> Explanation | None:
    return next((row for row in bulletin.explanations.all() if row.key == key), None)
