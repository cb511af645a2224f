"""The sign-in library's forms with our words and our look; what they check is the library's."""

# mypy: disable-error-code="misc"
# The library has no type hints, so its classes are unknown to the type checker.

from collections.abc import Callable
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts import password_letters

PASSWORD_RULES = _(
    "Use 12 characters or more. Three words that have nothing to do with each other make a good password. "
    "It cannot be a common password, or close to your email address."
)


class Govuk(forms.Form):
    """Labels above, no placeholders, one button with `send_label` (none where a script sends the form).

    `words` gives label, help and error message for a required field, by field name.
    """

    send_label: ClassVar[Any] = _("Continue")
    words: ClassVar[dict[str, tuple[Any, Any, Any]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text, field.error_messages["required"] = self.words.get(
                name, (field.label, "", field.error_messages.get("required"))
            )
        self.helper = FormHelper(self)
        self.helper.form_method = "post"
        self.helper.form_tag = False
        self.helper.label_size = "s"
        self.helper.disable_csrf = True  # the page's own form tag carries the token
        buttons = [Button("submit", self.send_label)] if self.send_label else []
        self.helper.layout = Layout(*self.fields, *buttons)


EMAIL = (_("Email address"), "", _("Enter your email address."))
PASSWORD = (_("Password"), "", _("Enter your password."))
NEW_PASSWORD = (_("New password"), PASSWORD_RULES, _("Enter a new password."))
NEW_PASSWORD_AGAIN = (_("New password again"), "", _("Enter the new password a second time."))
CODE = (_("Code"), _("The 6 digits that your app shows, or one of your recovery codes."), _("Enter the code."))


class SignInForm(Govuk, account.LoginForm):
    send_label = _("Sign in")
    words: ClassVar = {"login": EMAIL, "password": PASSWORD}


class AskForResetForm(Govuk, account.ResetPasswordForm):
    send_label = _("Send me a link")
    words: ClassVar = {"email": EMAIL}

    def clean_email(self) -> str:
        """Only how the address is written: whether somebody has it is not looked for while the person waits for an answer."""
        return str(get_adapter().clean_email(self.cleaned_data["email"].lower()))

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        password_letters.write_later(lambda: self._send(request, **kwargs))
        return str(self.cleaned_data["email"])

    def _send(self, request: HttpRequest, **kwargs: Any) -> None:
        super().clean_email()
        super().save(request, **kwargs)


class ResetPasswordForm(Govuk, account.ResetPasswordKeyForm):
    send_label = _("Save the new password")
    words: ClassVar = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD_AGAIN}


class ChangePasswordForm(Govuk, account.ChangePasswordForm):
    send_label = _("Save the new password")
    words: ClassVar = {
        "oldpassword": (_("Current password"), "", _("Enter your current password.")),
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD_AGAIN,
    }


class ConfirmPasswordForm(Govuk, account.ReauthenticateForm):
    words: ClassVar = {"password": PASSWORD}


class CodeForm(Govuk, mfa.AuthenticateForm):
    send_label = _("Sign in")
    words: ClassVar = {"code": CODE}


class ConfirmCodeForm(Govuk, mfa.ReauthenticateForm):
    words: ClassVar = {"code": CODE}


class ActivateAppForm(Govuk, totp.ActivateTOTPForm):
    send_label = _("Turn on")
    words: ClassVar = {"code": (_("Code from the app"), _("6 digits"), _("Enter the code that the app shows."))}


class WellFormed(forms.Form):
    """What the browser sends for a passkey is somebody else's JSON: nonsense in it is a wrong passkey, not a fault of ours."""

    def clean_credential(self) -> Any:
        parent = getattr(super(), "clean_credential", lambda: self.cleaned_data["credential"])
        return self._read(parent)

    def clean(self) -> Any:
        return self._read(super().clean)

    def _read(self, clean: Callable[[], Any]) -> Any:
        try:
            return clean()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise forms.ValidationError(_("The passkey could not be read. Try again.")) from error


class PasskeySignInForm(WellFormed, webauthn.LoginWebAuthnForm):
    """Signing in with a passkey alone."""


class PasskeyStepForm(WellFormed, webauthn.AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class ConfirmPasskeyForm(WellFormed, webauthn.ReauthenticateWebAuthnForm):
    """A passkey to confirm that it is you."""


class AddPasskeyForm(WellFormed, Govuk, webauthn.AddWebAuthnForm):
    send_label = None
    words: ClassVar = {
        "name": (_("Name of this passkey"), _("For example “work laptop” or “phone”."), _("Enter a name.")),
        "passwordless": (
            _("Sign in with this passkey alone"),
            _("The device then asks for a fingerprint, face or PIN. Leave it off to use it as a second step after your password."),
            "",
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(name="", passwordless=True)
        super().__init__(*args, **kwargs)


class NamePasskeyForm(Govuk, webauthn.EditWebAuthnForm):
    send_label = _("Save")
    words: ClassVar = {"name": AddPasskeyForm.words["name"]}
