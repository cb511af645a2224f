"""An organisation's name taken apart: what it is called, what sort of body it says it is. Pure; the tables are our own."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from folkmoot.stakeholders.duplicates.names import plain
from folkmoot.stakeholders.duplicates.sounds import sound, word_table

# Words that say nothing about which organisation it is.
_IDLE = word_table("""
the and of for in at on upon a an with y yr i o ltd limited cic cio plc llp inc co company registered charity reg uk gb ua boro
interest incorporated charitable council councils coucil cyngor comhairle authority corporation unitary royal number no
""")
# What a public body says it is. County stands against the others; the rest are used for one another.
_TIERS = {
    "county": "county", "shire": "county", "city": "district", "district": "district", "borough": "district", "metropolitan": "district",
    "mbc": "district", "bc": "district", "dc": "district", "cbc": "district", "lb": "district", "rb": "district",
    "boro": "district", "mdc": "district",
    "combined": "combined", "ca": "combined", "mayoral": "combined",
    "town": "local", "parish": "local",
}  # fmt: skip
_PHRASES = (
    (r"\bcounty borough\b", "borough"), (r"\bcounty of\b", " "), (r"\blondon boro(?:ugh)?\b", "borough"), (r"\bl b\b", "lb"),
    (r"\bcity and (?:county|district|borough)\b", "city"), (r"\bcommunity interest company\b", " "),
    (r"\bcharitable incorporated organisation\b", " "), (r"\bcwmni buddiannau cymunedol\b", " "), (r"\bcyf(?:yngedig)?\b", " "),
    (r"\bcyngor bwrdeistref sirol\b", "council borough"), (r"\bcyngor sir\b", "council"), (r"\bbro morgannwg\b", "vale glamorgan"),
    (r"\bsir ddinbych\b", "denbighshire"), (r"\bsir y fflint\b", "flintshire"), (r"\bsir fflint\b", "flintshire"),
    (r"\bsir gaerfyrddin\b", "carmarthenshire"), (r"\bsir benfro\b", "pembrokeshire"), (r"\bsir fynwy\b", "monmouthshire"),
    (r"\bynys mon\b", "anglesey"), (r"\bisle of anglesey\b", "anglesey"), (r"\bpen y bont ar ogwr\b", "bridgend"),
    (r"\bcastell nedd port talbot\b", "neath port talbot"), (r"\bmerthyr tudful\b", "merthyr tydfil"), (r"\btor faen\b", "torfaen"),
)  # fmt: skip
_PAIRS = """
st=saint sant=saint santes=saint cyngor=council caerdydd=cardiff abertawe=swansea casnewydd=newport wrecsam=wrexham
caerffili=caerphilly ddinbych=denbighshire benfro=pembrokeshire fynwy=monmouthshire gaerfyrddin=carmarthenshire dinas=city tref=town
eglwys=church capel=chapel ysgol=school canolfan=centre clwb=club mosg=mosque cymdeithas=association heddlu=police elusen=charity
menywod=women merched=women ieuenctid=youth byddar=deaf pobl=people cymru=wales gogledd=north de=south gorllewin=west dwyrain=east
ymddiriedolaeth=trust prifysgol=university coleg=college ysbyty=hospital cymunedol=community cymuned=community fforwm=forum grwp=group
undeb=union llyfrgell=library masjid=mosque center=centre assoc=association assn=association soc=society univ=university hosp=hospital
sch=school ctr=centre comm=community grp=group org=organisation organization=organisation mens=men womens=women childrens=children
saints=saint n=north s=south e=east w=west boro=borough svc=service services=service cab=citizensadvice
"""
_WORDS = dict(pair.split("=") for pair in _PAIRS.split())
_COUNTED = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
"""
_ORDINALS = {word: str(place) for place, word in enumerate(_COUNTED.split(), 1)}


@dataclass(frozen=True)
class OrganisationName:
    """`words`: what it is called, in the order written; `tiers`: what sort of public body it says it is; `numbers`: those in the name."""

    words: tuple[str, ...]
    tiers: frozenset[str]
    numbers: frozenset[str]

    @property
    def same(self) -> str:
        return " ".join(sorted(self.words))


@lru_cache(maxsize=65536)
def organisation_name(name: str) -> OrganisationName:
    """A name as typed, taken apart: "The St. Helens MBC" and "Saint Helens Council" are both called "saint helens"."""
    said = re.sub(r"[^\w]+|_", " ", plain(name.replace("&", " and "))).strip()
    for pattern, meant in _PHRASES:
        said = re.sub(pattern, meant, said)
    words = [_ORDINALS.get(word, _WORDS.get(re.sub(r"^(\d+)(?:st|nd|rd|th)$", r"\1", word), word)) for word in said.split()]
    words = [re.sub(r"^(\d+)(?:st|nd|rd|th)$", r"\1", word) for word in words]
    called = [word for word in words if word not in _IDLE and word not in _TIERS] or [word for word in words if word not in _IDLE] or words
    tiers = frozenset(_TIERS[word] for word in words if word in _TIERS and word not in called) - {""}
    return OrganisationName(tuple(called), tiers, frozenset(word for word in called if word.isdecimal()))


def organisation_keys(name: str, *, email: str = "", phone: str = "", postcode: str = "", domain: str = "") -> tuple[str, ...]:
    """What two entries of one organisation share at least one of; the details must be tidied already (`details`)."""
    taken = organisation_name(name)
    longest = sorted(dict.fromkeys(taken.words), key=lambda word: (-len(word), word))[:4]
    heard = sorted({sound(word) for word in longest})
    keys = [f"n {taken.same}"] if taken.words else []
    keys += [f"w {one} {other}" for one, other in combinations(heard, 2)]
    keys += [f"o {heard[0]}"] if len(heard) == 1 else []
    keys += [f"x {longest[0][:4]}"] if longest and len(longest[0]) > 5 else []
    keys += [f"z {postcode} {each}" for each in heard if postcode]
    keys += [f"{mark} {value}" for mark, value in (("e", email), ("p", phone), ("d", domain)) if value]
    return tuple(dict.fromkeys(keys))
