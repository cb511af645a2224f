"""Taking answers: from the public page, from sheets of paper, and those that somebody had to look at first."""

import secrets
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Case, F, IntegerField, When
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.notices.operations import post
from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.fence import lifted
from folkmoot.foundation.saving import Refused
from folkmoot.voice.forms import suspicion
from folkmoot.voice.forms.models import Form, MonitoringCount, Response, ResponseAnswer
from folkmoot.voice.forms.queries import (
    HELD,
    ORIGIN,
    Outline,
    is_counted,
    outline,
    point_area,
    state_of_row,
    takes,
)
from folkmoot.voice.forms.rules import Checked, State, checked
from folkmoot.voice.naming import personal_in
from folkmoot.voice.operations import change_point, record_point
from folkmoot.voice.rules import reply_problem

# Whoever answers a public form signs in nowhere; what they say is recorded in the form's name.
BY_FORM = Viewer(None, "a public form", everything=True)
LONGEST_REPLY_ADDRESS = 254
MOST_LETTERS_AN_HOUR = 100  # of one form: anybody may type the addresses of strangers into it
_REFERENCE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class Sent:
    """What came from the public page, or stood on a sheet.

    `raw`: what was typed, by the id of its question; `wordings`: the number of the wording it was asked in; `monitoring`: the id of the
    chosen category by that of its scheme; `trapped`: a field was filled in that people do not see; `flooded`: more came to the form
    within the hour than are counted before somebody has looked.
    """

    mark: str
    raw: Mapping[int, Sequence[str]]
    language: str = "en"
    wordings: Mapping[int, int] = field(default_factory=dict)
    name: str = ""
    address: str = ""
    monitoring: Mapping[int, int | None] = field(default_factory=dict)
    trapped: bool = False
    flooded: bool = False


@lifted()
def take_from_page(*, at: datetime, form: Form, sent: Sent, began: datetime) -> tuple[Response, bool]:
    """Take what one person sent; returns the response and whether it is new (False: the same page was sent before).

    Raises Refused where the form takes none, or an answer does not fit its question (by the id of the question, as a text).
    """
    earlier = form.responses.filter(mark=sent.mark).first()
    if earlier:
        return earlier, False
    if not takes(form, began=began, at=at):
        raise Refused({"": [_("This form does not take answers any more.")]})
    found = outline(form)
    fitting = _fitting(found, sent)
    texts = [value.text for key, value in fitting.values.items() if found.get(key).kind in ("short", "long")]
    fingerprint = _fingerprint(form, texts)
    alike = form.responses.filter(fingerprint=fingerprint).count() if fingerprint else 0
    held = suspicion.reasons(
        trapped=sent.trapped, took=at - began, texts=[*texts, sent.name, sent.address], alike=alike, flooded=sent.flooded
    )
    response = Response(
        id=uuid.uuid4(), form=form, mark=sent.mark, on=timezone.localdate(at), channel=Response.Channel.ONLINE,
        language=sent.language, fingerprint=fingerprint, held_for=" ".join(held), may_identify=_identifies(texts),
        reference="" if form.anonymous else new_reference(), name="" if form.anonymous else sent.name[:200],
        address="" if form.anonymous else sent.address[:400],
    )  # fmt: skip
    try:
        with transaction.atomic():
            _store(response, found, fitting, sent, at=at)
    except IntegrityError:
        return form.responses.get(mark=sent.mark), False
    return response, True


def _store(response: Response, found: Outline, fitting: Checked, sent: Sent, *, at: datetime) -> None:
    by, noted = BY_FORM, _noted_at(found.form, at)
    first = not found.form.responses.exists()
    response.save(force_insert=True)
    _store_answers(response, found, fitting, sent)
    if not response.held_for:
        record_points(response, by=by, at=noted)
        _count_monitoring(found.form, sent.monitoring)
        _thank(response, at=at)
    # A trail of single answers to an anonymous form would hold their moments: it learns of the first only.
    if first or not found.form.anonymous:
        detail: dict[str, object] = {"answers": "first"} if found.form.anonymous else {"response": response.reference}
        audit.record(audit.Kind.COLLECTION, by=by, at=noted, subject=found.form, area_id=found.form.area_id, detail=detail)


def _noted_at(form: Form, at: datetime) -> datetime:
    """The moment that a point and its audit event bear: for an anonymous form the first of the day, so that none tells the hour.

    The trail is ordered by number and not by time, so an earlier moment breaks nothing there: see MonitoringCount for what remains.
    """
    return datetime.combine(timezone.localdate(at), time(), timezone.get_current_timezone()) if form.anonymous else at


def _store_answers(response: Response, found: Outline, fitting: Checked, sent: Sent) -> None:
    rows = []
    for key, value in fitting.values.items():
        question = found.get(key)
        wording = next((each for each in question.wordings.all() if each.number == sent.wordings.get(key)), question.wording)
        rows.append(
            ResponseAnswer(id=uuid.uuid4(), response=response, question=question, wording=wording, text=value.text, keys=list(value.keys))
        )
    ResponseAnswer.objects.bulk_create(rows)


