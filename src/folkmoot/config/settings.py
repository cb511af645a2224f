"""Settings of a running Folkmoot, read from the environment; the defaults serve one machine with an embedded database.

FOLKMOOT_HOME   data folder (default ~/folkmoot)      DATABASE_URL    postgres://… (default: SQLite in the data folder)
FOLKMOOT_URL    address people use (default http://localhost:8000)    SECRET_KEY      signing key (default: kept in the folder)
FOLKMOOT_CONTACT  address that people may write to about accessibility, shown on the accessibility statement
EMAIL_URL       smtp+tls://user:password@host:587 (default: messages are written to the data folder's `outbox`)
FOLKMOOT_DAILY_AT  the hour at which `folkmoot serve` does the daily job itself (default 06:00; “off”: you schedule it)
FOLKMOOT_BACKUPS  folder into which the daily job takes a backup (default: none is taken)
FOLKMOOT_BACKUP_KEY  the key with which backups are sealed; FOLKMOOT_BACKUPS_KEPT  days after which old ones go (default 35)
MAILBOX_URL     imaps://user:password@host/INBOX of the service's own mailbox, read by `folkmoot mailbox read`
FOLKMOOT_MAILBOX_ADDRESS  its address, to which people reply (default: FOLKMOOT_FROM)
FOLKMOOT_MAILBOX_TRUSTS   the name by which your own mail server signs what it found about a sender (Authentication-Results)
FOLKMOOT_SCANNER  clamd://host:port or clamd:///run/clamav/clamd.ctl: the virus scanner that every file goes through (default: none)
FOLKMOOT_TWO_STEP  roles that must sign in with a second step, for example administrator,hq
FOLKMOOT_BEHIND_PROXY  true where a proxy of yours stands in front and sets X-Forwarded-For and X-Forwarded-Proto
FOLKMOOT_REACH  constants of the order of the reach page, for example low_trust_factor=2,never_met_months=36
FOLKMOOT_PANEL_MEMBERS_KEPT  months for which details of past panel members are kept, for example checks=6,undertakings=96
FOLKMOOT_CASEWORK  tables and folders of case data that the server may read, name=address, for example extract=postgres://host/db#cases
FOLKMOOT_SCRUTINY  limits of case scrutiny (scrutiny.rules.Limits), for example few_in_list=10,kept_months=3
FOLKMOOT_LOG    json: the log as JSON lines (default: plain lines)
FOLKMOOT_METRICS_TOKEN  with this token, and only with it, /metrics answers
FOLKMOOT_OIDC_SERVER, FOLKMOOT_OIDC_CLIENT_ID, FOLKMOOT_OIDC_SECRET, FOLKMOOT_OIDC_NAME   sign-in with your own identity provider
"""

import os
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from folkmoot.config import sqlite
from folkmoot.config.home import home, secret_key

env = environ.Env()
PACKAGE = Path(__file__).resolve().parent.parent
HOME = home()

SECRET_KEY = secret_key(HOME)
DEBUG = False
PUBLIC_URL = env("FOLKMOOT_URL", default="http://localhost:8000").rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")
_host = urlsplit(PUBLIC_URL).hostname or "localhost"
ALLOWED_HOSTS = [_host] if HTTPS else sorted({_host, "localhost", "127.0.0.1", "[::1]"})
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
FICTIONAL = (HOME / "fictional").exists()

ROOMS = [
    "foundation",
    "areas",
    "characteristics",
    "accounts",
    "languages",
    "strategy",
    "actions",
    "voice",
    "census",
    "communities",
    "stakeholders",
    "engagement",
    "casework",
    "workforce",
    "panels",
    "scrutiny",
    "decisions",
    "assurance",
    "keeping",
    "reports",
    "overview",
    "site",
    "wholesale",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "crispy_forms_gds",
    "csp",
    "folkmoot.webkit",
    *(f"folkmoot.{room}" for room in ROOMS if (PACKAGE / room / "__init__.py").exists()),
]
MIDDLEWARE = [
    "folkmoot.overview.running.middleware.Watched",
    # Before whatever may answer by itself, so that no answer goes without them: refusals, files of the styles, redirections.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "folkmoot.config.middleware.RefuseNul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "folkmoot.config.middleware.StrangersSendLittle",  # before the next, which reads what was sent
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "folkmoot.accounts.middleware.ViewerMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "folkmoot.config.middleware.PlainErrors",
    "folkmoot.config.middleware.Sweep",
]
ROOT_URLCONF = "folkmoot.config.urls"
WSGI_APPLICATION = "folkmoot.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The rooms come first, so that our sign-in pages stand in place of the library's.
        "DIRS": [PACKAGE / room / "web" / "templates" for room in ROOMS],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["folkmoot.webkit.templatetags.words", "folkmoot.webkit.templatetags.components"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "folkmoot.config.context.page",
            ],
        },
    },
]

