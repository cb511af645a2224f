"""Words that tell a name from something else: the English list, titles and ranks, months, streets, and what a court or a law is called."""

from functools import cache
from pathlib import Path

_WORDS = Path(__file__).parent / "words"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


POLICE_RANKS = _set(
    "pc dc ps ds di dci dcs dsu insp inspector sgt sergeant constable superintendent supt dcsupt pcso tdc tdi wpc wdc acc dcc cc"
    " officer csi soco detective det cons tps psi ao dsupt"
)
JUDGES = _set("hhj judge justice recorder dj ddj magistrate lj lord lady honour sheriff")
TITLES = _set(
    "mr mrs ms miss mx master sir dame madam dr doctor prof professor rev reverend fr father sister imam rabbi pastor bishop cllr"
    " councillor capt captain major cpl lt col maj sgt mister messrs mme mlle sheikh hajji haji cde eng sheik auntie aunty uncle"
    " nan nana gran herr frau senor senora monsieur pan pani"
) | POLICE_RANKS | JUDGES  # fmt: skip
AFTER_NAMES = _set("kc qc obe mbe cbe jr jnr snr sr jp bsc msc ma ba phd md mp llb esq qpm ii iii")
PARTICLES = _set(
    "van der den de la le du da dos das di del della von zu af ter ten bin bint ibn ben bat abu umm al el ul ud ur ap ab ferch"
    " verch mac mc st san o ní ni nic uí ui ould y e"
)
MONTHS = {
    month: number
    for number, names in enumerate(
        ("january jan ionawr", "february feb chwefror", "march mar mawrth", "april apr ebrill", "may mai", "june jun mehefin",
         "july jul gorffennaf", "august aug awst", "september sep sept medi", "october oct hydref", "november nov tachwedd",
         "december dec rhagfyr"), 1,
    )
    for month in names.split()
}  # fmt: skip
DAYS = _set("monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun")
STREETS = {
    "street": "st str", "road": "rd", "avenue": "ave av", "lane": "ln la", "close": "cl clo", "drive": "dr drv", "crescent": "cres cr"
                                                                                                                             " cresc",
    "court": "ct crt", "place": "pl", "gardens": "gdns gdn", "grove": "gr gro grv", "terrace": "terr ter tce", "square": "sq",
    "way": "wy", "walk": "wlk", "hill": "hl", "park": "pk", "rise": "", "mews": "", "view": "vw", "row": "", "parade": "pde",
    "green": "grn", "gate": "", "wharf": "", "quay": "", "croft": "", "circus": "", "yard": "", "broadway": "", "bridge": "",
    "heol": "", "ffordd": "", "stryd": "", "rhodfa": "", "lon": "", "clos": "", "maes": "", "parc": "", "cilgant": "", "teras": "",
    "estate": "est", "vale": "", "mount": "", "meadow": "mdw", "meadows": "mdws", "villas": "", "buildings": "bldgs", "house": "hse",
    "passage": "", "alley": "", "bank": "", "boulevard": "blvd", "common": "", "end": "", "field": "", "fields": "", "heights": "hts",
    "highway": "hwy", "north": "n", "south": "s", "east": "e", "west": "w", "apartment": "apt", "flat": "fl",
}  # fmt: skip
STREET_FORMS = {short: full for full, shorts in STREETS.items() for short in (full, *shorts.split())}
# Capital letters that are nobody's initials: forms, ranks, codes, laws.
NOT_INITIALS = _set(
    "MG IC CAD URN PC DC PS DS DI TV UK EU US PM AM NI GP ID IT HO SO PACE CPS NHS DNA SC CC CR EN BS ISO IMO RTA MOU RVP OAPA"
    " COVID ABH GBH TIC AND OR CCTV VPS NFA MO ND TH RD ST NO PG PP HMP SIO SOC OIC"
)
# Words that are names first and words of everyday English only in a dictionary.
_NAMES_FIRST = _set("smith bob jack john sue nick pat peter frank ray carol victor martin bobby harry tommy sally taylor rob")
# After one of these, or in front of one, a capital word stands for a person.
SPEAKING = _set(
    "said says told tells asked asks replied shouted was is has had went came left arrived hit punched kicked grabbed pushed"
    " called rang phoned texted lives lived works worked walked ran stated explained answered did does didn doesn wasn isn hasn"
    " hadn wants wanted knew knows saw looked took got gave threatened admitted denied bought sold drove started began tried"
)
INTRODUCING = _set(
    "called named by with from to and told asked saw met knew know victim witness suspect defendant complainant friend brother"
    " sister mother father son daughter wife husband partner neighbour cousin uncle aunt colleague boss against hi hello dear hey"
    " about for than nephew niece ex boyfriend girlfriend mum dad"
)


@cache
def everyday() -> frozenset[str]:
    """About 11,000 words met every day, in small ASCII letters."""
    return frozenset((_WORDS / "everyday.txt").read_text("utf-8").split()) - _NAMES_FIRST


@cache
def english() -> frozenset[str]:
    """About 37,000 English words, the everyday ones among them."""
    return everyday() | frozenset((_WORDS / "english.txt").read_text("utf-8").split()) - _NAMES_FIRST


def is_everyday(word: str) -> bool:
    """Whether a name is also a word that anybody uses: May, Will, Rose, Bell."""
    return word in everyday() or word in MONTHS or word in DAYS
