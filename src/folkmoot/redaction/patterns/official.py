"""Numbers that offices give: National Insurance, NHS, passport, licence, and the references of police, courts and prisons."""

import re

from folkmoot.redaction.patterns.checks import driving_licence, iban, luhn, nhs_number, ni_number, pnc_identity
from folkmoot.redaction.patterns.shape import Check, Shape, digits
from folkmoot.redaction.rules import Rule
from folkmoot.redaction.spans import Kind
from folkmoot.redaction.vocabulary import NOT_INITIALS


def _ni(match: re.Match[str]) -> tuple[float, Rule] | None:
    plain = re.sub(r"\W", "", match[0])
    if not ni_number(plain) or not (plain.isupper() or plain.islower()):
        return None
    return (0.96 if plain[-1].isalpha() else 0.7), Rule.SHAPE


def _nhs(match: re.Match[str]) -> tuple[float, Rule] | None:
    grouped, right = len(match["value"]) > 10, nhs_number(match["value"])
    if match["word"]:
        return (0.98, Rule.CHECKED) if right else (0.85, Rule.UNCHECKED)
    return ((0.9 if grouped else 0.55), Rule.CHECKED) if right and match["value"][0] in "345679" else None


def _card(match: re.Match[str]) -> tuple[float, Rule] | None:
    plain = digits(match[0])
    if len(plain) == 15 and plain[:2] not in ("34", "37"):
        return None
    return (0.95, Rule.CHECKED) if luhn(plain) and plain[0] in "34569" else None


def _iban(match: re.Match[str]) -> tuple[float, Rule] | None:
    if iban(match[0]):
        return 0.98, Rule.CHECKED
    return (0.6, Rule.UNCHECKED) if match[0].upper().startswith("GB") else None


def _licence(match: re.Match[str]) -> tuple[float, Rule] | None:
    return (0.97, Rule.CHECKED) if driving_licence(match[0]) else None


def _pnc(match: re.Match[str]) -> tuple[float, Rule] | None:
    return (0.95, Rule.CHECKED) if pnc_identity(match[0]) else (0.8, Rule.UNCHECKED)


def _exhibit(match: re.Match[str]) -> tuple[float, Rule] | None:
    if match["letters"] in NOT_INITIALS or (match["word"] is None and match["stroke"] != "/"):
        return None
    return (0.35 if match["word"] else 0.3), Rule.EXHIBIT


def _unless_money(confidence: float) -> Check:
    def check(match: re.Match[str]) -> tuple[float, Rule] | None:
        return None if match.string[max(0, match.start() - 1) : match.start()] in tuple("£$€") else (confidence, Rule.SHAPE)

    return check


_NUMBER = r"(?: (?:number|no|ref(?:erence)?|id))?(?: (?:number|no))?[.:#]*(?: (?:is|was))? ?"
_VALUE = r"(?P<value>(?=[\w/.-]*\d)[A-Z0-9]+(?:(?:[/-] ?|\.)[A-Z0-9]+)*)"

