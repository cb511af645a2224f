"""A person's name taken apart, and the forms in which one name is written. Pure; the tables are our own and short on purpose."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from folkmoot.stakeholders.duplicates.sounds import sound, word_table

_APOSTROPHES = str.maketrans("", "", "'’‘`´ʻʿ.")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"})
_BEFORE = word_table("""
mr mrs ms miss mx dr prof professor rev revd reverend fr father sister sir dame lady lord cllr councillor imam maulana rabbi canon
pastor bishop archdeacon judge hhj pc sgt dci insp
""")
_AFTER = word_table("""
mbe obe cbe kbe mp ms mbbs jp dl qc kc phd ba ma msc bsc llb esq frcn junior jnr jr snr sr
""")
# Words between names that come and go from one form to the next; Welsh ap, ab and ferch among them.
PARTICLES = word_table("""
ap ab ferch verch de da do dos das del della di du la le van von der den ter ten bin ibn bint binte al el ul e y
""")
# Names that many share who are no kin: alike in these alone says little.
SHARED = word_table("""
singh kaur begum bibi khatun khatoon bi miah
""")

# Forms of one name: ways of writing it in our letters, then everyday short forms. The first stands for all.
_FORMS = """
mohammed muhammad mohamed mohammad muhammed mohamad mohamud mohamood muhamed mahomed md mohd
ahmed ahmad ahmet | hussain hussein husain husein hossain hussien | hassan hasan | yusuf yousef yousuf yusef youssef yosef joseph joe
omar umar omer | usman uthman osman othman | ibrahim ebrahim brahim | ali aly | khadija khadijah khadeeja | fatima fatimah fatma fathima
aisha ayesha aysha aishah ayisha | zainab zaynab zeinab | mariam maryam miriam | abdullah abdallah abdulla | rahman rehman rahmaan
abdul abdur abdel abdal abd | iqbal eqbal | sheikh shaikh shaykh sheik | chowdhury choudhury chaudhry chaudhary choudhry chaudhari
qureshi kureshi quraishi | siddiqui siddiqi siddique | farooq faruq farouk farook | khalid khaled | saeed said sayeed | sayed syed sayyid
tariq tarek tareq | noor nur nour | jamal gamal | akhtar akther akhter | malik malek | rashid rasheed | hamid hameed | wahid waheed
lakshmi laxmi | krishnan krishna | venkatesh venkat | sharma sarma | banerjee bannerjee banerji | mukherjee mookerjee mukherji
zhang chang cheung | wang wong | li lee lei | chen chan | liu lau | huang wong | lin lam | wu ng | zhou chow | yang yeung | zhao chiu
xu hsu tsui | nguyen nguyn | oluwaseun seun | oluwatobi tobi | olufemi femi | babatunde tunde | chukwuemeka emeka | ngozi ngozichukwu
aleksander aleksandr olek | katarzyna kasia | malgorzata gosia | agnieszka aga | sergei sergey serhii serhiy | oleksandr oleksander
volodymyr vladimir | yulia julia yuliia iuliia julie | olena elena helena | kateryna ekaterina
sean shaun shawn | siobhan shivaun | niamh neve | caoimhe keeva keva | aoife eefa | eoghan owen owain | padraig patrick pat paddy
rhys rees reece price prys preece
lloyd llwyd | gruffydd griffith griffiths gruffudd | llewelyn llywelyn llewellyn | dafydd david dave dai davey
ieuan ifan evan evans | sian jane
 hywel howell howells powell | ioan john jon jack johnny | bethan beth | gwilym william bill will billy wil
