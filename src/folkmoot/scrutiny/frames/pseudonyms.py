"""The names under which cases are drawn: made by chance, so that nobody can derive them, and spelling nothing."""

import hmac
import secrets
from collections.abc import Sequence

from folkmoot.sampling.frame import binding
from folkmoot.scrutiny.identities.keeping import Sealed, normalised

_LETTERS = "BCDFGHJKMNPQRTVWXYZ2346789"  # no vowel, so that no word comes of it; none that is read as another
_HALF = 4


def new_pseudonyms(number: int) -> list[str]:
    """So many different pseudonyms, such as “K7QM-4T2X”."""
    found: set[str] = set()
    while len(found) < number:
        letters = "".join(secrets.choice(_LETTERS) for _ in range(2 * _HALF))
        found.add(f"{letters[:_HALF]}-{letters[_HALF:]}")
    return list(found)


def salt_of(sealed: Sealed, pseudonym: str) -> str:
    """The salt that belongs to one pseudonym of one case: the same case in two lists cannot be matched by its bindings."""
    return hmac.digest(bytes.fromhex(sealed.salt), pseudonym.encode(), "sha256").hex()


def binding_of(sealed: Sealed, pseudonym: str) -> str:
    """What fixes in the list's fingerprint which case a pseudonym stands for, without telling it."""
    return binding(normalised(sealed.reference), salt_of(sealed, pseudonym))


def group_codes(strata: Sequence[str]) -> dict[str, str]:
    """A bare name for each group, in an order of chance: a list given out for checking does not say which group is which."""
    mixed = sorted(set(strata))
    secrets.SystemRandom().shuffle(mixed)
    return {stratum: f"Group {number}" for number, stratum in enumerate(mixed, 1)}
