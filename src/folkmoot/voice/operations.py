"""Writing points: record and change them, answer them, tell those who said them. Each is one transaction with its audit event."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from folkmoot.accounts.models import Account
from folkmoot.accounts.notices.operations import post
from folkmoot.accounts.scope import Viewer
from folkmoot.actions.operations import raise_action
from folkmoot.areas.models import Area
from folkmoot.characteristics.models import Category
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.strategy.models import Aim
from folkmoot.voice.answers import write_answer
from folkmoot.voice.languages import guess
from folkmoot.voice.models import Answer, EqualityCode, LongWords, Point, Telling
from folkmoot.voice.naming import personal_in
from folkmoot.voice.queries import ORIGIN, facts_of, points
from folkmoot.voice.rules import beginning_of, point_problem, promise_problem, reply_problem, telling_problem
from folkmoot.voice.themes.operations import code_noted

# What may be changed after a point was recorded. Its Area and where it was raised stay as they were.
CHANGEABLE = frozenset(
    {
        "words", "said_on", "nature", "theme", "aim", "said_by", "visibility", "language", "reply_by", "reply_address",
        "promise_owner", "promise_due",
    }
)  # fmt: skip

Codes = Iterable[tuple[str, Category | None]]


class AnsweredMeanwhile(Refused):
    """Somebody else answered the same after this person opened it; `latest` is the id of their answer.

    `shown`: whether this person may read that answer. Of one in another Area they learn that there is one, not whose.
    """

    def __init__(self, answer: Answer, *, shown: bool = True) -> None:
        self.latest = answer.pk
        if not shown:
            super().__init__({"": [_(
                "Points of this issue that are not in your sight were answered while you were writing. Your answer is still below:"
                " send it again, and both are kept."
            )]})  # fmt: skip
            return
        who = str(answer.by) if answer.by else _("Somebody else")
        super().__init__({"": [_(
            "%(who)s answered this point while you were writing. Their answer is shown above, and yours is still below."
            " Change it or send it again, and both are kept; or go back, and theirs stands."
        ) % {"who": who}]})  # fmt: skip


@dataclass(frozen=True)
class Planned:
    """The action that an answer promises, raised with it in one step."""

    title: str
    measure: str
    resources: str
    owner: Account
    due_on: date


@transaction.atomic
def record_point(
    *, by: Viewer, at: datetime, area: Area, origin_kind: str, words: str, said_on: date, origin_id: int | None = None,
    nature: str = "concern", theme: str = "", aim: Aim | None = None, said_by: str = "", equality: Codes = (), visibility: str = "area",
    language: str = "", reply_by: str = "", reply_address: str = "", promise_owner: Account | None = None,
    promise_due: date | None = None,
) -> Point:  # fmt: skip
    """Record one thing said. `origin_kind` and `origin_id` say where: ("engagement.activity", 12), or ("letter", None).

    Words of any length are kept whole. Where no `language` is given it is guessed. Raises Refused (by field) or NotAllowed.
    """
    by.require("voice.write", area.pk)
    words = words.strip()
    point = Point(
        area=area, origin_kind=origin_kind, origin_id=origin_id, words=beginning_of(words), said_on=said_on, nature=nature,
        theme=theme.strip(), aim=aim, said_by=said_by.strip(), visibility=visibility, language=language or guess(words),
        reply_by=reply_by, reply_address=reply_address.strip(), promise_owner=promise_owner, promise_due=promise_due,
        recorded_by_id=by.account_id, recorded_at=at,
    )  # fmt: skip
    _refuse_point(point, words, at)
    check(point)
    point.save()
    if point.words != words:
        LongWords.objects.create(point=point, words=words)
    if codes := list(equality):
        _code(point, codes)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=point, detail={"origin": origin_kind, "may_identify": _kinds_in(words)})
    code_noted(by=by, at=at, point=point)
    return point


@transaction.atomic
def change_point(*, by: Viewer, at: datetime, point: Point, seen_version: int | None = None, **values: object) -> list[str]:
    """Change what is in CHANGEABLE; returns the fields that changed. Raises Refused, ChangedMeanwhile, or KeyError for another field."""
    by.require("voice.write", point.area_id)
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(f"a point's {', '.join(sorted(unknown))} cannot be changed")
    words = str(values["words"]).strip() if "words" in values else None
    wanted = Point(**{name: values.get(name, getattr(point, name)) for name in CHANGEABLE})
    _refuse_point(wanted, point.words if words is None else words, at)
    if words is not None:
        values["words"] = beginning_of(words)
    changed = change(point, values, seen_version=seen_version)
    if words is not None and _keep_whole(point, words) and "words" not in changed:
        changed = ["words", *changed]
    if changed:
        kinds = _kinds_in(point.words if words is None else words)
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=point, detail={"fields": changed, "may_identify": kinds})
    return changed


@transaction.atomic
def set_equality(*, by: Viewer, at: datetime, point: Point, codes: Codes) -> bool:
    """Say which protected characteristics, or categories of them, a point is about; whether anything changed.

    Raises Refused or NotAllowed.
    """
    by.require("voice.write", point.area_id)
    changed = _code(point, codes)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=point, detail={"fields": ["equality"]})
    return changed


@transaction.atomic
def answer_point(
    *, by: Viewer, at: datetime, point: Point, outcome: str, words: str, on: date, reason: str = "", seen: int | None = None,
    plan: Planned | None = None,
) -> Answer:  # fmt: skip
    """Answer a point, and raise the action it promises (`plan`) in the same step; an earlier answer stays beneath it.

    `seen` is the id of the latest answer the person had before them (0: none). Raises AnsweredMeanwhile, Refused or NotAllowed.
    """
    by.require("voice.answer", point.area_id)
    Point.objects.select_for_update().get(pk=point.pk)  # two people who answer at once take turns
    latest = Answer.objects.filter(point=point).select_related("by").last()
    if seen is not None and latest and latest.pk > seen:
        raise AnsweredMeanwhile(latest)
    answer = write_answer(by, at, point, outcome=outcome, words=words, on=on, reason=reason)
    if plan:
        raise_planned(by=by, at=at, area=point.area, origin_kind=ORIGIN, origin_id=point.pk, plan=plan)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=point, detail={"answer": outcome})
    return answer


def raise_planned(*, by: Viewer, at: datetime, area: Area | None, origin_kind: str, origin_id: int, plan: Planned) -> None:
    """Raise the action that an answer promises. Raises Refused by the fields of `Planned`, each with “plan_” before it, or NotAllowed."""
    try:
        raise_action(
            by=by, at=at, area=area, origin_kind=origin_kind, origin_id=origin_id, title=plan.title, measure=plan.measure,
            owner=plan.owner, due_on=plan.due_on, resources=plan.resources,
        )  # fmt: skip
    except Refused as refused:
        raise Refused({f"plan_{field}" if field else "": said for field, said in refused.problems.items()}) from refused


@transaction.atomic
def tell(*, by: Viewer, at: datetime, point: Point, on: date, channel: str, who: str, words: str, send_to: str = "") -> Telling:
    """Record that those who said it were told what became of it; with `send_to` this service writes them the e-mail that tells them.

    Raises Refused (by field) or NotAllowed.
    """
    by.require("voice.answer", point.area_id)
    facts = facts_of(points(by).get(pk=point.pk))
    today = timezone.localdate(at)
    _refuse(telling_problem(facts=facts, on=on, who=who, words=words, said_on=point.said_on, today=today))
    if send_to and (channel != Telling.Channel.EMAIL or on != today):
        raise Refused({"send_to": [_("Only what is told by e-mail, today, can be sent from here.")]})
    telling = Telling(point=point, on=on, channel=channel, who=who.strip(), words=words.strip(), by_id=by.account_id)
    check(telling)
    telling.save()
    if send_to:
        _send(by, at, telling, send_to)
    detail: dict[str, object] = {"told": channel, "letter": telling.letter_id} if send_to else {"told": channel}
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=point, detail=detail)
    return telling


def _send(by: Viewer, at: datetime, telling: Telling, to: str) -> None:
    """Write the letter, in Welsh to those who spoke Welsh, and keep with the telling which it was."""
    language = "cy" if telling.point.language == "cy" else "en"
    with override(language):
        subject = _("What came of what you told us")
    try:
        letter = post(
            by=by, at=at, to=to, subject=subject, text=telling.words, key=f"voice.telling:{telling.pk}",
            about=f"{ORIGIN} {telling.point_id}", language=language,
        )  # fmt: skip
    except Refused as refused:
        raise Refused({"send_to": [said for each in refused.problems.values() for said in each]}) from refused
    telling.letter = letter
    telling.save(update_fields=["letter"])


def _refuse_point(point: Point, words: str, at: datetime) -> None:
    owned = point.promise_owner_id is not None
    _refuse(point_problem(words=words, said_on=point.said_on, today=timezone.localdate(at)))
    _refuse(reply_problem(reply_by=point.reply_by, reply_address=point.reply_address))
    _refuse(promise_problem(nature=point.nature, owned=owned, promise_due=point.promise_due, said_on=point.said_on))


def _keep_whole(point: Point, words: str) -> bool:
    """Bring what is kept beside the beginning of long words up to date; whether it changed."""
    kept = LongWords.objects.filter(point=point).first()
    if point.words == words:
        return bool(kept and kept.delete())
    if kept is None:
        LongWords.objects.create(point=point, words=words)
        return True
    return bool(change(kept, {"words": words}))


def _code(point: Point, codes: Codes) -> bool:
    """Set the equality codes of a point to these; whether anything changed. Raises Refused for a category of another characteristic."""
    wanted = {(characteristic, category.pk if category else None): category for characteristic, category in codes}
    for (characteristic, _pk), category in wanted.items():
        if category and category.scheme.characteristic != characteristic:
            raise Refused({"equality": [_("“%(category)s” is not a category of that characteristic.") % {"category": category}]})
    held = {(row.characteristic, row.category_id): row for row in EqualityCode.objects.filter(point=point)} if point.pk else {}
    gone, new = held.keys() - wanted.keys(), wanted.keys() - held.keys()
    EqualityCode.objects.filter(pk__in=[held[key].pk for key in gone]).delete()
    for characteristic, category_id in sorted(new, key=str):
        code = EqualityCode(point=point, characteristic=characteristic, category_id=category_id)
        check(code)
        code.save()
    return bool(gone or new)


def _kinds_in(words: str) -> list[str]:
    """The kinds of identifier left in the words, for the audit trail: never the identifiers themselves."""
    return sorted({found.kind.value for found in personal_in(words)})


def _refuse(problem: tuple[str, str] | None) -> None:
    if problem:
        raise Refused({problem[0]: [problem[1]]})
