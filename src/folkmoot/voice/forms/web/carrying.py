"""What somebody has typed so far, carried from page to page in a signed field: nothing is stored before it is sent, in no cookie either."""

import secrets
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

from django.core import signing

from folkmoot.voice.forms.models import Form
from folkmoot.voice.forms.taking import Sent

_SALT = "folkmoot.voice.forms.carried"


@dataclass
class Carried:
    """`began`: seconds since 1970, signed by us, so that nobody can begin after the end. `raw` and `wordings` by the id of a question.

    `monitoring`: the id of the chosen category ("" for none) by the id of its scheme.
    """

    form: int
    mark: str
    began: float
    language: str
    raw: dict[int, list[str]] = field(default_factory=dict)
    wordings: dict[int, int] = field(default_factory=dict)
    name: str = ""
    address: str = ""
    agreed: bool = False
    monitoring: dict[int, str] = field(default_factory=dict)
    trapped: bool = False

    @property
    def began_at(self) -> datetime:
        return datetime.fromtimestamp(self.began, UTC)

    @property
    def sent(self) -> Sent:
        """What is to be taken in, once it is sent."""
        chosen = {scheme: int(key) if key.isdecimal() and len(key) < 16 else None for scheme, key in self.monitoring.items()}
        return Sent(
            mark=self.mark, raw=self.raw, language=self.language, wordings=self.wordings, name=self.name.strip(),
            address=self.address.strip(), monitoring=chosen, trapped=self.trapped,
        )  # fmt: skip


def begun(form: Form, *, at: datetime, language: str) -> Carried:
    return Carried(form.pk, secrets.token_urlsafe(24), at.timestamp(), language)


def packed(carried: Carried) -> str:
    """The signed text of a hidden field. It can be read by the person it belongs to, and changed by nobody."""
    return signing.dumps(asdict(carried), salt=_SALT, compress=True)


def unpacked(text: str, form: Form) -> Carried | None:
    """What was carried; None where it was changed on the way, or belongs to another form."""
    try:
        values = signing.loads(text, salt=_SALT)
        carried = Carried(**values)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    for name in ("raw", "wordings", "monitoring"):  # JSON knows texts alone as keys
        setattr(carried, name, {int(key): value for key, value in getattr(carried, name).items()})
    return carried if carried.form == form.pk else None
