"""Activities and points as tables that can be brought in and taken out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from folkmoot.communities.models import Community, CommunityPoint
from folkmoot.communities.operations import link_point
from folkmoot.engagement.finishing.rules import Evaluation, evaluation_problems
from folkmoot.engagement.models import Activity, title_of
from folkmoot.engagement.operations import Links, change_activity, plan_activity, record_activity
from folkmoot.engagement.queries import ORIGIN, activities, state_of_row
from folkmoot.engagement.rules import State, may_change, may_take_points, planning_problems, recording_problem
from folkmoot.foundation.importing.columns import CellProblem, Column, ImportSpec, Reads, Values, Words
from folkmoot.stakeholders.imported_names import taken_out_by
from folkmoot.stakeholders.imports import AREA, COMMUNITIES, COUNTY, RoomBook, field_problems
from folkmoot.voice.languages import LANGUAGES
from folkmoot.voice.models import LongWords, Point
from folkmoot.voice.naming import personal_in
from folkmoot.voice.operations import change_point, record_point
from folkmoot.voice.queries import points
from folkmoot.voice.rules import point_problem, reply_problem
from folkmoot.voice.web.forms import STAND_ALONE

# Words that files written before hold; what is written now stands last, and is what is taken out.
_KINDS: tuple[tuple[str, Words], ...] = (
    ("training", "Training or talk"),
    ("mock_trial", "Mock trial or court open day"),
    *Activity.Kind.choices,
)
_RUNGS: tuple[tuple[str, Words], ...] = (
    ("information", "Giving information"), ("consultation", "Consulting"), ("partnership", "Working as partners"), *Activity.Purpose.choices
)  # fmt: skip
CROWD = 100_000  # more people than this at one activity is likelier a slip than a crowd
_LINKED = ("aims", "communities", "organisations", "partners")
_NUMBERED = re.compile(r".* #(\d{1,15})", re.DOTALL)
Origin = tuple[str, int | None]


def words_key(words: str) -> str:
    """The same words, whatever their case and spacing."""
    return " ".join(words.split()).casefold()


class ActivityBook(RoomBook):
    capability = "engagement.write"

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.crowds = 0
        self.by_day: dict[tuple[int, str, date], list[Activity]] = {}
        for row in activities(self.by).prefetch_related(*_LINKED):
            for day in {day for day in (row.held_on, row.planned_for) if day}:
                self.by_day.setdefault((row.area_id, words_key(row.title), day), []).append(row)

    def completed(self, values: Values) -> Values:
        return values if "title" in values else {**values, "title": title_of(values["kind"], values.get("place", ""))}

    def remarks(self) -> list[str]:
        if not self.crowds:
            return []
        return [
            ngettext(
                "%(count)d activity says that more than %(most)s people were there. Check the number.",
                "%(count)d activities say that more than %(most)s people were there. Check the numbers.",
                self.crowds,
            ) % {"count": self.crowds, "most": f"{CROWD:,}"},
        ]  # fmt: skip

    def key(self, values: Values) -> object:
        return values["area"].pk, words_key(values["title"]), values.get("held_on") or values.get("planned_for")

    def known(self, values: Values) -> Sequence[Activity]:
        """The same title in the same Area, held or planned for the same day."""
        days = [values[name] for name in ("held_on", "planned_for") if name in values]
        found = [row for day in days for row in self.by_day.get((values["area"].pk, words_key(values["title"]), day), [])]
        return list(dict.fromkeys(found))

    def held(self, row: Activity) -> Values:
        plain = {column.field: getattr(row, column.field) for column in ACTIVITIES.columns if column.field not in _LINKED}
        return plain | {name: frozenset(getattr(row, name).all()) for name in _LINKED}

    def problems(self, values: Values, row: Any | None) -> Mapping[str, Iterable[str]]:
        whole = (self.held(row) if row else {}) | values
        found = field_problems(Activity, values)
        self.crowds += (values.get("headcount") or 0) > CROWD
        if row and not may_change(state_of_row(row)):
            return found | {"": [_("This activity was closed or cancelled and cannot be changed.")]}
        if whole.get("held_on"):
            found |= self._recording(whole, row) | self._evaluation(whole)
        elif whole.get("planned_for"):
            found |= self._planning(whole, row)
        else:
            found["held_on"] = [_("Give the day it was held, or is planned for.")]
        return found

    def _recording(self, whole: Values, row: Activity | None) -> dict[str, list[str]]:
        problem = recording_problem(held_on=whole["held_on"], today=self.today) if row is None or whole["held_on"] != row.held_on else None
        found = {"held_on": [problem]} if problem else {}
        if whole.get("planned_for"):
            missing = [name for name in ("objective", "measure") if not whole.get(name)]
            found |= {name: [_("An activity that was planned needs this.")] for name in missing}
        return found

    def _evaluation(self, whole: Values) -> dict[str, list[str]]:
        said = Evaluation(
            **{name: whole.get(name) or "" for name in ("result", "evidence", "follow_up", "follow_up_words")},
            told_participants_on=whole.get("told_participants_on"), told_community_on=whole.get("told_community_on"),
        )  # fmt: skip
        return evaluation_problems(said, held_on=whole["held_on"], today=self.today)

    def _planning(self, whole: Values, row: Activity | None) -> dict[str, list[str]]:
        words = {name: whole.get(name, "") for name in ("objective", "measure")}
        found = planning_problems(**words, planned_for=whole["planned_for"], today=self.today)
        early = [name for name in ("result", "told_participants_on", "told_community_on") if whole.get(name)]
        found |= {name: [_("This is said of an activity that was held.")] for name in early}
        stands = row is not None and row.planned_for == whole["planned_for"]
        return {name: texts for name, texts in found.items() if name != "planned_for" or not stands}

    def add(self, values: Values) -> Activity:
        links, plain = _parted(values)
        if "held_on" in plain:
            return record_activity(by=self.by, at=self.at, links=links, **plain)
        return plan_activity(by=self.by, at=self.at, links=links, **{"purpose": "", **plain})

    def change(self, row: Activity, values: Values) -> None:
        links, plain = _parted(values)
        if "held_on" in plain and state_of_row(row) is State.PLANNED:
            record_activity(by=self.by, at=self.at, activity=row, links=links, **plain)
        else:
            change_activity(by=self.by, at=self.at, activity=row, links=links, **plain)

    def stored(self) -> Iterable[Any]:
        """Cancelled ones are left out: they would come back as planned."""
        rows = taken_out_by(self.by, activities(self.by), self.area).filter(cancelled_on__isnull=True)
        return rows.prefetch_related(*_LINKED).order_by("pk")


class PointBook(RoomBook):
    capability = "voice.write"

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.activities = {row.pk: row for row in activities(self.by).prefetch_related("communities")}
        self.communities: dict[int, set[Community]] = {}
        for link in CommunityPoint.objects.filter(point__in=points(self.by).values("pk")).select_related("community"):
            self.communities.setdefault(link.point_id, set()).add(link.community)
        self.whole = dict(LongWords.objects.filter(point__in=points(self.by).values("pk")).values_list("point_id", "words"))
        self.by_words: dict[object, list[Point]] = {}
        for row in points(self.by):
            self.by_words.setdefault(self.key(self.held(row)), []).append(row)
        self.origins = Origins(self.activities, (row for rows in self.by_words.values() for row in rows))
        self.identifying = 0

    def named(self, column: Column, text: str, values: Values) -> Any:
        if column.looked_up == "origin":
            return self.origins.find(text, values)
        return super().named(column, text, values)

    def name_of(self, column: Column, row: Any) -> str:
        return self.origins.words(row) if column.looked_up == "origin" else super().name_of(column, row)

    def key(self, values: Values) -> object:
        return values["area"].pk, words_key(values["words"]), values["said_on"], values["origin"]

    def known(self, values: Values) -> Sequence[Point]:
        return self.by_words.get(self.key(values), [])

    def held(self, row: Point) -> Values:
        names = ("area", "words", "said_on", "nature", "theme", "aim", "said_by", "language", "visibility", "reply_by", "reply_address")
        held = {name: getattr(row, name) for name in names}
        held["words"] = self.whole.get(row.pk, row.words)
        held |= {"origin": (row.origin_kind, row.origin_id), "communities": frozenset(self.communities.get(row.pk, ()))}
        activity = self.activities.get(row.origin_id or 0) if row.origin_kind == ORIGIN else None
        return held | ({"origin_on": activity.held_on} if activity else {})

    def problems(self, values: Values, row: Any | None) -> Mapping[str, Iterable[str]]:
        found = field_problems(Point, values)
        problem = point_problem(words=values["words"], said_on=values["said_on"], today=self.today)
        problem = problem or reply_problem(reply_by=values.get("reply_by", ""), reply_address=values.get("reply_address", ""))
        kind, pk = values["origin"]
        activity = self.activities[pk] if kind == ORIGIN else None
        if activity and row is None and not may_take_points(state_of_row(activity)):
            found["origin"] = [_("Points are added to an activity that was recorded and is not closed.")]
        self.identifying += row is None and bool(personal_in(values["words"]))
        return found | ({problem[0]: [problem[1]]} if problem else {})

    def remarks(self) -> list[str]:
        if not self.identifying:
            return []
        return [
            ngettext(
                "%(count)d point holds something that may identify a person, such as an e-mail address or a telephone number.",
                "%(count)d points hold something that may identify a person, such as an e-mail address or a telephone number.",
                self.identifying,
            ) % {"count": self.identifying},
        ]  # fmt: skip

    def add(self, values: Values) -> Point:
        given = {name: value for name, value in values.items() if name not in ("origin", "origin_on", "communities")}
        kind, pk = values["origin"]
        point = record_point(by=self.by, at=self.at, origin_kind=kind, origin_id=pk, **given)
        reached = self.activities[pk].communities.all() if kind == ORIGIN else ()
        self._link(point, values.get("communities", reached))
        return point

    def change(self, row: Point, values: Values) -> None:
        given = {name: value for name, value in values.items() if name != "communities"}
        if given:
            change_point(by=self.by, at=self.at, point=row, **given)
        self._link(row, values.get("communities", ()))

    def _link(self, point: Point, communities: Iterable[Community]) -> None:
        for community in communities:
            link_point(by=self.by, at=self.at, community=community, point=point)

    def stored(self) -> Iterable[Any]:
        return taken_out_by(self.by, points(self.by), self.area).order_by("pk")


class Origins:
    """Where points were said: an activity by its title and day, or words such as “A letter”."""

    def __init__(self, rows: Mapping[int, Activity], said: Iterable[Point]) -> None:
        self.rows = rows
        self.by_title: dict[tuple[int, str, date], list[Activity]] = {}
        for row in rows.values():
            if row.held_on:
                self.by_title.setdefault((row.area_id, words_key(row.title), row.held_on), []).append(row)
        stand_alone = {name: (kind, None) for kind, label in STAND_ALONE for name in (kind, words_key(str(label)), _bare(str(label)))}
        others = {(row.origin_kind, row.origin_id) for row in said if row.origin_kind != ORIGIN}
        self.by_words: dict[str, Origin] = {words_key(self.words(origin)): origin for origin in others} | stand_alone

    def find(self, text: str, values: Values) -> Origin:
        """Raises CellProblem where the words are neither those of an activity of that day nor one of the others."""
        alone = self.by_words.get(words_key(text))
        if alone:
            return alone
        area, day = values["area"], values.get("origin_on") or values.get("said_on")
        if day is None:
            raise CellProblem(_("cannot be looked up without its day"), _("Give the day on which it was said."))
        found = self.by_title.get((area.pk, words_key(text), day), []) or self._numbered(text, area.pk)
        if len(found) == 1:
            return ORIGIN, found[0].pk
        if found:
            names = ", ".join(f"{row.title} #{row.pk}" for row in found)
            raise CellProblem(_("is the title of more than one activity of that day"), _("Write one of: %(names)s.") % {"names": names})
        raise CellProblem(_("is no activity of this Area held on that day"), self._advice(text, area.pk))

    def words(self, origin: Origin) -> str:
        """The words by which `find` finds this origin again."""
        kind, pk = origin
        activity = self.rows.get(pk or 0) if kind == ORIGIN else None
        if activity is None:
            return kind if pk is None else f"{kind} {pk}"
        alike = self.by_title.get((activity.area_id, words_key(activity.title), activity.held_on or date.min), [])
        clear = alike == [activity] and words_key(activity.title) not in self.by_words
        return activity.title if clear else f"{activity.title} #{pk}"

    def _numbered(self, text: str, area_id: int) -> list[Activity]:
        found = _NUMBERED.fullmatch(text)
        row = self.rows.get(int(found[1])) if found else None
        return [row] if row and row.area_id == area_id and text.startswith(row.title) else []

    def _advice(self, text: str, area_id: int) -> str:
        titles = {title: rows[0].title for (area, title, _day), rows in self.by_title.items() if area == area_id}
        near = get_close_matches(words_key(text), list(titles), 1, 0.6)
        kinds = ", ".join(_bare(str(label)) for _kind, label in STAND_ALONE)
        meant = _("Did you mean “%(title)s”?") % {"title": titles[near[0]]} + " " if near else ""
        return meant + _("Write the title of an activity and its day, or one of: %(kinds)s.") % {"kinds": kinds}


def _bare(words: str) -> str:
    """“A letter” as people write it in a column: “letter”."""
    return re.sub(r"^(an?|the)\s", "", words_key(words))


def _parted(values: Values) -> tuple[Links, Values]:
    linked = {name: values[name] for name in _LINKED if name in values}
    return Links(**linked), {name: value for name, value in values.items() if name not in _LINKED}


_PEOPLE_ALIASES = ("headcount", "attendance", "attendees", "number of attendees", "number", "no. of people", "number of people")
_WITH_ALIASES = ("organisation", "organisation name", "group", "who", "who with")
_AIMS_ALIASES = ("aim", "strategic aim", "strategy aim", "nodau")
ACTIVITIES = ImportSpec(
    kind="activities",
    title=gettext_lazy("Activities"),
    subject="engagement.activity",
    open=ActivityBook,
    columns=(
        Column("title", gettext_lazy("Title"), aliases=("activity", "event", "name", "event name", "what", "teitl"),
               hint=gettext_lazy("Made from the kind and the place where it is blank")),
        AREA,
        Column("kind", gettext_lazy("Kind"), Reads.CHOICE, ("type", "activity type", "event type"), True, _KINDS),
        Column("purpose", gettext_lazy("Purpose"), Reads.CHOICE, ("why", "rung", "ladder"), choices=_RUNGS),
        Column("objective", gettext_lazy("What we want to achieve"), aliases=("objective", "aim of the activity", "goal")),
        Column("measure", gettext_lazy("How we will know"), aliases=("measure", "success measure", "measure of success")),
        Column("place", gettext_lazy("Place"), aliases=("venue", "location", "where", "lleoliad")),
        COUNTY,
        Column("planned_for", gettext_lazy("Planned for"), Reads.DAY, ("planned date", "due date", "scheduled for")),
        Column("held_on", gettext_lazy("Held on"), Reads.DAY, ("date", "date held", "date of contact", "event date", "when", "dyddiad")),
        Column("headcount", gettext_lazy("How many people"), Reads.COUNT, _PEOPLE_ALIASES),
        Column("staff_quarters", gettext_lazy("Staff time in hours"), Reads.HOURS, ("hours", "staff hours", "staff time", "oriau")),
        Column("cost_pence", gettext_lazy("Money spent in pounds"), Reads.POUNDS, ("cost", "spend", "money spent", "cost (£)", "budget")),
        Column("outcome", gettext_lazy("What came of it"), aliases=("outcome", "result", "outcomes")),
        Column("result", gettext_lazy("Did we achieve it"), Reads.CHOICE, ("result", "objective met"), choices=Activity.Result.choices),
        Column("evidence", gettext_lazy("How we know"), aliases=("evidence", "evaluation")),
        Column("differently", gettext_lazy("What we would do differently"), aliases=("lessons", "lessons learnt", "learning")),
        Column("follow_up", gettext_lazy("What follows"), Reads.CHOICE, ("follow-up", "follow up"), choices=Activity.FollowUp.choices),
        Column("follow_up_words", gettext_lazy("What follows, in words"), aliases=("next steps", "actions")),
        Column("told_participants_on", gettext_lazy("Those who took part were told on"), Reads.DAY, ("feedback given", "fed back on")),
        Column("told_community_on", gettext_lazy("The wider community was told on"), Reads.DAY, ("community told on",)),
        Column("aims", gettext_lazy("Aims"), Reads.NAMES, _AIMS_ALIASES, looked_up="aim"),
        COMMUNITIES,
        Column("organisations", gettext_lazy("Organisations"), Reads.NAMES, _WITH_ALIASES, looked_up="organisation"),
        Column("partners", gettext_lazy("Partners"), Reads.NAMES, ("partner organisations", "joint with"), looked_up="organisation"),
    ),
    notes=(
        gettext_lazy(
            "An activity with no day held is brought in as planned: it needs its day, what we want to achieve and how we will know."
        ),
    ),
)  # fmt: skip

_WORDS_ALIASES = ("words", "said", "what", "point", "comment", "comments", "feedback", "text", "issue")
_DAY_ALIASES = ("date", "date said", "date of contact", "when", "raised on", "dyddiad")
POINTS = ImportSpec(
    kind="points",
    title=gettext_lazy("Points"),
    subject="voice.point",
    open=PointBook,
    columns=(
        Column("words", gettext_lazy("What was said"), aliases=_WORDS_ALIASES, required=True),
        AREA,
        Column("said_on", gettext_lazy("Said on"), Reads.DAY, _DAY_ALIASES, True),
        Column("nature", gettext_lazy("Kind"), Reads.CHOICE, ("nature", "type"), choices=Point.Nature.choices),
        Column("theme", gettext_lazy("Theme"), aliases=("topic", "subject", "category", "thema")),
        Column("aim", gettext_lazy("Aim"), Reads.NAME, ("strategic aim", "aims", "nod"), looked_up="aim"),
        Column("said_by", gettext_lazy("Person or group who said it"), aliases=("said by", "who", "group", "raised by", "from")),
        Column("communities", gettext_lazy("Communities"), Reads.NAMES, COMMUNITIES.aliases, looked_up="community", grows=True),
        Column("language", gettext_lazy("Language of the words"), Reads.CHOICE, ("language", "iaith"), choices=LANGUAGES),
        Column("visibility", gettext_lazy("Who may read it"), Reads.CHOICE, ("visibility", "restricted"), choices=Point.Visibility.choices),
        Column("reply_by", gettext_lazy("How they want to be told"), Reads.CHOICE, ("reply by", "tell by"), choices=Point.ReplyBy.choices),
        Column("reply_address", gettext_lazy("Where they want to be told"), aliases=("reply to", "reply address", "tell at")),
        Column("origin_on", gettext_lazy("Day of the activity"), Reads.DAY, ("activity date", "event date", "meeting date")),
        Column(
            "origin", gettext_lazy("Where it was said"), Reads.NAME, ("origin", "source", "activity", "event", "meeting"), True,
            looked_up="origin", hint=gettext_lazy("The title of an activity already in Folkmoot, or letter, e-mail, survey and the like"),
        ),
    ),
)  # fmt: skip
