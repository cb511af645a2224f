"""What the product already knows that bears on a characteristic, offered with its source, day, base and gaps.

Nothing that could tell of a person is offered: what people said is given as how many and about what, never in their words; a number
below the threshold of `stats.disclosure` is withheld, a theme of so few is not named, and the numbers of single themes are not
given at all, so that none can be worked out from the others.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.casework.queries import Counted, list_analyses
from folkmoot.casework.rules import in_words
from folkmoot.casework.sentences import answer_of
from folkmoot.census.queries import Profile, profiles
from folkmoot.census.queries.populations import title_of
from folkmoot.communities.models import CommunityPoint
from folkmoot.decisions.assessments.evidence.matching import RECORDED_AS, SCHEMES, column_tells
from folkmoot.decisions.assessments.models import EFFECT_NAMES, Assessment, Impact, TakenEvidence
from folkmoot.decisions.assessments.queries import assessments
from folkmoot.decisions.assessments.rules import Effect, same_topic
from folkmoot.decisions.assessments.screening import NAMES, Characteristic
from folkmoot.engagement.reach.queries import Asked, Line, lines
from folkmoot.foundation.periods import months_before
from folkmoot.stats import disclosure
from folkmoot.stats.released import ReleasedTable
from folkmoot.voice.models import Point
from folkmoot.voice.queries import list_points, points_by_equality
from folkmoot.voice.themes.queries import themes_of_points

Source = TakenEvidence.Source
MONTHS = 24  # of what people said
MOST_CATEGORIES = 8
MOST_ANALYSES = 3
MOST_THEMES = 5


@dataclass(frozen=True)
class Offer:
    """One piece of evidence as it stands today. `key` names it; an offer of source GAP says what the product cannot tell."""

    code: Characteristic
    source: str
    key: str
    title: str
    words: str
    as_of: date | None = None
    base: str = ""
    gaps: str = ""
    address: str = ""


def offers(viewer: Viewer, assessment: Assessment, code: Characteristic, *, today: date) -> list[Offer]:
    """Everything the product knows of a characteristic in the assessment's Area, as far as the viewer may see it; then what it lacks."""
    area = assessment.area
    found = [
        *_census(viewer, area, code, today), *_reach(viewer, area, code, today), *_points(viewer, area, code, today),
        *_disparities(viewer, area, code), *_past(viewer, assessment, code),
    ]  # fmt: skip
    return [*found, *_lacking(code, {offer.source for offer in found}, today)]


def _census(viewer: Viewer, area: Area | None, code: Characteristic, today: date) -> Iterator[Offer]:
    wanted = [one for one in profiles(viewer, place=area, today=today) if one.table.scheme and one.table.scheme.code in SCHEMES[code]]
    for found in wanted:
        if not found.base or not found.rows:
            continue
        title = _("%(source)s, %(year)s") % {"source": title_of(found.table), "year": found.table.year}
        yield Offer(
            code, Source.CENSUS, f"census:{found.table.pk}", title, _census_words(found), found.source.day,
            ngettext("%(number)s person", "%(number)s people", found.base) % {"number": f"{found.base:,}"}, _census_gaps(found),
            reverse("census:home"),
        )  # fmt: skip


def _census_words(found: Profile) -> str:
    """The largest groups with their share of everybody; groups withheld for their size are left out."""
    told = [row for row in found.rows if row.is_answer and row.share is not None and not _small(row.people)]
    told.sort(key=lambda row: -row.people)
    said = "; ".join(f"{row.category.name} {row.share:.1f}%" for row in told[:MOST_CATEGORIES])
    others = len(told) - MOST_CATEGORIES
    more = ngettext(" and %(number)s smaller group", " and %(number)s smaller groups", others) % {"number": others} if others > 0 else ""
    return f"{said}{more}."


def _census_gaps(found: Profile) -> str:
    year = _("The census counted in %(year)s; people have come and gone since.") % {"year": found.table.year}
    silent = _("%(share)s%% answered the question.") % {"share": f"{found.answered:.1f}"} if found.answered is not None else ""
    lost = (
        ngettext("%(number)s authority is not in it.", "%(number)s authorities are not in it.", found.missing) % {"number": found.missing}
        if found.missing else ""
    )  # fmt: skip
    return " ".join(part for part in (year, silent, lost, found.note) if part)


