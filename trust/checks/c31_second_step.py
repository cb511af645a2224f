"""31: twelve ways round the second step, and round the way in by invitation, each tried as whoever would try it."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from trust.checks.doors import account, behind_https, browser, cast, is_in, session_of, signed_in
from trust.figures import Figure, Size, check, control

Try = Callable[["_Scene"], bool]
NOW = int(time.time())  # the clock of the codes stands still meanwhile, so that a busy machine changes nothing
NEW = "heather-compass-lantern-17"


class _Scene:
    """Two people: one with an authenticator app, one without, both with the same password."""

    def __init__(self) -> None:
        place = behind_https(FOLKMOOT_TWO_STEP="hq")
        from allauth.mfa.models import Authenticator
        from django.core.cache import cache

        people, self.password = cast(place)
        Authenticator.objects.all().delete()
        cache.clear()
        self.app, self.plain, self.hq = people["icem"], people["administrator"], people["hq"]
        self.secret = self.enrol(self.app)

    def enrol(self, email: str) -> str:
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

        secret = str(generate_totp_secret())
        TOTP.activate(account(email), secret)
        return secret

    def code(self, steps: int = 0) -> str:
        """The code that the app shows, or showed some periods of 30 seconds ago."""
        from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

        return str(format_hotp_value(hotp_value(self.secret, NOW // 30 + steps)))

    def first_step(self, email: str = "", password: str = "") -> Any:
        client = browser()
        client.post("/account/login/", {"login": email or self.app, "password": password or self.password})
        return client

    def second_step(self, client: Any, code: str) -> bool:
        client.post("/account/2fa/authenticate/", {"code": code})
        return is_in(client)

    def fresh(self) -> None:
        """As before: the person's app, no code used, nothing counted."""
        from allauth.mfa.models import Authenticator
        from django.core.cache import cache

        cache.clear()
        Authenticator.objects.all().delete()
        self.secret = self.enrol(self.app)
        type(account(self.app)).objects.filter(email=self.app).update(is_active=True)
        for email in (self.app, self.plain):
            who = account(email)
            who.set_password(self.password)
            who.save(update_fields=["password"])


def the_way_in(scene: _Scene) -> bool:
    """Not a bypass: the right code lets in, or the others would prove nothing."""
    return scene.second_step(scene.first_step(), scene.code())


def code_used_twice(scene: _Scene) -> bool:
    code = scene.code()
    assert scene.second_step(scene.first_step(), code)
    return scene.second_step(scene.first_step(), code)


def old_code(scene: _Scene) -> bool:
    return scene.second_step(scene.first_step(), scene.code(-3))


def second_step_skipped(scene: _Scene) -> bool:
    client = scene.first_step()
    pages = ("/", "/account/2fa/", "/account/2fa/totp/deactivate/", "/inbox/")
    return is_in(client) or any(client.get(page).status_code == 200 for page in pages)


def enrols_between_the_steps(scene: _Scene) -> bool:
    from allauth.mfa.models import Authenticator

    client, before = scene.first_step(), Authenticator.objects.count()
    for page in ("totp/activate/", "totp/deactivate/", "recovery-codes/generate/", "webauthn/add/"):
        client.post(f"/account/2fa/{page}", {"code": "000000"})
    return Authenticator.objects.count() != before or is_in(client)


def enrols_for_somebody_else(scene: _Scene) -> bool:
    """As in SecureDrop's audit of 2024: who is meant comes from the request."""
    from allauth.mfa.models import Authenticator

    other = Authenticator.objects.get(user=account(scene.app))
    client, user = signed_in(scene.plain), {"user": other.user_id, "user_id": other.user_id, "pk": other.pk}
    for page in ("totp/activate/", "totp/deactivate/", f"webauthn/keys/{other.pk}/remove/", f"webauthn/keys/{other.pk}/edit/"):
        client.post(f"/account/2fa/{page}?user={other.user_id}", {"code": scene.code(), "name": "x", **user})
    return not Authenticator.objects.filter(pk=other.pk, user=account(scene.app)).exists()


def taken_off_with_an_old_session(scene: _Scene) -> bool:
    """A session that lies open, begun long ago, may not take the app off without asking who is there."""
    from allauth.mfa.models import Authenticator

    client = signed_in(scene.app)  # carries no mark of a password just given
    client.post("/account/2fa/totp/deactivate/")
    shown = client.get("/account/2fa/recovery-codes/").status_code == 200
    return shown or not Authenticator.objects.filter(user=account(scene.app), type="totp").exists()


def recovery_code_used_twice(scene: _Scene) -> bool:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    code = RecoveryCodes.activate(account(scene.app)).get_unused_codes()[0]
    assert scene.second_step(scene.first_step(), code)
    return scene.second_step(scene.first_step(), code)


