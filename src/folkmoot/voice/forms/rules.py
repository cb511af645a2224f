"""What a form may become, which questions an answer leads to, and whether an answer fits its question. No database, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from django.utils.translation import gettext as _


class State(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Kind(StrEnum):
    SHORT = "short"
    LONG = "long"
    ONE = "one"
    SEVERAL = "several"
    SCALE = "scale"
    YES_NO = "yes_no"
    NUMBER = "number"
    DAY = "day"


# What a form can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.DRAFT, "opened, every question complete", State.OPEN),
    (State.OPEN, "last day passes, or closed by hand", State.CLOSED),
)
IN_WORDS = frozenset({Kind.SHORT, Kind.LONG})
CHOSEN = frozenset({Kind.ONE, Kind.SEVERAL, Kind.SCALE, Kind.YES_NO})  # kinds that another question may depend on
SCALE_KEYS = ("1", "2", "3", "4", "5")
YES_NO_KEYS = ("yes", "no", "unsaid")
MOST_CHARACTERS = {Kind.SHORT: 300, Kind.LONG: 1_300_000}  # some 200,000 words
MOST_OPTIONS = 30
MOST_QUESTIONS = 100
LONGEST_DAYS = 400  # from the first day to the last
GRACE = timedelta(days=1)  # who began before the form closed may still send during this time
PAPER_DAYS = 28  # after closing, for sheets that come by post and are typed in


@dataclass(frozen=True)
class Asked:
    """A question as these rules need it. `only_if` is the id of another question, `only_keys` the answers to it that lead here.

    A condition of the section stands in `section_if` and `section_keys`. `options` are the keys that may be chosen.
    """

    id: int
    kind: Kind
    section: int
    required: bool = False
    options: tuple[str, ...] = ()
    only_if: int | None = None
    only_keys: tuple[str, ...] = ()
    section_if: int | None = None
    section_keys: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key that an answer may be."""
        return {Kind.SCALE: SCALE_KEYS, Kind.YES_NO: YES_NO_KEYS}.get(self.kind, self.options)

    @property
    def conditions(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        pairs = ((self.section_if, self.section_keys), (self.only_if, self.only_keys))
        return tuple((of, keys) for of, keys in pairs if of is not None)


@dataclass(frozen=True)
class Value:
    """An answer that fits: a text, or the keys that were chosen; empty where nothing was answered."""

    text: str = ""
    keys: tuple[str, ...] = ()

    @property
    def given(self) -> bool:
        return bool(self.text or self.keys)


@dataclass(frozen=True)
class Checked:
    """What was answered, as far as it fits, and what does not, by the id of its question."""

    values: Mapping[int, Value] = field(default_factory=dict)
    problems: Mapping[int, str] = field(default_factory=dict)


def state_of(*, opened: bool, closed: bool, closes_on: date, today: date) -> State:
    """A form that was closed stays closed: its last day cannot be moved once it has passed."""
    if not opened:
        return State.DRAFT
    return State.CLOSED if closed or today > closes_on else State.OPEN


def still_takes(*, began: datetime, at: datetime, first: datetime, last: datetime) -> bool:
    """Whether an answer begun then may be sent now.

    `first` and `last` are the moments between which a form is open. Somebody who began in time and is overtaken by the end is not turned
    away: they have a day from the end. Nobody can begin afterwards, because the time at which they began is signed by us.
    """
    return first <= began < last and at < last + GRACE


def counting_over(*, ended_on: date | None, finished: bool, today: date) -> bool:
    """Whether nothing more will be counted, so that the equality counts may be read. `ended_on`: the last day; None while it is open."""
    if ended_on is None or today <= ended_on + GRACE:
        return False
    return finished or today > ended_on + timedelta(days=PAPER_DAYS)


def shown(questions: Sequence[Asked], values: Mapping[int, Value]) -> list[Asked]:
    """The questions that these answers lead to, in their order. A question that is not asked leads nowhere, whatever was typed in it."""
    found: dict[int, Asked] = {}
    for each in questions:
        if all(_leads(found, values, of, keys) for of, keys in each.conditions):
            found[each.id] = each
    return list(found.values())


def _leads(found: Mapping[int, Asked], values: Mapping[int, Value], of: int, keys: Sequence[str]) -> bool:
    return of in found and bool(set(values.get(of, Value()).keys) & set(keys))


def next_after(questions: Sequence[Asked], of: int, key: str) -> int | None:
    """The id of the question to go to on paper when `of` was answered with `key`; None for the end.

    Conditions on other questions are taken as met: they stand in words at the question itself.
    """
    place = next(number for number, each in enumerate(questions) if each.id == of)
    later = questions[place + 1 :]
    return next((each.id for each in later if all(key in keys for other, keys in each.conditions if other == of)), None)


def branching_problems(questions: Sequence[Asked]) -> list[tuple[int, str]]:
    """What is wrong with the conditions, as (id of the question, sentence): forward, in a circle, or on what cannot be answered."""
    place = {each.id: number for number, each in enumerate(questions)}
    by_id = {each.id: each for each in questions}
    found = []
    for number, each in enumerate(questions):
        for of, keys in each.conditions:
            problem = _condition_problem(by_id.get(of), keys, ahead=place.get(of, -1) >= number, circle=_in_circle(each.id, by_id))
            if problem:
                found.append((each.id, problem))
    return found


def _condition_problem(of: Asked | None, keys: Sequence[str], *, ahead: bool, circle: bool) -> str | None:
    if of is None:
        return _("It depends on a question that is not asked any more.")
    if circle:
        return _("It depends, by a circle, on its own answer.")
    if ahead:
        return _("It depends on a question that is asked later. Only questions that come before can decide.")
    if of.kind not in CHOSEN:
        return _("It depends on a question that is not answered by choosing.")
    if not keys or not set(keys) <= set(of.keys):
        return _("Choose which answers lead here, from those that can be given.")
    return None


def _in_circle(start: int, by_id: Mapping[int, Asked]) -> bool:
    waiting, seen = [of for of, _keys in by_id[start].conditions], set()
    while waiting:
        one = waiting.pop()
        if one == start:
            return True
        if one not in seen and one in by_id:
            seen.add(one)
            waiting += [of for of, _keys in by_id[one].conditions]
    return False


def checked(questions: Sequence[Asked], raw: Mapping[int, Sequence[str]]) -> Checked:
    """Check what was typed against every question it leads to; what was typed in others is left out.

    `raw` holds the strings of each field by the id of its question.
    """
    values: dict[int, Value] = {}
    problems: dict[int, str] = {}
    found: dict[int, Asked] = {}
    for each in questions:
        if not all(_leads(found, values, of, keys) for of, keys in each.conditions):
            continue
        found[each.id] = each
        value, problem = value_of(each, raw.get(each.id, ()))
        values[each.id] = value
        if problem:
            problems[each.id] = problem
    return Checked({key: value for key, value in values.items() if value.given}, problems)


def value_of(asked: Asked, raw: Sequence[str]) -> tuple[Value, str | None]:
    """The answer that was typed, and why it does not fit, or None."""
    given = [text for each in raw if (text := _cleaned(each))]
    if not given:
        return Value(), _("This question must be answered.") if asked.required else None
    if asked.kind in CHOSEN:
        return _chosen(asked, given)
    text = given[0]
    if asked.kind is Kind.NUMBER:
        return _number(text)
    if asked.kind is Kind.DAY:
        return _day(text)
    most = MOST_CHARACTERS[asked.kind]
    if len(text) > most:
        words = _("This is %(length)s characters long. Shorten it to %(most)s; what you wrote is still here.")
        return Value(), words % {"length": f"{len(text):,}", "most": f"{most:,}"}
    return Value(text), None


def _cleaned(text: str) -> str:
    """Line ends as one sign, and none of the signs that no text holds and some databases refuse."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in kept if sign in "\n\t" or (sign >= " " and not 0xD800 <= ord(sign) <= 0xDFFF)).strip()


def _chosen(asked: Asked, given: Sequence[str]) -> tuple[Value, str | None]:
    keys = tuple(key for key in asked.keys if key in given)
    if len(keys) < len(set(given)):
        return Value(), _("Choose from the answers that are offered.")
    if len(keys) > 1 and asked.kind is not Kind.SEVERAL:
        return Value(), _("Choose one answer only.")
    return Value(keys=keys), None


def _number(text: str) -> tuple[Value, str | None]:
    try:
        number = Decimal(text.replace(",", "").replace(" ", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= 10**12:
        return Value(), _("Enter a number, for example 12 or 1.5.")
    return Value(format(round(number, 4).normalize(), "f")), None


def _day(text: str) -> tuple[Value, str | None]:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"):
        try:
            day = datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if 1900 <= day.year <= 2100:
            return Value(day.isoformat()), None
    return Value(), _("Enter a real date, for example 7/3/2026.")


def pieces_of(text: str, most: int) -> list[str]:
    """A long text in pieces of at most `most` characters, cut at the ends of paragraphs, sentences or words where there are any."""
    pieces = []
    left = text.strip()
    while len(left) > most:
        cut = next((at for mark in ("\n\n", "\n", ". ", " ") if (at := left.rfind(mark, most // 2, most)) > 0), most - 1) + 1
        pieces.append(left[:cut].strip())
        left = left[cut:].strip()
    return [piece for piece in (*pieces, left) if piece]


def options_from(lines: Iterable[str], before: Sequence[Mapping[str, str]] = ()) -> list[dict[str, str]]:
    """The choices that lines such as “Yes, often | Ydw, yn aml” describe. A choice that stood there before keeps its key.

    Where only the words were mended (as many lines as before) the keys stay by their place.
    """
    pairs = [[part.strip() for part in line.split("|", 1)] for line in lines if line.strip()]
    known = {option["en"]: option["key"] for option in before}
    in_place = len(pairs) == len(before)
    used = {option["key"] for option in before}
    made = []
    for number, pair in enumerate(pairs):
        key = known.get(pair[0]) or (before[number]["key"] if in_place and before[number]["en"] not in {p[0] for p in pairs} else "")
        if not key:
            key = next(str(n) for n in range(1, 1000) if str(n) not in used)
        used.add(key)
        made.append({"key": key, "en": pair[0], "cy": pair[1] if len(pair) > 1 else ""})
    return made


def options_problem(options: Sequence[Mapping[str, str]]) -> str | None:
    """Why these choices cannot be offered, or None."""
    if len(options) < 2:
        return _("Give at least two choices, each on a line of its own.")
    if len(options) > MOST_OPTIONS:
        return _("Give at most %(most)s choices.") % {"most": MOST_OPTIONS}
    if any(not option["en"] or len(option["en"]) > 200 or len(option["cy"]) > 200 for option in options):
        return _("Each choice needs words, of at most 200 characters.")
    if len({option["en"].casefold() for option in options}) < len(options):
        return _("Two choices have the same words.")
    return None


def days_problem(*, opens_on: date, closes_on: date, today: date, was_closing: date | None = None) -> tuple[str, str] | None:
    """The field at fault and why a form may not be open on these days, or None. `was_closing`: the last day as people know it."""
    if closes_on < opens_on:
        return "closes_on", _("The last day is before the first.")
    if closes_on > opens_on + timedelta(days=LONGEST_DAYS):
        return "closes_on", _("A form is open for at most %(days)s days. Copy it for the next year.") % {"days": LONGEST_DAYS}
    if closes_on != was_closing and closes_on < today:
        return "closes_on", _("The last day has passed.")
    return None


@dataclass(frozen=True)
class Texts:
    """A thing with words in both languages: `name` as people find it again, and the pairs of its words."""

    name: str
    pairs: tuple[tuple[str, str], ...]

    @property
    def lacks_welsh(self) -> bool:
        return any(english and not welsh for english, welsh in self.pairs)


def opening_problems(
    *, questions: Sequence[Asked], texts: Sequence[Texts], needs_welsh: bool, anonymous: bool, consent: str, closes_on: date, today: date
) -> list[str]:
    """What stands in the way of opening, each as a sentence; empty when nothing does."""
    found = []
    if not questions:
        found.append(_("Ask at least one question."))
    found += [problem for _id, problem in branching_problems(questions)]
    if closes_on < today:
        found.append(_("The last day has passed: give a later one."))
    if not anonymous and not consent.strip():
        found.append(_("Write what people agree to when they leave a name and an address."))
    if needs_welsh:
        without = _("In Wales a form opens in both languages. There is no Welsh for: %(what)s")
        found += [without % {"what": each.name} for each in texts if each.lacks_welsh]
    return found