def _reach(viewer: Viewer, area: Area | None, code: Characteristic, today: date) -> Iterator[Offer]:
    if not (viewer.may("communities.read") and viewer.may("engagement.read")):
        return
    known = _known(viewer, area, code, today)
    if not known:
        return
    met = [line for line in known if line.contacts]
    never = [str(line.community) for line in known if line.contact.last is None]
    words = ngettext(
        "%(known)s community with this characteristic is known; met in the last 12 months: %(met)s.",
        "%(known)s communities with this characteristic are known; met in the last 12 months: %(met)s.", len(known),
    ) % {"known": len(known), "met": len(met)}  # fmt: skip
    if never:
        words += " " + _("Never met: %(names)s.") % {"names": ", ".join(sorted(never)[:MOST_CATEGORIES])}
    yield Offer(
        code, Source.REACH, f"reach:{code}", _("Communities known and met, %(place)s") % {"place": _place(area)}, words, today,
        ngettext("%(number)s community", "%(number)s communities", len(known)) % {"number": len(known)},
        _("Only communities somebody entered are known, and meeting a community is not hearing all of it."), reverse("engagement:reach"),
    )  # fmt: skip


def _known(viewer: Viewer, area: Area | None, code: Characteristic, today: date) -> list[Line]:
    kept = lines(viewer, Asked(today, area))
    return [line for line in kept if any(one.scheme.code in SCHEMES[code] for one in line.community.characteristics.all())]


def _points(viewer: Viewer, area: Area | None, code: Characteristic, today: date) -> Iterator[Offer]:
    if not viewer.may("voice.read"):
        return
    said = points_of(viewer, area, code, today)
    number = said.count()
    if not number:
        return
    first = months_before(today, MONTHS)
    if _small(number):
        words, base = _("Fewer than %(number)s points were recorded; how many and about what is withheld.") % _threshold(), ""
    else:
        words, base = _themes(viewer, said, number), ngettext("%(number)s point", "%(number)s points", number) % {"number": f"{number:,}"}
    since = _("since %(day)s") % {"day": date_format(first, "j F Y")}
    yield Offer(
        code, Source.POINTS, f"points:{code}", _("What people said, %(place)s, %(since)s") % {"place": _place(area), "since": since}, words,
        today, base, _("Those who spoke are not a sample of those concerned. Points are counted by what they bear on and by the communities"
        " they came from; where nobody said, they are not counted."), f"{reverse('voice:list')}",
    )  # fmt: skip


def points_of(viewer: Viewer, area: Area | None, code: Characteristic, today: date) -> QuerySet[Point]:
    """The points in sight of the last MONTHS months that bear on a characteristic, or came from communities that have it."""
    first, area_id = months_before(today, MONTHS) + timedelta(days=1), area.pk if area else None
    came_from = CommunityPoint.objects.filter(community__characteristics__scheme__code__in=SCHEMES[code]).values("point")
    bearing = points_by_equality(viewer, RECORDED_AS[code], area=area_id, first=first, last=today).order_by().values("pk")
    rows = list_points(viewer, area_id=area_id, first=first, last=today)
    return rows.filter(Q(pk__in=came_from) | Q(pk__in=bearing))


def _themes(viewer: Viewer, said: QuerySet[Point], number: int) -> str:
    coded = themes_of_points(viewer, said.order_by().values("pk"))
    counted = Counter(theme.name for themes in coded.values() for theme in themes).most_common()
    named = [theme for theme, times in sorted(counted, key=lambda one: (-one[1], one[0])) if not _small(times)][:MOST_THEMES]
    total = ngettext("%(number)s point was recorded.", "%(number)s points were recorded.", number) % {"number": f"{number:,}"}
    about = _("No theme was raised often enough to be named.")
    if named:
        about = _("Most often about: %(themes)s.") % {"themes": ", ".join(named)}
    return f"{total} {about}"


