"""How people are reached: telephones, e-mail, addresses on the web, names on social media, and the numbers of devices."""

import ipaddress
import re

from folkmoot.redaction.patterns.checks import luhn, phone
from folkmoot.redaction.patterns.shape import Shape, digits
from folkmoot.redaction.rules import Rule
from folkmoot.redaction.spans import Kind


def _british(match: re.Match[str]) -> tuple[float, Rule] | None:
    if not phone(match[0]):
        return None
    return 0.96, Rule.SHAPE


def _device(match: re.Match[str]) -> tuple[float, Rule] | None:
    if not luhn(match[0]) or re.match(r"3[47]", match[0]):
        return None
    return 0.9, Rule.CHECKED


def _address_4(match: re.Match[str]) -> tuple[float, Rule] | None:
    """Not a paragraph of a code, nor the version of a program."""
    if _PARAGRAPH.search(match.string, max(0, match.start() - 14), match.start()):
        return None
    try:
        ipaddress.ip_address(match["value"])
    except ValueError:
        return None
    return (0.95 if match["word"] else 0.75), Rule.SHAPE


def _address_6(match: re.Match[str]) -> tuple[float, Rule] | None:
    try:
        ipaddress.IPv6Address(match[0])
    except ValueError:
        return None
    return 0.95, Rule.SHAPE


def _named_online(match: re.Match[str]) -> tuple[float, Rule] | None:
    value = match["value"]
    if re.search(r"[\d_]|\w\.\w", value) or match["quote"] or match["said"]:
        return 0.85, Rule.CONTEXT
    return None


_PARAGRAPH = re.compile(r"\b(?:para(?:graph)?s?|section|s|version|v|rule|r|clause|annex|part|step|table)\.? ?$", re.I)
_MEDIA = (
    r"snapchat|snap ?chat|snap|instagram|insta|facebook|fb|tik ?tok|twitter|kik|telegram|discord|whatsapp|onlyfans|grindr|"
    r"tinder|hinge|bumble|"
    r"skype|psn|playstation|xbox|roblox|steam|youtube|linkedin|reddit|wickr|badoo|e-?bay|vinted|paypal"
)

SHAPES = (
    Shape(re.compile(r"(?<![\w.+%'-])[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+(?<![.'-])"), Kind.EMAIL, 0.99),
    Shape(
        re.compile(
            r"(?<![\w.+-])[\w.+-]{1,64}(?: dot \w{1,40}){0,5} ?(?:\(at\)|\[at\]|\bat\b) ?[\w-]+ ?(?:\(dot\)|\[dot\]|\bdot\b) ?(?:co ?(?:\.|"
            r"dot) ?uk|com|org|net|uk)\b", re.I
        ),
        Kind.EMAIL, 0.9,
    ),
    Shape(re.compile(r"(?:https?|ftp)://[^\s<>\"”]+[^\s<>\"”.,;:!?)\]'’]", re.I), Kind.URL, 0.97),
    Shape(
        re.compile(
            r"(?<![\w@./-])(?:www\.)?(?:[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?\.){1,3}(?:com|org|net|co\.uk|org\.uk|uk|io|me|ly|"
            r"tv|info|wales|cymru)"
            r"(?:/[^\s<>\"”]*[^\s<>\"”.,;:!?)\]'’])?(?![\w@])", re.I,
        ),
        Kind.URL, 0.9,
    ),
    Shape(re.compile(r"(?<![\w.@/])@[A-Za-z0-9_][A-Za-z0-9_.]{1,29}(?<!\.)(?![\w@])"), Kind.HANDLE, 0.93),
    Shape(
        re.compile(
            rf"(?<!\w)(?:{_MEDIA}|gamer ?tag|user ?name|screen ?name|handle)(?P<said> (?:user ?name|name|account|profile|handle|"
            rf"id|tag|page))?"
            r"(?: (?:was|is|called|of|named|under))*[ :–-]{1,3}(?P<quote>[\"'“‘@])?(?P<value>[A-Za-z0-9_][\w.-]{2,29})(?<!\.)", re.I,
        ),
        Kind.HANDLE, 0.85, check=_named_online,
    ),
    Shape(re.compile(r"(?<![\w+/.,£$-])(?:\+ ?44|0044|\(?0)[ ]?(?:\(0\)[ ]?)?[\d(][\d().–\- \u00a0]{6,16}\d(?![\w/])"),
          Kind.PHONE, 0.96, check=_british),
    Shape(re.compile(r"(?<![\w+])\+ ?(?!44)[1-9]\d{0,2}[ ().-]?(?:\d[ ().-]?){6,13}\d(?!\w)"), Kind.PHONE, 0.9),
    Shape(
        re.compile(r"\b(?:tel(?:ephone)?|phone|mob(?:ile)?|landline|ffôn)(?: (?:number|no))?[.:]* ?(?:is |"
                   r"was )?(?P<value>\d[\d -]{4,13}\d)(?!\w)", re.I),
        Kind.PHONE, 0.85, Rule.CONTEXT,
    ),
    Shape(re.compile(r"\b(?:ending|ends|end)(?: in| with)?[: ]+(?P<value>\d{3,4})(?![\w:/.]\d|\w)", re.I), Kind.PHONE, 0.5, Rule.CONTEXT),
    Shape(re.compile(r"(?<![\w.:])(?P<word>IP(?: address)?[: ]*)?(?P<value>(?:\d{1,3}\.){3}\d{1,3})(?![\w.]\d)(?!\w)"),
          Kind.IP, 0.9, check=_address_4),
    Shape(re.compile(r"(?<![\w:.])(?:[0-9a-f]{1,4}:){2,7}[0-9a-f:]{1,19}(?![\w:])|"
                     r"(?<![\w:])[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*::(?:[0-9a-f]{1,4}:?)+", re.I),
          Kind.IP, 0.95, check=_address_6),
    Shape(re.compile(r"(?<![\w-])(?:[0-9A-F]{2}[:-]){5}[0-9A-F]{2}(?![\w-])", re.I), Kind.DEVICE, 0.95),
    Shape(re.compile(r"(?<![\w-])\d{2}[ -]?\d{6}[ -]?\d{6}[ -]?\d(?![\w-])"), Kind.DEVICE, 0.9, check=_device),
    Shape(re.compile(r"\b(?:IMEI|IMSI|ICCID|SIM)(?: (?:number|no|card))*[.:]* ?(?:is |"
                     r"was )?(?P<value>\d[\d -]{12,22}\d)(?!\w)", re.I), Kind.DEVICE, 0.93,
          Rule.CONTEXT),
    Shape(re.compile(r"(?<!\w)8944\d{14,16}(?!\w)"), Kind.DEVICE, 0.85),
)  # fmt: skip

# Numbers that everybody may know.
PUBLIC_NUMBERS = frozenset({"999", "112", "101", "111", "119", "116123", "0800555111", "08001111"})


def is_public(written: str) -> bool:
    """Whether a number is that of a service for everybody, such as 101 or Crimestoppers."""
    return digits(written) in PUBLIC_NUMBERS