# --- where rows are kept -------------------------------------------------------------------------------------------------
if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": env.db_url("DATABASE_URL") | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
    # What a connection sees before it is told: see foundation.fence. The web server's sees nothing, everything else sees every Area.
    _told = "" if env.bool("FOLKMOOT_FENCED", default=False) else "all"
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = f"-c folkmoot.areas={_told}"
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "folkmoot.sqlite3",
            "OPTIONS": sqlite.options(sqlite3.sqlite_version_info),
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all workers, so that the limit on sign-in attempts holds whichever worker answers.
CACHES = {"default": {"BACKEND": "folkmoot.accounts.attempts.SharedFileCache", "LOCATION": HOME / "cache"}}

# --- who signs in --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["folkmoot.accounts.hashers.MeasuredArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "folkmoot.accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "folkmoot.accounts.adapter.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proved by the invitation that was sent to it
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/15m/ip,10/15m/key",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/h/ip",
    "reauthenticate": "10/15m/user",
    "change_password": "5/m/user",
}
ACCOUNT_SESSION_REMEMBER = False
PASSWORD_LETTER_AFTER = 1.0  # seconds after the answer; at once, it would tell by its time whether there is an account
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Folkmoot: "
ACCOUNT_FORMS = {
    "login": "folkmoot.accounts.web.sign_in_forms.SignInForm",
    "reset_password": "folkmoot.accounts.web.sign_in_forms.AskForResetForm",
    "reset_password_from_key": "folkmoot.accounts.web.sign_in_forms.ResetPasswordForm",
    "change_password": "folkmoot.accounts.web.sign_in_forms.ChangePasswordForm",
    "reauthenticate": "folkmoot.accounts.web.sign_in_forms.ConfirmPasswordForm",
}
# The address of the person is taken from the connection itself, unless a proxy of ours stands in front and says whose it is.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.bool("FOLKMOOT_BEHIND_PROXY", default=False))
SOCIALACCOUNT_ONLY = False
# Roles whose holders must set up a second step before anything else opens, for example administrator,hq.
TWO_STEP_ROLES = frozenset(env.list("FOLKMOOT_TWO_STEP", default=[]))
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that leads to another site would be stopped by our own content policy
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Folkmoot"
MFA_FORMS = {
    "authenticate": "folkmoot.accounts.web.sign_in_forms.CodeForm",
    "reauthenticate": "folkmoot.accounts.web.sign_in_forms.ConfirmCodeForm",
    "activate_totp": "folkmoot.accounts.web.sign_in_forms.ActivateAppForm",
    "add_webauthn": "folkmoot.accounts.web.sign_in_forms.AddPasskeyForm",
    "edit_webauthn": "folkmoot.accounts.web.sign_in_forms.NamePasskeyForm",
    "login_webauthn": "folkmoot.accounts.web.sign_in_forms.PasskeySignInForm",
    "authenticate_webauthn": "folkmoot.accounts.web.sign_in_forms.PasskeyStepForm",
    "reauthenticate_webauthn": "folkmoot.accounts.web.sign_in_forms.ConfirmPasskeyForm",
}
SOCIALACCOUNT_PROVIDERS = {}
if env("FOLKMOOT_OIDC_SERVER", default=""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "organisation",
                "name": env("FOLKMOOT_OIDC_NAME", default="your organisation"),
                "client_id": env("FOLKMOOT_OIDC_CLIENT_ID"),
                "secret": env("FOLKMOOT_OIDC_SECRET"),
                "settings": {"server_url": env("FOLKMOOT_OIDC_SERVER")},
            }
        ]
    }

# --- sessions, cookies, headers ------------------------------------------------------------------------------------------
SESSION_ENGINE = "folkmoot.accounts.sessions"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_INACTIVITY_MINUTES = 60
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # what was said to somebody stays out of their browser
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    SECURE_HSTS_SECONDS, SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD = 31_536_000, True, True
    SECURE_REDIRECT_EXEMPT = [r"^health/(live|ready)$"]  # asked on the machine itself, behind the proxy
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("FOLKMOOT_BEHIND_PROXY", default=False) else None
CSRF_FAILURE_VIEW = "folkmoot.webkit.views.form_refused"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # a comment of 200,000 words in Urdu, as a browser encodes it
MOST_FROM_STRANGERS = 2 * 1024 * 1024  # bytes of one request of somebody who has not signed in
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = ["folkmoot.foundation.uploads.RefuseFiles"]  # the pages that take a file say so themselves
DATA_UPLOAD_MAX_NUMBER_FILES = 1
SCANNER = env("FOLKMOOT_SCANNER", default="")

