"""Entries in words: their state, what may be said of them, what changed since, and shares with base and interval."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.actions.models import Action
from folkmoot.stats.intervals import Estimate
from folkmoot.voice.published.leaks import Kind
from folkmoot.voice.published.models import VERSION_NAMES
from folkmoot.voice.published.open_pages import Headline, Published, fitting
from folkmoot.voice.published.rules import SMALLEST_BASE, Facts, Since, State, Texts, Version
from folkmoot.voice.rules import Standing

STATE_WORDS: dict[State, Promise] = {
    State.DRAFT: _("Draft"), State.SUBMITTED: _("Waits for a second person"), State.RETURNED: _("Sent back"), State.AGREED: _("Agreed"),
    State.PUBLISHED: _("Published"), State.REPLACED: _("Replaced"), State.WITHDRAWN: _("Withdrawn"),
}  # fmt: skip
STATE_COLOURS = {
    State.DRAFT: "grey", State.SUBMITTED: "yellow", State.RETURNED: "orange", State.AGREED: "turquoise", State.PUBLISHED: "light-blue",
    State.REPLACED: "grey", State.WITHDRAWN: "grey",
}  # fmt: skip
STANDING_WORDS: dict[Standing, Promise] = {Standing.PLANNED: _("Planned"), Standing.DONE: _("Done"), Standing.CANNOT: _("Cannot")}
LOOKING = _("We are looking at this again")
STANDING_COLOURS = {Standing.PLANNED: "yellow", Standing.DONE: "turquoise", Standing.CANNOT: "grey"}
KIND_WORDS: dict[Kind, Promise] = {
    Kind.EMAIL: _("An e-mail address"), Kind.PHONE: _("A telephone number"), Kind.POSTCODE: _("A postcode"),
    Kind.BIRTH: _("A date of birth"), Kind.CASE: _("A case reference"), Kind.NAME: _("A person’s name"),
    Kind.ADDRESS: _("A street address"), Kind.SMALL_NUMBER: _("A number so small that people may be recognised"),
    Kind.QUOTE: _("The words as they were said: they may be quoted only where you vouch that they identify nobody"),
    Kind.RESTRICTED_WORDS: _("Words that also stand in a point kept to those who answer"),
    Kind.RESTRICTED_POINT: _("It was said in a point that is kept to those who answer: say why it may be told of in public"),
    Kind.CLAIM: _("Words that say it is done, while it is only planned"),
}  # fmt: skip
PART_WORDS = {"title": _("the title"), "you_said": _("what you said"), "we_did": _("what we did"), "shown_by": _("what shows it was done")}


def facts_in_words(facts: Facts) -> str:
    """“It is due by 31 March 2026. Who does it: Police.”, “It was planned for 31 March 2026; overdue.”, “It was done on 3 May 2026.”;
    empty for the rest.
    """
    if facts.standing is Standing.PLANNED and facts.due_on:
        words = gettext("It was planned for %(day)s; overdue.") if facts.overdue else gettext("It is due by %(day)s.")
        return f"{words % {'day': _day(facts.due_on)}} {_who(facts)}".strip()
    if facts.standing is Standing.DONE and facts.done_on:
        return gettext("It was done on %(day)s.") % {"day": _day(facts.done_on)}
    return ""


def _who(facts: Facts) -> str:
    names = [partner or str(dict(Action.Agency.choices)[agency]) for agency, partner in facts.agencies]
    return gettext("Who does it: %(names)s.") % {"names": ", ".join(names)} if names else ""


def since_in_words(was: Facts, since: Since | None) -> str:
    """What became of an answer after it was published, in one sentence; empty where all is as it was."""
    if since is None:
        return ""
    return {
        Since.OVERDUE: gettext("It was planned for %(day)s and is overdue."),
        Since.MOVED: gettext("When this was published it was planned by %(day)s. The day was moved."),
        Since.DONE: gettext("When this was published it was planned. Now it is done."),
        Since.SLIPPED: gettext("When this was published it was done. It is not done any more."),
        Since.CANNOT: gettext("When this was published we said that we do it. Now we cannot; we owe you the reason."),
        Since.TAKEN_UP: gettext("When this was published we said that we cannot. Now it is planned."),
        Since.OPEN_AGAIN: gettext("We are looking at this again. What we published before no longer holds."),
    }[since] % {"day": _day(was.due_on)}


@dataclass(frozen=True)
class EntryPage:
    """An entry as it stands on a public page: the version shown, in which language, and what had to be said beside it."""

    code: str
    pk: int
    area: str
    texts: Texts | None
    language: str
    standing: Any
    colour: str
    facts: str
    since: str
    heading: Any
    theme: str
    published: date | None
    missing: str
    withdrawn: str
    withdrawn_language: str
    withdrawn_on: date | None
    corrections: list[tuple[date, str, str]]


def entry_page(one: Published, asked: Version) -> EntryPage:
    """An entry for who asked for a version; the page is in that version's language."""
    shown = fitting(one.texts, asked)
    entry, welsh = one.entry, asked.language == "cy"
    why_in_welsh = welsh and bool(entry.withdrawn_why_cy)
    corrections = [
        (day, words_cy if welsh and words_cy else words, "cy" if welsh and words_cy else "en") for day, words, words_cy in one.corrections
    ]
    return EntryPage(
        code=entry.area.code, pk=entry.pk, area=entry.area.name, texts=one.texts.get(shown), language=shown.language,
        standing=STANDING_WORDS.get(one.standing, LOOKING), colour=STANDING_COLOURS.get(one.standing, "orange"),
        facts=facts_in_words(one.now), since=since_in_words(one.was, None if one.since is Since.OVERDUE else one.since),
        heading=_heading(one),
        theme=entry.theme.name if entry.theme else "", published=_date(one.edition.published_at),
        missing=missing_in_words(one, asked, shown),
        withdrawn=entry.withdrawn_why_cy if why_in_welsh else entry.withdrawn_why, withdrawn_language="cy" if why_in_welsh else "en",
        withdrawn_on=_date(entry.withdrawn_at), corrections=corrections,
    )  # fmt: skip


