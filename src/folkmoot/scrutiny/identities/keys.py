"""The key that seals whose case it is: a file of its own in the data folder, beside the signing key and outside every database.

Whoever takes the database, or a copy of it, reads no reference and no name; whoever loses the key never reads them again.
"""

import base64
import hmac
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.errors import FolkmootError
from folkmoot.foundation.storage import sync
from folkmoot.scrutiny.identities.models import CaseIdentity

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

FILE = "cases.key"
_BYTES = 32


class KeyLost(FolkmootError):
    """The file of the key is gone or is not the one with which cases were sealed."""

    def __init__(self, why: str) -> None:
        super().__init__(
            _("Which case this is cannot be read."),
            why,
            _("Ask the people who look after this service to put back the file cases.key from where its copy is kept, then try again."),
        )


@dataclass(frozen=True)
class Keys:
    """What is made of the one secret: `sealing` closes and opens, `marking` makes the marks by which a case is known again."""

    sealing: "Fernet"
    marking: bytes


def key_path() -> Path:
    return Path(settings.HOME) / FILE


def make_key() -> bool:
    """Make the key where there is none; whether one was made. Raises KeyLost where cases were sealed with one that is gone."""
    path = key_path()
    if path.exists():
        return False
    if CaseIdentity.objects.exists():
        raise KeyLost(_("Its key, the file cases.key of the data folder, is gone. A new one would open nothing that was sealed before."))
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was quicker
        return False
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(base64.urlsafe_b64encode(secrets.token_bytes(_BYTES)).decode() + "\n")
    sync(path)  # before anything is sealed with it
    sync(path.parent)
    return True


def open_to_others() -> bool:
    """Whether somebody besides the user that runs the service may read the key."""
    return bool(stat.S_IMODE(key_path().stat().st_mode) & 0o077)


def keys() -> Keys:
    """The keys, made on first use. Raises KeyLost."""
    from cryptography.fernet import Fernet

    make_key()
    secret = _secret()
    return Keys(Fernet(base64.urlsafe_b64encode(_derived(secret, b"seal"))), _derived(secret, b"mark"))


def _secret() -> bytes:
    try:
        secret = base64.urlsafe_b64decode(key_path().read_bytes().strip())
    except (OSError, ValueError) as error:
        raise KeyLost(_("Its key, the file cases.key of the data folder, cannot be read.")) from error
    if len(secret) != _BYTES:
        raise KeyLost(_("The file cases.key of the data folder does not hold a key."))
    return secret


def _derived(secret: bytes, use: bytes) -> bytes:
    """A key for one use only, so that what one of them does tells nothing of the other."""
    return hmac.digest(secret, b"folkmoot cases, version 1: " + use, "sha256")