# --- languages, time, files ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Cymraeg"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_AGE = 31_536_000
TIME_ZONE = "Europe/London"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "folkmoot.foundation.storage.SyncedStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "gds"
CRISPY_CLASS_CONVERTERS = {"dateinput": "govuk-input", "numberinput": "govuk-input", "urlinput": "govuk-input"}

# --- the order of the reach page: constants of engagement.reach.rules.Weights, as low_trust_factor=2,never_met_months=36 ----
REACH = env.dict("FOLKMOOT_REACH", cast={"value": float}, default={})
# What a page shows of rooms above its own is named here: lines of the calendar; what is counted beside an aim of the strategy.
CALENDAR_SUPPLIERS = ("folkmoot.decisions.consultations.queries.dates", "folkmoot.panels.meetings.queries.dates")
MAILED_REPLY_TAKERS = ("folkmoot.panels.meetings.replying.take_mailed_reply",)
AGENDA_SUPPLIERS = (
    "folkmoot.decisions.consultations.queries.for_panels",
    "folkmoot.scrutiny.assessment.queries.for_panels",
    "folkmoot.scrutiny.learning.queries.for_panels",
)
# What rooms above the panels have for a member to do: see panels.space.waiting.
MEMBER_WAITING_SUPPLIERS = ("folkmoot.scrutiny.web.waiting.for_member",)
# The Areas of the panels on which somebody sits, for the second fence: see accounts.scope.areas_of.
AREAS_OF_PANELS = "folkmoot.panels.space.seats.areas_of_panels"
# What rooms above accounts do when somebody joins by an invitation: (by, at, invitation, account), in the same transaction.
AFTER_JOINING = ("folkmoot.panels.members.sign_in.seat_taken",)
# What rooms above the strategy hand down as values of its measures: see strategy.measures.supplied.
MEASURE_SUPPLIERS = (
    "folkmoot.voice.measured.supplied",
    "folkmoot.casework.measured.supplied",
    "folkmoot.workforce.measured.supplied",
    "folkmoot.panels.measured.supplied",
)
HEARD_ABOUT_AIMS = ("folkmoot.voice.heard.points_about_aims",)
# What reports need of a viewer, for the home page, which stands beside them: see overview.reporting.
REPORTS_WAITING = "folkmoot.reports.web.steps.waiting"
FOUND_ABOUT_SIGNALS = ("folkmoot.scrutiny.signals.queries.found_about",)
# Tables of rooms above casework that may be published: see casework.tables.protocol.
TABLES_TO_PUBLISH = ("folkmoot.workforce.representation.publishing.OFFER",)
# Months for which details of past panel members are kept, by kind, where it is not as in panels.members.rules.KEPT_MONTHS.
PANEL_MEMBERS_KEPT = env.dict("FOLKMOOT_PANEL_MEMBERS_KEPT", cast={"value": int}, default={})
# Where case data lie that the server may read: name -> address. Whatever opens them is in the address, and nowhere in the database.
CASEWORK = env.dict("FOLKMOOT_CASEWORK", default={})
# Numbers by which cases are scrutinised, where they are not as in scrutiny.rules.Limits.
SCRUTINY = env.dict("FOLKMOOT_SCRUTINY", cast={"value": int}, default={})

# --- messages out --------------------------------------------------------------------------------------------------------
CONTACT = env("FOLKMOOT_CONTACT", default="")
DEFAULT_FROM_EMAIL = env("FOLKMOOT_FROM", default="folkmoot@localhost")
DAILY_AT = env("FOLKMOOT_DAILY_AT", default="06:00")
BACKUPS, BACKUP_KEY = env("FOLKMOOT_BACKUPS", default=""), env("FOLKMOOT_BACKUP_KEY", default="")
BACKUPS_KEPT = env.int("FOLKMOOT_BACKUPS_KEPT", default=35)
MAILBOX_URL = env("MAILBOX_URL", default="")
MAILBOX_ADDRESS = env("FOLKMOOT_MAILBOX_ADDRESS", default=DEFAULT_FROM_EMAIL)
MAILBOX_TRUSTS = env("FOLKMOOT_MAILBOX_TRUSTS", default="")
if env("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "outbox"

LOG_FORM = env("FOLKMOOT_LOG", default="lines")
METRICS_TOKEN = env("FOLKMOOT_METRICS_TOKEN", default="")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {"()": "folkmoot.config.masking.NamelessFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "folkmoot.config.json_log.JsonLines"},
    },
    "filters": {"masked": {"()": "folkmoot.config.masking.MaskingFilter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json" if LOG_FORM == "json" else "lines", "filters": ["masked"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"folkmoot": {"level": "INFO"}},
}
SILENCED_SYSTEM_CHECKS = [] if HTTPS else ["security.W004", "security.W008", "security.W012", "security.W016"]
