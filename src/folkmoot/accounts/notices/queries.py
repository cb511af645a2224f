"""Reading one's own inbox, and, for whoever manages accounts, the letters that have not left: never their words."""

from django.db.models import Count, QuerySet

from folkmoot.accounts.models import Account
from folkmoot.accounts.notices.models import Letter, Notice, Preference
from folkmoot.accounts.notices.rules import State
from folkmoot.accounts.scope import Viewer

TO_LOOK_AT = (State.UNCERTAIN, State.FAILED, State.CLAIMED, State.WAITING)


def inbox(viewer: Viewer) -> QuerySet[Notice]:
    """The viewer's own notices, newest first; nobody sees another's."""
    if viewer.account_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(account_id=viewer.account_id).order_by("-at", "-pk")


def count_unread(viewer: Viewer) -> int:
    return inbox(viewer).filter(read_at=None).order_by().count()


def get_notice(viewer: Viewer, notice_id: int) -> Notice:
    """One own notice. Raises Notice.DoesNotExist for another's, as for one that does not exist."""
    return inbox(viewer).get(pk=notice_id)


def preference_of(account: Account) -> Preference:
    """What a person chose, or, unsaved, what holds for those who chose nothing."""
    return Preference.objects.filter(account=account).first() or Preference(account=account)


def letters(viewer: Viewer, *, state: State | None = None) -> QuerySet[Letter]:
    """The letters that wait, failed or are not certain, newest first, without subject or text; none for others than administrators."""
    rows = Letter.objects.defer("subject", "text").order_by("-pk")
    if not viewer.sight("accounts.manage").national:
        return rows.none()
    return rows.filter(state=state) if state else rows.filter(state__in=TO_LOOK_AT)


def get_letter(viewer: Viewer, letter_id: int) -> Letter:
    """One letter that has not left. Raises Letter.DoesNotExist for one out of sight."""
    return letters(viewer).get(pk=letter_id)


def count_letters(viewer: Viewer) -> dict[State, int]:
    """How many letters are in each state, zero included."""
    found = Letter.objects.all() if viewer.sight("accounts.manage").national else Letter.objects.none()
    counted = dict(found.order_by().values("state").annotate(number=Count("pk")).values_list("state", "number"))
    return {state: counted.get(state.value, 0) for state in State}
