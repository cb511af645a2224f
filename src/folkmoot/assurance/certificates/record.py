"""What the records say under a line today, and what is frozen when a certificate is signed."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from folkmoot.accounts.scope import Viewer
from folkmoot.assurance.certificates.models import Certificate, CertificateEntry
from folkmoot.assurance.certificates.pulling import PULLED
from folkmoot.assurance.place import Place


def found_now(code: str, place: Place) -> dict[str, Any]:
    """What the records say under a line today, in English; {} where no record answers it."""
    if code not in PULLED:
        return {}
    with override("en-gb"):
        pulled = PULLED[code](place)
        return {"words": list(pulled.words), "late": pulled.late, "as_of": place.today.isoformat()}


def record_of(row: Certificate, statement: str, by: Viewer, at: datetime) -> dict[str, Any]:
    """The whole certificate in plain values; people by the number of their account, never by name."""
    return {
        "area": row.area.code if row.area else None,
        "period": row.period,
        "due_on": row.due_on.isoformat(),
        "signed_by": by.account_id,
        "signed_on": timezone.localdate(at).isoformat(),
        "statement": statement,
        "lines": [
            {
                "code": one.code, "asks": one.asks, "found": one.found, "answer": one.answer, "words": one.words, "doing": one.doing,
                "owner": one.owner_id, "by_on": one.by_on.isoformat() if one.by_on else None,
            }
            for one in CertificateEntry.objects.filter(certificate=row)
        ],
        "became": [
            {"period": one.exception.certificate.period, "code": one.exception.code, "became": one.became, "words": one.words}
            for one in row.follow_ups.select_related("exception__certificate")
        ],
    }  # fmt: skip