def _heading(one: Published) -> Any:
    """What stands above our words: what they were published as, or that they are what we said before."""
    if one.since not in (None, Since.OVERDUE, Since.MOVED):
        return _("What we said when this was published")
    return {Standing.PLANNED: _("What we will do"), Standing.DONE: _("We did"), Standing.CANNOT: _("We cannot, because")}[one.was.standing]


def missing_in_words(one: Published, asked: Version, shown: Version) -> str:
    """Which version is not there and which stands in its place; empty where the one asked for is shown."""
    if one.withdrawn or asked is shown:
        return ""
    return gettext("There is no version of this in %(asked)s yet. You read it in %(shown)s.") % {
        "asked": VERSION_NAMES[asked], "shown": VERSION_NAMES[shown]
    }  # fmt: skip


def headline_in_words(found: Headline) -> list[str]:
    """The share of concerns answered and the share that led to a change, each with base and interval; or why they are not shown."""
    period = {"first": _day(found.first), "last": _day(found.last)}
    if found.shares is None:
        words = gettext("From %(first)s to %(last)s fewer than %(fewest)d concerns were raised, too few to give a share.")
        return [words % {**period, "fewest": SMALLEST_BASE}]
    answered, changed = found.shares
    base = ngettext(
        "%(base)d concern was raised from %(first)s to %(last)s.", "%(base)d concerns were raised from %(first)s to %(last)s.", found.base
    ) % {**period, "base": found.base}
    return [
        base, gettext("We answered %(share)s of them.") % {"share": _share(answered)},
        gettext("%(share)s of them led to a change.") % {"share": _share(changed)},
    ]  # fmt: skip


def _share(estimate: Estimate) -> str:
    value, low, high = (f"{100 * each:.0f}%" for each in (estimate.value, estimate.low, estimate.high))
    return gettext("%(value)s (95 per cent interval %(low)s to %(high)s)") % {"value": value, "low": low, "high": high}


def gaps_in_words(found: Iterable[tuple[Version, list[str]]]) -> list[tuple[Any, str]]:
    """For each version that is begun in part: its name and what is still to be written."""
    return [(VERSION_NAMES[version], ", ".join(str(PART_WORDS[part]) for part in parts)) for version, parts in found if parts]


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _date(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
