"""How signing in is wired: accounts come from invitations only, whichever door a person uses.

What comes of a sign-in stands in the audit trail (see `sign_in_events`): who came and went, how an account is protected, and attempts that
failed as one event for each account and quarter of an hour. Addresses that were typed are never kept, since people type passwords there
by mistake.
"""

# mypy: disable-error-code="misc, no-any-return"
# The library has no type hints, so its classes are unknown to the type checker.

import logging
from typing import Any

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts import known_browsers, operations, sign_in_events
from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import viewer_for
from folkmoot.accounts.sign_in_events import Missed
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor, Kind

log = logging.getLogger("folkmoot.sign_in")
FIRST_STEP = "first_step_by"
OWN_BROWSER_LIMIT = {"login_failed": "10/15m/key"}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The email address or the password is not right."),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The current password is not right."),
        "too_many_login_attempts": _("There were too many wrong attempts. Wait 15 minutes, or choose a new password by email."),
        "rate_limited": _("There were too many attempts. Wait 15 minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt before any password is hashed; a known browser is counted apart from strangers."""
        try:
            self._count(request, **credentials)
        except ValidationError:
            sign_in_events.missed(Missed.LIMIT, account_id=_account_id(credentials), at=timezone.now())
            raise

    def _count(self, request: HttpRequest, **credentials: Any) -> None:
        mark = known_browsers.mark_of(request, credentials.get("email", ""))
        if mark is None:
            return super().pre_authenticate(request, **credentials)
        self._login_failed_rl_usage = ratelimit.consume(
            request, app="allauth.account", action="login_failed", config=OWN_BROWSER_LIMIT, key=f"browser:{mark}"
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")
        return None

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """A disabled account is answered like a wrong password."""
        account = super().authenticate(request, **credentials)
        if account and not account.is_active:
            self.pre_authenticate(request, **credentials)  # the attempt that was just taken off the count, since the password was right
            self.authentication_failed(request, **credentials)
            return None
        return account

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        log.warning("failed sign-in from %s", self.get_client_ip(request))
        sign_in_events.missed(Missed.WRONG, account_id=_account_id(credentials), at=timezone.now())

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        if not viewer_for(user, timezone.localdate()).grants:
            return redirect("accounts:no_role")
        request.session[FIRST_STEP] = user.get_session_auth_hash()
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: Account) -> None:
        """Let in whoever has passed every step, unless the account was closed or has a new password since the first of them."""
        if not user.is_active or request.session.pop(FIRST_STEP, "") != user.get_session_auth_hash():
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)
        now = timezone.now()
        request.session["signed_in_at"] = request.session["last_seen"] = now.isoformat()
        log.info("account %s signed in from %s", user.pk, self.get_client_ip(request))
        sign_in_events.record("signed in", account=user, at=now)

    def logout(self, request: HttpRequest) -> None:
        account = request.user
        super().logout(request)
        if isinstance(account, Account):
            sign_in_events.record("signed out", account=account, at=timezone.now())

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        known_browsers.remember(response, user.email)
        return response

    def set_password(self, user: Account, password: str) -> None:
        operations.set_password(by=Actor(user.pk, str(user)), at=timezone.now(), account=user, password=password)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Signing in and out speak for themselves; everything else is said."""
        template = args[0] if args else kwargs.get("message_template")
        if template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(request, level, *args, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:me")

    def send_notification_mail(self, template_prefix: str, user: Account, *args: Any, **kwargs: Any) -> None:
        """Every change of how an account is protected is recorded, and told to its owner."""
        what = template_prefix.rpartition("/")[2].replace("_", " ")
        log.info("account %s: %s", user.pk, what)
        sign_in_events.record(what, account=user, at=timezone.now(), kind=Kind.ALTERATION)
        super().send_notification_mail(template_prefix, user, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that does not answer must not tell whether the account exists: the page is the same, the fault is logged."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:  # its text may name the recipient
            log.error("a message could not be sent: %s", type(error).__name__)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Sign-in with the organisation's own identity provider opens an account that exists, and never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Safe because only the provider that the operator configured can vouch for an address, and only for one it verified."""
        return True

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        """Keep nothing of what the provider says beyond the identifier."""
        sociallogin.account.extra_data = {}
        return super().populate_user(request, sociallogin, data)

    def get_requests_session(self) -> requests.Session:
        session = super().get_requests_session()
        ask = session.request

        def asked(*args: Any, **kwargs: Any) -> requests.Response:
            try:
                return ask(*args, **kwargs)
            except requests.RequestException as error:
                log.exception("the identity provider does not answer")
                page = render(self.request, "socialaccount/authentication_error.html", status=503)
                raise ImmediateHttpResponse(page) from error

        session.request = asked
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        account = sociallogin.user
        if sociallogin.state.get("process") != "login" or not sociallogin.is_existing or not account.is_active:
            raise ImmediateHttpResponse(_no_account(request))
        if sociallogin.account.pk is None:
            if SocialAccount.objects.filter(user=account, provider=sociallogin.account.provider).exists():
                # Another person of the organisation once had this address: an administrator must look at it.
                raise ImmediateHttpResponse(_no_account(request))
            sociallogin._did_authenticate_by_email = None
            _connect(request, sociallogin, account)


def _account_id(credentials: dict[str, Any]) -> int | None:
    return Account.objects.filter(email__iexact=credentials.get("email", "").strip()).values_list("pk", flat=True).first()


@transaction.atomic
def _connect(request: HttpRequest, sociallogin: Any, account: Account) -> None:
    sociallogin.connect(request, account)
    by = Actor(account.pk, str(account))
    audit.record(Kind.ALTERATION, by=by, at=timezone.now(), subject=account, detail={"fields": ["identity provider"]})


def _no_account(request: HttpRequest) -> HttpResponse:
    log.warning("the identity provider named somebody without an account")
    return render(request, "account/signup_closed.html", status=403)
