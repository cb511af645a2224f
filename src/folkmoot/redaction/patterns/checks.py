"""Check digits and grammars as their standards define them."""

import re

from folkmoot.redaction.patterns.shape import digits


def luhn(written: str) -> bool:
    """ISO/IEC 7812-1, annex B: cards, and the IMEI of a phone."""
    total = 0
    for place, figure in enumerate(reversed(digits(written))):
        doubled = int(figure) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0 and len(set(digits(written))) > 1


def iban(written: str) -> bool:
    """ISO 13616: the first four characters go to the end, letters count from 10, and the number leaves 1 when divided by 97."""
    plain = re.sub(r"\W", "", written).upper()
    if not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])) % 97 == 1


def nhs_number(written: str) -> bool:
    """NHS Data Dictionary: modulus 11 over ten figures."""
    plain = digits(written)
    if len(plain) != 10 or len(set(plain)) == 1:
        return False
    rest = 11 - sum(int(figure) * (10 - place) for place, figure in enumerate(plain[:9])) % 11
    return rest != 10 and rest % 11 == int(plain[9])


def ni_number(written: str) -> bool:
    """HMRC NIM39110: letters not used, prefixes not allocated, and a suffix from A to D."""
    plain = re.sub(r"\W", "", written).upper()
    return bool(re.fullmatch(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]?", plain))


def pnc_identity(written: str) -> bool:
    """The letter at the end of a PNC identity: year and serial number, modulus 23, among the letters without I, O and S."""
    match = re.fullmatch(r"(?:\d\d)?(\d\d)/0*(\d{1,7})([A-Z])", written.upper())
    return match is not None and "ZABCDEFGHJKLMNPQRTUVWXY"[int(match[1] + match[2].zfill(7)) % 23] == match[3]


def driving_licence(written: str) -> bool:
    """DVLA: five letters of the surname padded with 9, then decade, month (50 more for women), day and year of birth, and initials."""
    match = re.fullmatch(r"[A-Z]{1,5}9{0,4}\d(\d\d)(\d\d)\d[A-Z9]{2}[A-Z0-9]{3}", written.replace(" ", "").upper()[:16])
    if match is None:
        return False
    month, day = int(match[1]) % 50, int(match[2])
    return 1 <= month <= 12 and 1 <= day <= 31 and int(match[1]) < 63


POSTCODE_AREAS = frozenset(
    re.findall(
        r"\w+",
        "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU"
        " GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL"
        " PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE",
    )
)
_CODE = re.compile(r"([A-Z]{1,2})(\d{1,2}|\d[A-Z])(\d[ABD-HJLNP-UW-Z]{2})")


def postcode(written: str) -> bool:
    """Royal Mail's grammar: an area that exists, a district, and an inward part without C, I, K, M, O and V."""
    plain = re.sub(r"\W", "", written).upper()
    match = _CODE.fullmatch(plain)
    if plain == "GIR0AA":
        return True
    return match is not None and match[1] in POSTCODE_AREAS and (not match[2][-1].isalpha() or match[1] in LETTERED)


# Areas of which a district may end in a letter: W1A, EC1A, SW1A, N1C, SE1P, E1W, NW1W, WC1A and, for some bulk users, others.
LETTERED = frozenset({"B", "E", "EC", "G", "L", "M", "N", "NW", "S", "SE", "SW", "W", "WC", "BX"})


def phone(written: str) -> bool:
    """Ofcom's National Telephone Numbering Plan: 0 and a geographic, non-geographic, mobile or premium code; ten or eleven figures."""
    plain = national(written)
    if re.fullmatch(r"0(?:7[1-57-9]\d{8}|70\d{8}|76\d{8}|[23]\d{9}|1\d{8,9}|8(?:0[08]\d{6,7}|[47]\d{8})|9\d{9})", plain):
        return len(set(plain[1:])) > 2
    return False


def national(written: str) -> str:
    """The figures of a British number as dialled within the country: +44, 0044 and (0) become 0."""
    plain = digits(written)
    if plain.startswith("0044"):
        plain = plain[4:]
    elif written.lstrip(" (").startswith("+44") or (plain.startswith("44") and len(plain) in (12, 13)):
        plain = plain[2:]
    else:
        return plain
    return "0" + plain.removeprefix("0")
