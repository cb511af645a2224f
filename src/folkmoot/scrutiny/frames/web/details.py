"""What a sealed detail of a case is, in words, for whoever is shown which case it is."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.redaction.spans import Kind, Known, Role

ROLES: dict[str, Promise] = {
    Role.VICTIM: _("Victim"), Role.DEFENDANT: _("Defendant"), Role.WITNESS: _("Witness"), Role.OFFICER: _("Officer"),
    Role.PROSECUTOR: _("Prosecutor"), Role.JUDGE: _("Judge"), Role.CHILD: _("Child"), Role.RELATIVE: _("Relative"),
}  # fmt: skip
KINDS: dict[Kind, Promise] = {
    Kind.NAME: _("Name"), Kind.ADDRESS: _("Address"), Kind.POSTCODE: _("Postcode"), Kind.DATE_OF_BIRTH: _("Date of birth"),
    Kind.PHONE: _("Phone number"), Kind.EMAIL: _("E-mail"), Kind.VEHICLE: _("Vehicle registration"), Kind.REFERENCE: _("Reference"),
    Kind.PLACE: _("Place"), Kind.HANDLE: _("Name on a network"), Kind.ORGANISATION: _("Organisation"),
}  # fmt: skip


def in_words(known: Known) -> tuple[Promise | str, str]:
    """What it is and the value; a role that somebody typed stands as it was typed."""
    return (ROLES.get(known.role, known.role) if known.role else KINDS.get(known.kind, _("Another detail"))), known.value