SHAPES = (
    Shape(re.compile(r"(?<!\w)[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}(?:[ -]?[A-D])?(?!\w)", re.I), Kind.NI_NUMBER, 0.96, check=_ni),
    Shape(re.compile(r"\b(?:N\.?I\.?(?:NO)?|national insurance)(?: (?:number|"
                     r"no))?[.:]* ?(?:is )?(?P<value>[A-Z]{2}(?:[ -]?\d){6}(?:[ -]?[A-Z])?)(?!\w)", re.I),
          Kind.NI_NUMBER, 0.95, Rule.CONTEXT),
    Shape(re.compile(r"(?P<word>\bNHS(?: (?:number|"
                     r"no))?[.:]* ?(?:is )?)?(?<![\w/.-])(?P<value>\d{3}[ -]?\d{3}[ -]?\d{4})(?![\w/-])", re.I), Kind.NHS_NUMBER, 0.9,
          check=_nhs),
    Shape(re.compile(r"\bpassport(?: (?:number|no|of|holder))*[.:]* ?(?:is |"
                     r"was )?\(?(?P<value>[A-Z]{0,2} ?\d{6,9}[A-Z]?)(?!\w)", re.I), Kind.PASSPORT, 0.95,
          Rule.CONTEXT),
    Shape(re.compile(r"(?<!\w)[A-Z9]{5} ?\d{6} ?[A-Z9]{2}[A-Z0-9]{3}(?: ?\d{2})?(?!\w)", re.I), Kind.DRIVING_LICENCE, 0.97, check=_licence),
    Shape(re.compile(r"(?<![\w-])(?:\d{4}[ -]?){3}\d{1,7}(?![\w-])|(?<![\w-])3[47]\d{2}[ -]?\d{6}[ -]?\d{5}(?![\w-])"),
          Kind.BANK, 0.95, check=_card),
    Shape(re.compile(r"(?<!\w)[A-Z]{2}\d{2}[ ]?[A-Z0-9]{4}(?:[ ]?[A-Z0-9]{4}){2,6}(?:[ ]?[A-Z0-9]{1,3})?(?!\w)", re.I),
          Kind.BANK, 0.98, check=_iban),
    Shape(re.compile(r"(?<![\w/-])\d{2}-\d{2}-\d{2}[ ,;/]{1,3}(?:(?:account|acc|a/c)(?: (?:number|"
                     r"no))?[.:]* )?\d{8}(?![\w-])", re.I), Kind.BANK, 0.95),
    Shape(re.compile(r"\bsort ?code[.:]* ?(?:is |was |of )?(?P<value>\d{2}[ -]?\d{2}[ -]?\d{2})(?!\w)", re.I),
          Kind.BANK, 0.95, Rule.CONTEXT),
    Shape(re.compile(r"\b(?:account|acc|a/c)(?: (?:number|no))?[.:]* ?(?:is |was |of |ending )?(?P<value>\d{3,4} ?\d{4}|"
                     r"\d{4})(?!\w|[./]\d)", re.I), Kind.BANK, 0.9,
          Rule.CONTEXT),
    Shape(re.compile(r"(?<![\w/])\d{2}[ /-]?[A-Z]{1,2}\d?[ /-]?\d{4,7}[ /-]?\d{2}(?![\w/])"), Kind.REFERENCE, 0.93),
    Shape(re.compile(rf"\b(?:U\.?R\.?N\.?|"
                     rf"unique reference){_NUMBER}(?P<value>\d{{2}} ?[A-Z0-9]{{2}} ?\d{{5}} ?\d{{2}})(?!\w)", re.I),
          Kind.REFERENCE, 0.97, Rule.CONTEXT),
    Shape(re.compile(
        r"\b(?:U\.?R\.?N\.?|crime|CRIS|niche|occurrence|OCC|incident|CAD|custody(?: record)?|CR|log|STORM|case|court(?: case)?|"
        r"indictment|warrant|summons|charge|"
        r"PNC(?:ID)?|CRO|arrest summons|ASN|AS|PTI|collar|shoulder|warrant card|prison(?:er)?|NOMIS|home office|HO|police|"
        r"intel(?:ligence)?|ref(?:erence)?|"
        r"docket|claim|invoice|order|booking|application|asylum|visa|BRP|payroll|staff|badge|membership|library card|student|pupil|UPRN)"
        rf"(?:(?: (?:record|number|no|ref(?:erence)?|id))+[.:#]*|[.:#]+)(?: (?:is|was))? ?{_VALUE}(?!\w)", re.I),
        Kind.REFERENCE, 0.9, Rule.CONTEXT),
    Shape(re.compile(r"\b(?:URN|CAD|CRIS|NICHE|ASN|NOMIS|CRO|PNC|"
                     r"BRP)[ ]?(?P<value>(?=[\w/-]*\d{3})[A-Z0-9]+(?:[/-][A-Z0-9]+)*)(?!\w)"), Kind.REFERENCE, 0.9,
          Rule.CONTEXT),
    Shape(re.compile(r"(?<![\w/£-])\d{2}/\d{4,7}/\d{2}(?![\w/])"), Kind.REFERENCE, 0.9),
    Shape(re.compile(r"(?<![\w/£.-])\d{5,8}/\d{2}(?![\w/])"), Kind.REFERENCE, 0.75),
    Shape(re.compile(r"(?<![\w/])[A-Z]{1,4}/\w{1,7}/\w{2,8}(?:/\w{2,4})?(?![\w/])(?<=\d)"), Kind.REFERENCE, 0.8),
    Shape(re.compile(r"(?<![\w/])(?:\d{2}|\d{4})/\d{4,7}[A-Z](?!\w)"), Kind.REFERENCE, 0.9, check=_pnc),
    Shape(re.compile(r"(?<![\w/])\d{4,6}/\d{2}[A-Z](?!\w)"), Kind.REFERENCE, 0.85),
    Shape(re.compile(r"(?<!\w)[TSAU]20[0-4]\d{5}(?!\w)"), Kind.REFERENCE, 0.95),
    Shape(re.compile(r"(?<!\w)A\d{4}[A-Z]{2}(?!\w)"), Kind.REFERENCE, 0.85),
    Shape(re.compile(r"(?<!\w)(?:UPN|HO|HMCTS|BRP)?[A-Z]{2}\d{7}(?!\w)"), Kind.REFERENCE, 0.6),
    Shape(re.compile(r"(?<![\w/.,£$+-])\d{10,14}(?![\w/-])"), Kind.REFERENCE, 0.5, check=_unless_money(0.5)),
    Shape(re.compile(
        r"(?<!\w)(?:T?DC|T?PC|W?PC|PS|DS|DI|DCI|PCSO|Sgt|Sergeant|Constable|Officer|Inspector|Insp|"
        r"TDC)[ /.]{1,2}(?P<collar>[A-Z]?\d{2,6}[A-Z]{0,2})(?![\w:/])"),
        Kind.REFERENCE, 0.85, Rule.CONTEXT),
    Shape(re.compile(
        r"(?P<word>\b(?i:exhibits?|exhibited as|produced? (?:it |this |them )?as|marked|referenced|labelled|item)(?i: (?:as|"
        r"no\.?|number|ref\.?))*[: ]+[\"“(]?)?"
        r"(?<![\w/])(?P<value>(?P<letters>[A-Z]{2,4}))(?P<stroke>[/. -]?)\d{1,3}[A-Za-z]?(?![\w/])"), Kind.NAME, 0.3, check=_exhibit),
)  # fmt: skip