def _disparities(viewer: Viewer, area: Area | None, code: Characteristic) -> Iterator[Offer]:
    if not viewer.may("casework.read"):
        return
    rows = list_analyses(viewer, area_id=area.pk if area else None, national=area is None)
    telling = [row for row in rows if any(column_tells(column, code) for column in row.by_columns)][:MOST_ANALYSES]
    full = {row.pk: row for row in rows.filter(pk__in=[row.pk for row in telling]).defer(None)}
    for row in telling:
        counted = Counted(full[row.pk])
        for table in counted.tables:
            if column_tells(table.by[0], code):
                yield _disparity(code, counted, table)


def _disparity(code: Characteristic, counted: Counted, table: ReleasedTable) -> Offer:
    """The sentences that may be shown of one table, and nothing below them: small numbers are withheld in it already."""
    row = counted.analysis
    words = " ".join(str(sentence) for sentence in answer_of(table, counted.adverse))
    base = table.overall.shown.base
    shown = (
        ""
        if isinstance(base, disclosure.Suppressed)
        else ngettext("%(number)s record", "%(number)s records", base) % {"number": f"{base:,}"}
    )
    caveats = _("A difference is not proof of its cause. Counted are records, not people.")
    return Offer(
        code, Source.DISPARITY, f"disparity:{row.pk}:{table.by[0]}"[:80], f"{row.title}: {row.outcome}, {in_words(table.by[0])}"[:300],
        words,
                row.data_as_of, shown, f"{caveats} {row.source}", reverse("casework:detail", args=[row.pk]),
    )  # fmt: skip


def _past(viewer: Viewer, assessment: Assessment, code: Characteristic) -> Iterator[Offer]:
    """Signed assessments on the same topic, as far as they say something of the characteristic."""
    rows = assessments(viewer).filter(Q(superseded=False), signed_at__isnull=False).exclude(kind="none")
    rows = rows.exclude(Q(pk=assessment.line_id) | Q(first_id=assessment.line_id)).order_by("-signed_at")
    alike = {row.pk: row for row in rows if same_topic(row.title, assessment.title)}
    for impact in Impact.objects.filter(assessment__in=alike, together=f"+{code}+").order_by("-assessment__signed_at"):
        row = alike[impact.assessment_id]
        effect = EFFECT_NAMES[Effect(impact.effect)]
        yield Offer(
            code, Source.PAST, f"past:{impact.pk}", _("Earlier assessment: %(title)s") % {"title": row.title},
            f"{effect}. {impact.words or impact.will_do}", row.signed_at.date() if row.signed_at else None,
            _("Signed, version %(number)s") % {"number": row.edition}, _("It was found for another proposal. Its evidence may have aged."),
            reverse("decisions:assessment", args=[row.pk]),
        )  # fmt: skip


def _lacking(code: Characteristic, found: set[str], today: date) -> Iterator[Offer]:
    """What the product cannot tell, said aloud: it may be taken as a gap."""
    name = {"name": NAMES[code]}
    sentences = {
        Source.CENSUS: _("No census figures for “%(name)s” are in the product.") % name,
        Source.REACH: _("No community with the characteristic “%(name)s” is known here, or you may not see them.") % name,
        Source.POINTS: _("Nothing that people said is recorded for “%(name)s” here, or you may not see it.") % name,
        Source.DISPARITY: _("No comparison of casework by “%(name)s” is in the product, or you may not see it.") % name,
    }
    missing = [(source.value, words) for source, words in sentences.items() if source not in found]
    for kind, words in [*missing, ("workforce", _("The product holds no workforce figures yet, so nothing about staff."))]:
        yield Offer(code, Source.GAP, f"gap:{kind}:{code}", _("Not known to the product"), words, today)


def _small(number: int) -> bool:
    return disclosure.is_small(number, disclosure.DEFAULT_THRESHOLD)


def _threshold() -> dict[str, int]:
    return {"number": disclosure.DEFAULT_THRESHOLD}


def _place(area: Area | None) -> str:
    return area.name if area else _("England and Wales")


def find(offered: Iterable[Offer], keys: Sequence[str]) -> list[Offer]:
    """Those of the offers that are named, in the order offered."""
    return [offer for offer in offered if offer.key in keys]