def new_password_takes_the_step_away(scene: _Scene) -> bool:
    """A link mailed for a new password neither signs in nor ends the second step."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    who, client = account(scene.app), browser()
    first = client.get(f"/account/password/reset/key/{user_pk_to_url_str(who)}-{default_token_generator.make_token(who)}/")
    client.post(first.headers["Location"], {"password1": NEW, "password2": NEW})
    assert account(scene.app).check_password(NEW), "the link itself must work"
    return is_in(client) or is_in(scene.first_step(password=NEW))


def codes_guessed(scene: _Scene) -> bool:
    """Of 40 codes tried in a row the right one comes last: it must have been stopped long before."""
    client = scene.first_step()
    for number in range(40):
        client.post("/account/2fa/authenticate/", {"code": f"{number:06}"})
    return scene.second_step(client, scene.code())


def disabled_between_the_steps(scene: _Scene) -> bool:
    client = scene.first_step()
    type(account(scene.app)).objects.filter(email=scene.app).update(is_active=False)
    return scene.second_step(client, scene.code())


def password_changed_between_the_steps(scene: _Scene) -> bool:
    """Whoever had the old password and waits at the second step goes no further once its owner has changed it."""
    client, who = scene.first_step(), account(scene.app)
    who.set_password(NEW)
    who.save(update_fields=["password"])
    return scene.second_step(client, scene.code())


def demanded_step_not_set_up(scene: _Scene) -> bool:
    client = browser()
    from django.conf import settings

    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(scene.hq)
    return any(client.get(page).status_code == 200 for page in ("/", "/organisations/", "/reports/", "/me/", "/search?words=a"))


def invitation_used_twice(scene: _Scene) -> bool:
    """Used, withdrawn and expired: none makes an account, nor a second one."""
    from django.utils import timezone

    from folkmoot.accounts import operations
    from folkmoot.accounts.models import Account, Invitation
    from folkmoot.accounts.rules import Role
    from folkmoot.accounts.scope import THE_PRODUCT

    work, at, made = operations.Work(Role.HQ, national=True), timezone.now(), 0
    for kind in ("used", "withdrawn", "expired"):
        invitation, token = operations.invite(by=THE_PRODUCT, at=at, email=f"{kind}@example.org", name="Somebody", work=work)
        if kind == "used":
            _joins(token)
            assert Account.objects.filter(email="used@example.org").exists(), "the first use must work"
            Account.objects.filter(email="used@example.org").update(email="moved@example.org")
        if kind == "withdrawn":
            operations.withdraw_invitation(by=THE_PRODUCT, at=at, invitation=invitation)
        if kind == "expired":
            past = at - timedelta(days=30)
            Invitation.objects.filter(pk=invitation.pk).update(sent_at=past, expires_at=past + timedelta(days=7))
        _joins(token)
        made += Account.objects.filter(email=f"{kind}@example.org").count()
    return made > 0


def _joins(token: str) -> None:
    client = browser()
    client.get("/join/", {"key": token})
    client.post("/join/", {"name": "Somebody", "password": NEW, "again": NEW})


BYPASSES: tuple[Try, ...] = (
    code_used_twice, old_code, second_step_skipped, enrols_between_the_steps, enrols_for_somebody_else, taken_off_with_an_old_session,
    recovery_code_used_twice, new_password_takes_the_step_away, codes_guessed, disabled_between_the_steps,
    password_changed_between_the_steps, demanded_step_not_set_up, invitation_used_twice,
)  # fmt: skip


def _tried(_size: Size, broken: Callable[[], AbstractContextManager[Any]] = nullcontext) -> Figure:
    scene, found = _Scene(), []
    with broken(), patch("allauth.mfa.totp.internal.auth.time.time", lambda: float(NOW)):
        if not the_way_in(scene):
            raise AssertionError("the right code does not let in, so nothing is measured")
        for bypass in BYPASSES:
            scene.fresh()
            if bypass(scene):
                found.append(bypass.__name__.replace("_", " "))
    return Figure(len(found), len(BYPASSES), "ways round the second step or an invitation", found=tuple(found), least=12)


@check(31, "Nobody gets round the second step", target="0 of 12 ways round it")
def bypasses(size: Size) -> Figure:
    return _tried(size)


@control(31, "a code may be used again")
def codes_again(size: Size) -> Figure:
    return _tried(size, lambda: patch("allauth.mfa.totp.internal.auth.TOTP._mark_code_used", lambda *_: True))


@control(31, "an invitation stays open after it was used, withdrawn or expired")
def invitations_open(size: Size) -> Figure:
    return _tried(size, lambda: patch("folkmoot.accounts.queries.invitation_open", lambda **_: True))


@control(31, "no limit on codes")
def codes_without_limit(size: Size) -> Figure:
    return _tried(size, lambda: patch("allauth.mfa.base.forms.check_rate_limit", lambda *_: lambda: None))
