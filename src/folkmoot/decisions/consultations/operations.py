"""Writing consultations: planned, opened, extended, answered, analysed, responded to. Each is one transaction with its audit event."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.decisions.consultations.models import Consultation, ConsultationDocument, ConsultationResponse, ConsultationTelling
from folkmoot.decisions.consultations.queries import ORIGIN, state_of_row
from folkmoot.decisions.consultations.rules import (
    analysis_problem,
    answer_day_problem,
    extension_problem,
    opening_problem,
    response_problems,
    withdrawal_problem,
    wording_problems,
)
from folkmoot.decisions.models import Decision
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, change_with_links, check
from folkmoot.stakeholders.models import Organisation
from folkmoot.voice.operations import record_point

# What may be changed until it is opened; after that only what does not move the ground under those who answer.
CHANGEABLE = frozenset(
    {
        "kind", "title_en", "title_cy", "proposal_en", "proposal_cy", "open_to_change", "opens_on", "closes_on", "short_why", "ways_en",
        "ways_cy", "form", "owner", "public",
    }
)  # fmt: skip
CHANGEABLE_WHEN_OPEN = frozenset({"title_cy", "proposal_cy", "ways_en", "ways_cy", "form", "owner", "public"})
RESPONSE = ("heard_en", "heard_cy", "changed_en", "changed_cy", "unchanged_en", "unchanged_cy")


@transaction.atomic
def plan_consultation(
    *, by: Viewer, at: datetime, area: Area | None, communities: Iterable[Community] = (), organisations: Iterable[Organisation] = (),
    **values: object,
) -> Consultation:  # fmt: skip
    """Plan a consultation of an Area, or of the whole service. `values` are of CHANGEABLE. Raises Refused (by field) or NotAllowed."""
    by.require_for("consultations.write", area.pk if area else None)
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(f"a consultation has no {', '.join(sorted(unknown))} to begin with")
    row = Consultation(area=area, **values)
    _refuse_words(row, values)
    check(row)
    row.save()
    row.communities.set(communities)
    row.organisations.set(organisations)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row)
    return row


@transaction.atomic
def change_consultation(
    *, by: Viewer, at: datetime, consultation: Consultation, seen_version: int | None = None,
    communities: Iterable[Community] | None = None, organisations: Iterable[Organisation] | None = None, **values: object,
) -> list[str]:  # fmt: skip
    """Change what is in CHANGEABLE, once opened only CHANGEABLE_WHEN_OPEN; returns the fields that changed.

    Raises Refused, ChangedMeanwhile, or KeyError for another field.
    """
    by.require_for("consultations.write", consultation.area_id)
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(f"a consultation's {', '.join(sorted(unknown))} cannot be changed")
    _refuse_settled(consultation, values)
    _refuse_words(consultation, values)
    links: dict[str, Iterable[Community] | Iterable[Organisation]] = {}
    if communities is not None:
        links["communities"] = communities
    if organisations is not None:
        links["organisations"] = organisations
    changed = change_with_links(consultation, values, links, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=consultation, detail={"fields": changed})
    return changed


@transaction.atomic
def add_document(
    *, by: Viewer, at: datetime, consultation: Consultation, title: str, address: str, language: str = "en", easy_read: bool = False
) -> ConsultationDocument:
    """Name a paper that is published for those who are asked. Raises Refused."""
    by.require_for("consultations.write", consultation.area_id)
    document = ConsultationDocument(
        consultation=consultation, title=title.strip(), address=address.strip(), language=language, easy_read=easy_read,
        added_on=timezone.localdate(at),
    )  # fmt: skip
    check(document)
    document.save()
    _note(by, at, consultation, {"document": document.pk})
    return document


@transaction.atomic
def open_consultation(*, by: Viewer, at: datetime, consultation: Consultation, seen_version: int | None = None) -> None:
    """Approve it to open on its first day; from then on its days can only be extended. Raises Refused."""
    by.require_for("consultations.write", consultation.area_id)
    answerable = bool(consultation.ways_en.strip()) or consultation.form_id is not None
    problem = opening_problem(
        opened=consultation.opened_at is not None, withdrawn=consultation.withdrawn_on is not None, closes_on=consultation.closes_on,
        documents=consultation.documents.count(), way_to_answer=answerable, today=timezone.localdate(at),
    )  # fmt: skip
    if problem:
        raise Refused({"": [problem]})
    change(consultation, {"opened_at": at}, seen_version=seen_version)
    _note(by, at, consultation, {"state": "open"})


@transaction.atomic
def extend_consultation(*, by: Viewer, at: datetime, consultation: Consultation, until: date | None) -> None:
    """Give people longer. Raises Refused for an earlier day, or once it has been analysed."""
    by.require_for("consultations.write", consultation.area_id)
    today = timezone.localdate(at)
    state = state_of_row(consultation, today)
    problem = extension_problem(state=state, closes_on=consultation.closes_on, until=until, today=today)
    if problem:
        raise Refused({"until": [problem]})
    was = consultation.closes_on.isoformat()
    change(consultation, {"closes_on": until})
    _note(by, at, consultation, {"extended_from": was})


@transaction.atomic
def log_answer(
    *, by: Viewer, at: datetime, consultation: Consultation, channel: str, on: date | None, said: Iterable[Mapping[str, str]],
    who: str = "", organisation: Organisation | None = None, area: Area | None = None,
) -> ConsultationResponse:  # fmt: skip
    """Log one answer that came by hand; each thing said in it becomes a point. `said` gives words, nature and theme of each.

    `area` is the Area of the points where the consultation is of the whole service. Raises Refused (by field) or NotAllowed.
    """
    by.require_for("consultations.write", consultation.area_id)
    opened = consultation.opened_at is not None
    problem = answer_day_problem(on=on, opens_on=consultation.opens_on, opened=opened, today=timezone.localdate(at))
    place, things = consultation.area or area, [each for each in said if each["words"].strip()]
    problems = {"on": [problem]} if problem else {}
    if place is None:
        problems["area"] = [_("Say which Area it came from.")]
    if not things:
        problems["words_1"] = [_("Write at least one thing that was said, in the words it was said.")]
    if problems or on is None or place is None:
        raise Refused(problems)
    answer = ConsultationResponse(
        consultation=consultation, channel=channel, on=on, who=who.strip(), organisation=organisation, by_id=by.account_id
    )  # fmt: skip
    check(answer)
    answer.save()
    answer.points.set(
        record_point(
            by=by, at=at, area=place, origin_kind=ORIGIN, origin_id=consultation.pk, words=each["words"], said_on=on,
            nature=each.get("nature", "concern"), theme=each.get("theme", ""), said_by=who,
        )
        for each in things
    )  # fmt: skip
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=answer, area_id=place.pk, detail={"points": len(things)})
    return answer


@transaction.atomic
def record_analysis(*, by: Viewer, at: datetime, consultation: Consultation, findings: str, seen_version: int | None = None) -> None:
    """Say what was found and how far it can be trusted; the counts themselves are made from the points. Raises Refused."""
    by.require_for("consultations.write", consultation.area_id)
    today = timezone.localdate(at)
    problem = analysis_problem(state=state_of_row(consultation, today), findings=findings)
    if problem:
        raise Refused({"findings": [problem]})
    change(consultation, {"findings": findings.strip(), "analysed_on": today}, seen_version=seen_version)
    _note(by, at, consultation, {"state": "analysed"})


@transaction.atomic
def respond(
    *, by: Viewer, at: datetime, consultation: Consultation, decision: Decision | None = None, seen_version: int | None = None, **words: str
) -> None:
    """Give the response: what was heard, what changed because of it, what did not and why (`words` of RESPONSE).

    `decision` is the one that was taken on it, where there is one. Raises Refused (by field).
    """
    by.require_for("consultations.write", consultation.area_id)
    if unknown := set(words) - set(RESPONSE):
        raise KeyError(f"a response has no {', '.join(sorted(unknown))}")
    today = timezone.localdate(at)
    given = {name: text.strip() for name, text in words.items()}
    problems = response_problems(
        state=state_of_row(consultation, today), heard=given.get("heard_en", ""), changed=given.get("changed_en", ""),
        unchanged=given.get("unchanged_en", ""),
    )  # fmt: skip
    if problems:
        raise Refused(problems)
    change(consultation, {**given, "decision": decision, "responded_on": today}, seen_version=seen_version)
    _note(by, at, consultation, {"state": "responded"})


@transaction.atomic
def tell_those_asked(
    *, by: Viewer, at: datetime, consultation: Consultation, on: date, channel: str, who: str, words: str
) -> ConsultationTelling:
    """Record that those who answered were told what became of it. Raises Refused before the response, or for a day before it."""
    by.require_for("consultations.write", consultation.area_id)
    responded, today = consultation.responded_on, timezone.localdate(at)
    if responded is None:
        raise Refused({"": [_("Give the response first: only then is there something to tell.")]})
    if not responded <= on <= today:
        raise Refused({"on": [_("Give a day since the response was given, and not in the future.")]})
    telling = ConsultationTelling(
        consultation=consultation, on=on, channel=channel, who=who.strip(), words=words.strip(), by_id=by.account_id
    )  # fmt: skip
    check(telling)
    telling.save()
    _note(by, at, consultation, {"told": channel})
    return telling


@transaction.atomic
def withdraw_consultation(*, by: Viewer, at: datetime, consultation: Consultation, reason: str) -> None:
    """Withdraw it; it stays, with the reason. Refused once it was analysed: those who answered are owed a response."""
    by.require_for("consultations.write", consultation.area_id)
    today = timezone.localdate(at)
    problem = withdrawal_problem(state=state_of_row(consultation, today), reason=reason)
    if problem:
        raise Refused({"reason": [problem]})
    change(consultation, {"withdrawn_on": today, "withdrawn_why": reason.strip()})
    _note(by, at, consultation, {"state": "withdrawn"})


def _note(by: Viewer, at: datetime, consultation: Consultation, detail: dict[str, object]) -> None:
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=consultation, detail=detail)


def _refuse_settled(row: Consultation, values: Mapping[str, object]) -> None:
    """After it was opened the proposal and its days stay: whoever answered early answered the same question."""
    if row.opened_at is None:
        return
    settled = {name for name in set(values) - CHANGEABLE_WHEN_OPEN if values[name] != getattr(row, name)}
    if settled:
        raise Refused(
            {name: [_("It has been opened: what people are asked stays as it is. Extend it, or withdraw it.")] for name in settled}
        )


def _refuse_words(row: Consultation, values: Mapping[str, object]) -> None:
    now = {name: values.get(name, getattr(row, name)) for name in ("opens_on", "closes_on")}
    days = {name: day if isinstance(day, date) else None for name, day in now.items()}
    problems = wording_problems(
        title=str(values.get("title_en", row.title_en)), proposal=str(values.get("proposal_en", row.proposal_en)),
        open_to_change=str(values.get("open_to_change", row.open_to_change)), short_why=str(values.get("short_why", row.short_why)),
        opens_on=days["opens_on"], closes_on=days["closes_on"],
    )  # fmt: skip
    if row.opened_at is None and problems:
        raise Refused(problems)
