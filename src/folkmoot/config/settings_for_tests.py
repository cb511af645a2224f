"""Settings under test: a throw-away data folder, quick password hashing, messages kept in memory."""

import os
import tempfile

os.environ["FOLKMOOT_HOME"] = tempfile.mkdtemp(prefix="folkmoot-test-")
os.environ.setdefault("FOLKMOOT_URL", "http://localhost:8000")

from folkmoot.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_LETTER_AFTER = 0.0
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns of a folder that is not there
DATABASES["default"]["CONN_MAX_AGE"] = 0  # a connection kept by a server thread would hold up the removal of the database
