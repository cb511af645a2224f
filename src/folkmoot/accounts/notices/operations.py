"""Telling a person in their inbox, and writing letters that leave later. Both belong to the transaction of what they tell of."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.notices.models import LANGUAGES, Letter, Notice, Preference
from folkmoot.accounts.notices.queries import preference_of
from folkmoot.accounts.notices.rules import LONGEST_TEXT, SAID_BY_A_PERSON, How, State, after, breaks_the_header, is_own_page
from folkmoot.accounts.notices.wording import notice_mail
from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.saving import Refused, change, check


@transaction.atomic
def notify(*, by: Actor, at: datetime, account: Account, kind: str, words: str, address: str, key: str) -> Notice:
    """Put one thing into a person's inbox, and write to them at once where they chose that. The same key twice is one notice.

    `kind` is one of `lines.LINES` (an e-mail says no more than its sentence); `words` are shown in the inbox alone; `address` is a
    path of ours. Raises Refused.
    """
    if known := Notice.objects.filter(key=key).first():
        return known
    if not is_own_page(address):
        raise Refused({"address": [_("A notice leads to a page of this service.")]})
    values = {"account": account, "kind": kind, "words": _shortened(words), "address": address, "at": at}
    check(Notice(key=key, **values))
    notice, made = Notice.objects.get_or_create(key=key, defaults=values)
    if made and preference_of(account).how == How.AT_ONCE and account.is_active:
        tell_by_mail(by=by, at=at, account=account, notices=[notice], key=f"notice:{notice.pk}")
    return notice


@transaction.atomic
def post(
    *, by: Actor, at: datetime, to: str, subject: str, text: str, key: str, about: str = "", language: str = "en",
    account: Account | None = None,
) -> Letter:  # fmt: skip
    """Write a letter that leaves after the caller's transaction has held. The same key twice gives the letter that there is.

    `about` names the row it tells of ("voice.point 12"). `account` for our own people. Raises Refused for an address or a subject
    that no message may have.
    """
    if known := Letter.objects.filter(key=key).first():
        return known
    _refuse_unsendable(to, subject, text, language)
    values = {
        "to": to.strip(), "subject": subject.strip(), "text": text, "about": about, "language": language, "account": account,
        "made_at": at, "next_at": at, "state_at": at,
    }  # fmt: skip
    check(Letter(key=key, **values))
    letter, made = Letter.objects.get_or_create(key=key, defaults=values)
    if made:
        audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=letter, detail={"letter about": about or key.partition(":")[0]})
    return letter


def tell_by_mail(*, by: Actor, at: datetime, account: Account, notices: list[Notice], key: str) -> Letter:
    """One letter that says that these notices wait, in the person's language. Call it inside a transaction.

    Raises wording.LeavesTooMuch where it would carry more than fixed sentences and links.
    """
    language = preference_of(account).language
    mail = notice_mail([(notice.pk, notice.kind) for notice in notices], language)
    letter = post(
        by=by, at=at, to=account.email, subject=mail.subject, text=mail.text, key=key, about=f"accounts.account {account.pk}",
        language=language, account=account,
    )  # fmt: skip
    Notice.objects.filter(pk__in=[notice.pk for notice in notices], letter=None).update(letter=letter)
    return letter


@transaction.atomic
def prefer(*, by: Viewer, at: datetime, how: str, weekday: int, language: str, seen_version: int | None = None) -> Preference:
    """Choose for oneself how to hear by e-mail. Raises Refused or ChangedMeanwhile."""
    account = Account.objects.get(pk=by.account_id or 0)
    row = preference_of(account)
    values = {"how": how, "weekday": weekday, "language": language}
    if row.pk:
        changed = change(row, values, seen_version=seen_version)
    else:
        row, changed = Preference(account=account, **values), list(values)
        check(row)
        row.save()
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"fields": sorted(changed)})
    return row


@transaction.atomic
def settle(*, by: Viewer, at: datetime, letter: Letter, what: str) -> None:
    """Record what a person found out of a letter: “say it arrived” or “send again”. Raises Refused or NotAllowed."""
    by.require_national("accounts.manage")
    held = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    state = after(State(held.state), what)
    if state is None or what not in SAID_BY_A_PERSON:
        raise Refused({"": [_("This cannot be said of it as it stands now.")]})
    if state is State.WAITING and held.forgotten_at:
        raise Refused({"": [_("Its words were erased since. What it told of must be sent anew.")]})
    values: dict[str, object] = {"state": state.value, "state_at": at, "lease_until": None, "reason": ""}
    change(held, values | ({"attempts": 0, "next_at": at} if state is State.WAITING else {}))
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"letter": what})


def _refuse_unsendable(to: str, subject: str, text: str, language: str) -> None:
    """Checked here and not when it is sent: whoever writes a letter learns at once that it could never leave."""
    problems: dict[str, list[str]] = {}
    try:
        validate_email(to.strip())
    except ValidationError:
        problems["to"] = [_("This is not an e-mail address.")]
    if breaks_the_header(to.strip()) or breaks_the_header(subject.strip()):
        problems["subject"] = [_("A subject and an address are one line each.")]
    if not subject.strip() or not text.strip():
        problems["text"] = [_("A letter has a subject and words.")]
    if len(text) > LONGEST_TEXT:
        problems["text"] = [_("This is too long for a letter.")]
    if language not in dict(LANGUAGES):
        problems["language"] = [_("A letter is in English or Welsh.")]
    if problems:
        raise Refused(problems)


def _shortened(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 300 else flat[:299] + "…"
