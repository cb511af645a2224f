"""Words by which a text tells what kind of person somebody is, and a coarser word for each (words.tsv: attribute, coarser, words)."""

import re
from functools import cache
from pathlib import Path


@cache
def coarser_words(attribute: str) -> dict[str, str]:
    """Every word or phrase of an attribute, in small letters, with what may be said instead; empty where nothing coarser is known."""
    rows = (line.split("\t") for line in (Path(__file__).parent / "words.tsv").read_text("utf-8").splitlines())
    return {word: coarser for kind, coarser, words in rows if kind == attribute for word in words.split(", ")}


_NUMBERS = r"(?:five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
_FAMILY = (
    r"(?:identical )?twins?", "triplets?", "quadruplets?", "quintuplets?", "widow(?:ed|er)?", "orphan(?:ed)?", "adopted",
    "single (?:father|dad)",
    "foster (?:carer|child|mother|father|son|daughter)", rf"(?:mother|father|mum|dad) of {_NUMBERS}",
    rf"one of {_NUMBERS} (?:children|siblings|brothers|sisters)", "same-sex (?:partner|couple|marriage)", "(?:wife|husband) of the",
    "(?:son|daughter) of the (?:mayor|imam|vicar|headteacher)", "teenage (?:mother|father)", "surrogate", "polygamous",
)  # fmt: skip
_PRESS = "(?:press|media|news|newspapers?|paper|television|tv)"
_NO_FEAT = "time|floor|day|night|week|month|place|thing|page|statement|account|one|part|door|person|hearing|court"
_EVENTS = (
    rf"(?:reported|covered|shown|appeared|featured) (?:in|on|by) (?:the )?(?:local |national )?{_PRESS}",
    "went viral", "made (?:the )?(?:national |local )?(?:headlines|news)", "front page", "won the (?:national )?lottery", "lottery winner",
    rf"the (?:first|only|youngest|oldest) (?!{_NO_FEAT})(?:[a-z]+ ){{1,3}}(?:in|to|from|at) (?:the |our )?[a-z]+",
    "(?:received|awarded) (?:an? |the )?(?:mbe|obe|cbe|george medal|bravery award|medal)",
    "surviv(?:ed|or of) the [a-z]+ (?:fire|attack|bombing|crash)",
    "(?:plane|train|helicopter|coach) crash",
    "house fire", "(?:gas )?explosion", "inquest", "public inquiry", "mass shooting", "shipwreck",
    "terror(?:ist)? attack", "struck by lightning", "kidnapped", "olympics?",
    "murdered (?:brother|sister|son|daughter|father|mother|husband|wife)",
    r"world record", r"crowdfund\w*",
    "documentary", "reality (?:tv )?show", "stood for (?:election|parliament|council)", "carnival (?:queen|king)",
)  # fmt: skip
FAMILY = re.compile(rf"\b(?:{'|'.join(_FAMILY)})\b", re.IGNORECASE)
EVENT = re.compile(rf"\b(?:{'|'.join(_EVENTS)})\b", re.IGNORECASE)
_SMALL = "village|hamlet|island|isle|farm|estate|caravan site|boatyard|army camp|prison|monastery|convent|care home"
_WITH_CAPITAL = r"[A-Z][\w'’-]+"
SMALL_PLACE = re.compile(rf"\b(?:{_SMALL}) of ({_WITH_CAPITAL}(?: {_WITH_CAPITAL})*)")
_DWELLING = "lives?|lived|living|born|works?|worked|from|based|resident|home|house|flat|shop|mosque|church|school"
TOWN = re.compile(rf"\b(?:{_DWELLING}) (?:in|at|near|of) ({_WITH_CAPITAL}(?:[ -](?:upon|on|under|le|by|the|of))*(?:[ -]{_WITH_CAPITAL})*)")
LANGUAGE = re.compile(r"\b(?:speaks?|spoke|speaking|language is) (?:only |little |fluent |mainly )?([A-Z][a-z]+(?: Sign Language)?)\b")