william liam | robert bob rob bobby robbie | richard rick dick richie | elizabeth liz lizzie betty elisabeth eliza libby
margaret maggie meg peggy | catherine kate katherine cath kathy kathryn katie cathy kathleen | james jim jimmy jamie
michael mike mick micky | thomas tom tommy tomos | edward ed eddie ted ned | charles charlie chas | anthony tony antony
stephen steve steven steffan | christopher chris | nicholas nick nicky | andrew andy drew | matthew matt mathew | daniel dan danny
benjamin ben benny | samuel sam sammy | alexander alex alec sandy alasdair alistair alastair | susan sue suzanne susie
patricia pat trish tricia | jennifer jenny jen | deborah debbie deb debra | victoria vicky vicki | rebecca becky bec rebekah
jacqueline jackie jacqui | pamela pam | barbara barb babs | dorothy dot dottie | geoffrey geoff jeff jeffrey | lawrence laurence larry
frederick fred freddie | gerald gerry jerry | kenneth ken kenny | peter pete | philip phil phillip | ronald ron ronnie | joshua josh
timothy tim | gregory greg | raymond ray | leslie les lesley | terence terry terrence | clark clarke | brown browne | smith smyth smythe
stuart stewart steward | philips phillips | thompson thomson tomson | anne ann anna annie | sara sarah | isobel isabel isabelle isabella
"""


def _form_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for group in (words.split() for line in _FORMS.strip().splitlines() for words in line.split("|")):
        for word in group:
            table.setdefault(word, table.get(group[0], group[0]))
    return table


FORMS = _form_table()


@dataclass(frozen=True)
class PersonName:
    """`words`: the names as written, plainly, in the order said; `forms`: each as its group's first form; `initials`: single letters."""

    words: tuple[str, ...]
    forms: tuple[str, ...]
    initials: tuple[str, ...]

    @property
    def telling(self) -> tuple[str, ...]:
        """The forms that tell one person from another: without names that many share, unless nothing else is left."""
        return tuple(form for form in self.forms if form not in SHARED) or self.forms

    @property
    def same(self) -> str:
        """Alike for two spellings of one name in whatever order."""
        return " ".join(sorted(self.forms))


def plain(text: str) -> str:
    """Small letters without accents or apostrophes: "Siân Prŷs" gives "sian prys"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_APOSTROPHES))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).translate(_LETTERS)


@lru_cache(maxsize=65536)
def person_name(name: str) -> PersonName:
    """A name as it was typed, taken apart: titles, letters after it and particles gone, "Surname, Forename" turned round."""
    said = re.sub(r"\([^)]*\)|\"[^\"]*\"", " ", plain(name))
    last, comma, first = said.partition(",")
    ordered = f"{first} {last}" if comma and not set(first.split()) <= _AFTER else said.replace(",", " ")
    words = _joined(re.sub(r"[^\w]+|_", " ", ordered).split())
    words = _without_titles(words)
    kept = [word for word in words if word not in PARTICLES] or words
    whole = tuple(word for word in kept if len(word) > 1)
    return PersonName(whole, tuple(FORMS.get(word, word) for word in whole), tuple(word for word in kept if len(word) == 1))


def _without_titles(words: list[str]) -> list[str]:
    start, end = 0, len(words)
    while start < end - 1 and words[start] in _BEFORE:
        start += 1
    while end > start + 2 and words[end - 1] in _AFTER:
        end -= 1
    return words[start:end]


def _joined(words: list[str]) -> list[str]:
    """ "Mac Donald", "O Brien" as one word; "Abdulrahman" as two."""
    out: list[str] = []
    waiting = ""
    for place, word in enumerate(words):
        if word in {"mc", "mac"} or (word == "o" and 0 < place < len(words) - 1 and len(words[place + 1]) > 3):
            waiting = "o" if word == "o" else "mc"
            continue
        word = "mc" + word[3:] if word.startswith("mac") and len(word) > 6 else word
        parts = re.fullmatch(r"(abdul|abdel|abdur)(\w{4,})", word)
        out += ["abdul", parts[2]] if parts and not waiting and word != "abdullah" else [waiting + word]
        waiting = ""
    return out + ([waiting] if waiting else [])


def person_keys(name: str, *, email: str = "", phone: str = "", postcode: str = "", birth_year: int | None = None) -> tuple[str, ...]:
    """What two entries of one person share at least one of; the details must be tidied already (`details`)."""
    taken = person_name(name)
    telling = taken.telling
    ends = tuple(dict.fromkeys((*telling[:1], *telling[-2:])))
    heard = [sound(word) for word in ends]
    keys = [f"n {taken.same}"] if taken.forms else []
    keys += [f"s {sound(one)} {other[0]}" for one, other in permutations(ends, 2)]
    keys += [f"s {sound(one)} {letter}" for one in ends for letter in taken.initials[:1]]
    keys += [f"z {postcode} {each}" for each in heard if postcode]
    keys += [f"y {birth_year} {each}" for each in heard if birth_year]
    keys += [f"zy {postcode} {birth_year}"] if postcode and birth_year else []
    keys += [f"e {email}"] if email else []
    keys += [f"p {phone}"] if phone else []
    return tuple(dict.fromkeys(keys))
