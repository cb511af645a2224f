"""The phrases of a draw as the sampling room reads them."""

import secrets

from folkmoot.sampling.seals import By, SealedIn
from folkmoot.sampling.seals import Contribution as Sealed
from folkmoot.scrutiny.draws.models import Contribution, Draw


def contributions_of(draw: Draw, *, sealed: bool = False) -> list[Sealed]:
    """Every phrase of a draw, those not opened (with `sealed` all) by their seal alone."""
    return [_read(each, sealed) for each in draw.contributions.all()]


def new_service_phrase() -> str:
    """A phrase of chance for the service."""
    return secrets.token_hex(16)


def _read(row: Contribution, sealed: bool) -> Sealed:
    opened = row.opened_at is not None and not sealed
    by = By.MEMBER if row.member_id else By.SERVICE
    return Sealed(row.label, row.seal, row.phrase if opened else None, row.salt if opened else None, by, SealedIn(row.sealed_in))