def record_points(response: Response, *, by: Viewer, at: datetime) -> None:
    """Record what was said in words as points, where the question says what its answers are.

    Words that may identify a person are kept to those who answer points. Raises Refused where the words have no Area to stand in.
    """
    area, reply_by = point_area(response.form), _to_be_told_by(response)
    answers = response.answers.exclude(question__nature="").exclude(text="").select_related("question")
    for answer in answers.order_by("question__section__order", "question__order"):
        if area is None:
            raise Refused({"": [_("What is said in this form cannot be recorded, because headquarters is not among the Areas.")]})
        point = record_point(
            by=by, at=at, area=area, origin_kind=ORIGIN, origin_id=response.form_id, words=answer.text, said_on=response.on,
            nature=answer.question.nature, said_by=response.name,
            visibility="restricted" if response.may_identify and personal_in(answer.text) else "area",
            reply_by=reply_by, reply_address=response.address.strip() if reply_by else "",
        )  # fmt: skip
        answer.points.set([point])


def _to_be_told_by(response: Response) -> str:
    """How somebody who left an address wants to be told: by e-mail where it is one, else by letter; empty where they left none."""
    address = response.address.strip()
    if not address or len(address) > LONGEST_REPLY_ADDRESS:
        return ""
    by_email = reply_problem(reply_by="email", reply_address=address) is None
    return "email" if by_email else "letter"


def _thank(response: Response, *, at: datetime) -> None:
    """A letter in fixed words to somebody who left an e-mail address. One for each form and mailbox, whatever is sent in its name.

    Above MOST_LETTERS_AN_HOUR nobody is written to; what they said is kept all the same.
    """
    if _to_be_told_by(response) != "email":
        return
    address, form = response.address.strip(), response.form
    keys = f"voice.form:{form.pk}:"
    if Letter.objects.filter(key__startswith=keys, made_at__gt=at - timedelta(hours=1)).count() >= MOST_LETTERS_AN_HOUR:
        return
    mark = salted_hmac("folkmoot.voice.forms", _mailbox(address), algorithm="sha256").hexdigest()[:32]
    with translation.override("cy" if response.language == "cy" else "en-gb"):
        text = _(
            "Thank you: your answers to “%(form)s” have reached us. Your reference is %(reference)s. We will tell you what became of them."
        )
        words = text % {"form": form.title, "reference": response.reference}
        subject = _("Thank you for your answers")
    post(
        by=BY_FORM, at=at, to=address, subject=subject, text=words, key=f"{keys}{mark}", about=f"voice.form {form.pk}",
        language=response.language,
    )  # fmt: skip


def _mailbox(address: str) -> str:
    """Where an address leads: “Ann+12@Example.org” and “ann@example.org” are one mailbox. Dots stay: most services tell them apart."""
    local, _at, domain = address.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _count_monitoring(form: Form, chosen: Mapping[int, int | None]) -> None:
    """Count one person in each equality question, touching every row of the form alike: see MonitoringCount for why."""
    rows = list(MonitoringCount.objects.filter(form=form))
    if not rows:
        return
    known = {row.category_id for row in rows}
    picked = {row.scheme_id: chosen.get(row.scheme_id) if chosen.get(row.scheme_id) in known else None for row in rows}
    _add_to_counts(form, {row.pk: 1 for row in rows if row.category_id == picked[row.scheme_id]})


def _add_to_counts(form: Form, more: Mapping[int, int]) -> None:
    added = Case(*(When(pk=pk, then=F("count") + number) for pk, number in more.items()), default=F("count"), output_field=IntegerField())
    MonitoringCount.objects.filter(form=form).update(count=added)


@transaction.atomic
def enter_sheet(*, by: Viewer, at: datetime, form: Form, batch: str, sheet: int, on: date, sent: Sent) -> Response:
    """Enter a sheet of paper; each number of a batch once. `on`: the day on which it was filled in or came.

    Raises Refused (by the id of the question as a text, or by field) or NotAllowed.
    """
    by.require_for("forms.write", form.area_id)
    _takes_paper(form, at)
    if not form.opens_on <= on <= timezone.localdate(at):
        raise Refused({"on": [_("Give a day since the form opened, and not in the future.")]})
    if form.responses.filter(batch=batch.strip(), sheet=sheet).exists():
        raise Refused({"sheet": [_("Sheet %(number)s of this batch was entered already.") % {"number": sheet}]})
    found = outline(form)
    fitting = _fitting(found, sent)
    _none_left_over(found, fitting, sent)
    texts = [value.text for key, value in fitting.values.items() if found.get(key).kind in ("short", "long")]
    response = Response(
        id=uuid.uuid4(), form=form, mark=sent.mark, on=on, channel=Response.Channel.PAPER, language=sent.language, batch=batch.strip(),
        sheet=sheet, may_identify=_identifies(texts), reference="" if form.anonymous else new_reference(),
        name="" if form.anonymous else sent.name, address="" if form.anonymous else sent.address,
    )  # fmt: skip
    response.save(force_insert=True)
    _store_answers(response, found, fitting, sent)
    record_points(response, by=by, at=at)
    detail: dict[str, object] = {"batch": response.batch, "sheet": sheet}
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=form, area_id=form.area_id, detail=detail)
    return response


