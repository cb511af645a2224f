"""The mark by which a case is known again, without keeping its reference: made with the signing key, which no database holds.

Where that key is changed, a case drawn before is not recognised any more; nothing else is lost.
"""

import unicodedata

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from folkmoot.errors import FolkmootError

_USE = "folkmoot.casework.reviews.mark"
FIGURES = 32  # hexadecimal: 128 bits


class NoReference(FolkmootError):
    """What stands where a reference should be holds no letter and no figure."""

    def __init__(self, row: int) -> None:
        super().__init__(
            _("There is no reference in row %(row)s.") % {"row": f"{row:,}"}, _("A case without one cannot be found again."),
            _("Give each case its reference, or take the row out."),
        )  # fmt: skip


def mark_of(reference: str, row: int = 0) -> str:
    """The mark of a reference, however it is written: “05/ab/12345/26” and “05 AB 12345 26” have one. Raises NoReference."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", reference).upper() if sign.isalnum())
    if not plain:
        raise NoReference(row)
    return salted_hmac(_USE, plain, algorithm="sha256").hexdigest()[:FIGURES]