def _none_left_over(found: Outline, fitting: Checked, sent: Sent) -> None:
    """On paper people answer what they were led past, too: whoever types it in decides, and nothing is left out unseen."""
    led = {*fitting.values, *(each.id for each in found.asked if not each.conditions)}
    over = [key for key, raw in sent.raw.items() if key not in led and any(text.strip() for text in raw)]
    if over:
        why = _("The answers above lead past this question. Leave it empty, or correct the answer above.")
        raise Refused({str(key): [why] for key in over})


@transaction.atomic
def enter_equality_sheets(*, by: Viewer, at: datetime, form: Form, numbers: Mapping[int, int]) -> int:
    """Add what stood on the equality sheets that were torn off, as numbers by the id of their row. Returns how many were added.

    Raises Refused or NotAllowed.
    """
    by.require_for("forms.write", form.area_id)
    _takes_paper(form, at)
    known = set(MonitoringCount.objects.filter(form=form).values_list("pk", flat=True))
    more = {pk: number for pk, number in numbers.items() if pk in known and number > 0}
    if not more:
        raise Refused({"": [_("Enter at least one number.")]})
    _add_to_counts(form, more)
    added = sum(more.values())
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=form, area_id=form.area_id, detail={"equality_answers": added})
    return added


def _takes_paper(form: Form, at: datetime) -> None:
    today = timezone.localdate(at)
    if state_of_row(form, today) is State.DRAFT or today < form.opens_on:
        raise Refused({"": [_("The form is not open yet.")]})
    if is_counted(form, today):
        raise Refused({"": [_("Counting is finished: no more sheets can be entered.")]})


@transaction.atomic
def decide_held(*, by: Viewer, at: datetime, form: Form, ids: Iterable[uuid.UUID], count: bool) -> int:
    """Count held answers, or leave them out for good (they stay, and are not counted). Returns how many were decided."""
    by.require_for("forms.write", form.area_id)
    rows = list(Response.objects.filter(HELD, form=form, pk__in=list(ids)).select_related("form__area").order_by("on", "pk"))
    for row in rows:
        row.decided = Response.Decision.TAKEN if count else Response.Decision.REFUSED
        row.decided_by_id, row.decided_at = by.account_id, at
        row.save(update_fields=["decided", "decided_by", "decided_at"])
        if count:
            record_points(row, by=by, at=at)
            _thank(row, at=at)
    if rows:
        detail: dict[str, object] = {"held": "counted" if count else "not counted", "responses": len(rows)}
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=form, area_id=form.area_id, detail=detail)
    return len(rows)


@transaction.atomic
def forget_people(*, by: Viewer, at: datetime) -> int:
    """Take away the names and addresses of forms whose time of keeping is over. Returns how many responses held one."""
    forgotten = 0
    for form in Form.objects.filter(anonymous=False, opened_at__isnull=False):
        due = form.closes_on + timedelta(days=round(form.keep_months * 30.44))
        rows = list(form.responses.exclude(name="", address="")) if timezone.localdate(at) > due else []
        if rows:
            _forget(rows, by=by, at=at)
            forgotten += len(rows)
            detail: dict[str, object] = {"names_and_addresses": len(rows)}
            audit.record(audit.Kind.ERASURE, by=by, at=at, subject=form, area_id=form.area_id, detail=detail)
    return forgotten


def _forget(rows: Sequence[Response], *, by: Viewer, at: datetime) -> None:
    """The name and the address stand on the points as well: what was promised holds for both."""
    for answer in ResponseAnswer.objects.filter(response__in=rows).prefetch_related("points"):
        for point in answer.points.all():
            change_point(by=by, at=at, point=point, said_by="", reply_by="", reply_address="")
    Response.objects.filter(pk__in=[row.pk for row in rows]).update(name="", address="")


def new_reference() -> str:
    """“K7M-2QX4”: easy to read out, and tells nothing."""
    letters = "".join(secrets.choice(_REFERENCE_LETTERS) for _number in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def _fitting(found: Outline, sent: Sent) -> Checked:
    fitting = checked(found.asked, sent.raw)
    if fitting.problems:
        raise Refused({str(key): [problem] for key, problem in fitting.problems.items()})
    if not fitting.values:
        raise Refused({"": [_("Nothing was answered.")]})
    return fitting


def _identifies(texts: Iterable[str]) -> bool:
    return any(personal_in(text) for text in texts)


def _fingerprint(form: Form, texts: Iterable[str]) -> str:
    """Equal for equal words within one form, and of no use elsewhere."""
    words = suspicion.same_words(texts)
    return salted_hmac("folkmoot.voice.forms", f"{form.pk} {words}", algorithm="sha256").hexdigest() if words else ""
