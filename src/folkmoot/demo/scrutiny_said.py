"""The finalised cases of the fictional year, the papers in their files, and what members and the panel made of them. Nobody in it exists."""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

COLUMNS = (
    "URN", "Defendant", "Victim", "Finalised on", "Status", "Appeal", "Reporting restrictions", "Young person identified", "Strand", "Force",
    "Offence", "Outcome", "Town",
)  # fmt: skip
FORCES = ("Cambridgeshire", "Essex", "Norfolk", "Suffolk")
PREFIX = {"Cambridgeshire": "35", "Essex": "42", "Norfolk": "36", "Suffolk": "37"}
# strand, so many in the list
STRANDS = (("Race", 22), ("Religion", 9), ("Homophobic", 9), ("Transphobic", 5), ("Disability", 3))
OFFENCES = ("Public order", "Common assault", "Criminal damage", "Harassment", "Malicious communications")
OUTCOMES = ("Conviction with uplift", "Conviction with uplift", "Conviction, no uplift recorded", "Acquittal", "Discontinued")
DEFENDANTS = (
    "Darren Pickwell", "Kyle Thursby", "Joanne Meakins", "Lee Garrod", "Stacey Bullard", "Craig Ormesby", "Wayne Tuddenham", "Natalie Crisp",
    "Scott Larter", "Gavin Mobbs", "Terry Woolnough", "Shelley Quantrill",
)  # fmt: skip
VICTIMS = {
    "Race": ("Oluwaseun Adebayo-Finch", "Parminder Kaur Dhesi", "Nguyen Thi Lanh", "Marek Wisniowski", "Abdi Warsame", "Precious Mensah"),
    "Religion": ("Sumayya Hussaini", "Rivka Abelson", "Harjit Singh Bhamra", "Yusuf Karadag"),
    "Homophobic": ("Callum Threadgold", "Beatriz Nogueira", "Simon Aldous", "Gethin Prosser"),
    "Transphobic": ("Robyn Catchpole", "Alexis Farrow", "Jude Haylock"),
    "Disability": ("Maureen Thirtle", "Peter Bugg", "Aisling Doherty"),
}
OFFICERS = ("PC 1187 Blyth", "PC 2043 Okafor", "DC 655 Hensley", "Sgt 318 Ramsbottom")
STREETS = ("Larkspur Way", "Old Maltings Road", "St Audrey Close", "Fen Drove", "Quayside Court")
TOWNS = {"Ely": "CB7", "Colchester": "CO2", "King's Lynn": "PE30", "Lowestoft": "NR33"}
REFUSED = ("live", "appeal", "restricted", "youth")


@dataclass(frozen=True)
class Case:
    """One line of the list. `why_not` is one of REFUSED, or "" where the case may come before a panel."""

    urn: str
    defendant: str
    victim: str
    finalised: date
    strand: str
    force: str
    offence: str
    outcome: str
    town: str = ""
    why_not: str = ""


def cases(seed: int, until: date, months: int) -> list[Case]:
    """The finalised cases of the months before a day; now and then one that should not be in such a list."""
    chance = Random(f"cases {seed} {until}")
    return [_case(chance, strand, number, until, months) for strand, many in STRANDS for number in range(many)]


def _case(chance: Random, strand: str, number: int, until: date, months: int) -> Case:
    force = chance.choice(FORCES)
    return Case(
        urn=f"{PREFIX[force]}{chance.choice('ABCDEFGH')}{chance.choice('ABCDEFGH')}{chance.randint(1000000, 9999999)}{until:%y}",
        defendant=chance.choice(DEFENDANTS), victim=chance.choice(VICTIMS[strand]),
        finalised=until - timedelta(days=chance.randint(5, 30 * months)), strand=strand, force=force, offence=chance.choice(OFFENCES),
        outcome=chance.choice(OUTCOMES), town=chance.choice(sorted(TOWNS)), why_not=REFUSED[number] if strand == "Race" and number < len(REFUSED) else "",
    )  # fmt: skip


def as_file(listed: list[Case]) -> bytes:
    """The list as the case management system gives it out."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in listed:
        writer.writerow(
            (
                one.urn, one.defendant, one.victim, f"{one.finalised:%d/%m/%Y}", "Live" if one.why_not == "live" else "Finalised",
                "Yes" if one.why_not == "appeal" else "No", "Yes" if one.why_not == "restricted" else "No",
                "Yes" if one.why_not == "youth" else "No", one.strand, one.force, one.offence, one.outcome, one.town,
            )
        )  # fmt: skip
    return out.getvalue().encode()


def papers(case: Case) -> bytes:
    """The charging decision and the victim's statement, as they lie in the file of a case."""
    chance = Random(case.urn)
    town, outward = case.town, TOWNS[case.town]
    home = f"{chance.randint(2, 90)} {chance.choice(STREETS)}, {town}, {outward} {chance.randint(1, 9)}{chance.choice('ABDEFGH')}X"
    officer, born = chance.choice(OFFICERS), date(chance.randint(1958, 2003), chance.randint(1, 12), chance.randint(1, 28))
    surname, theirs = case.victim.split()[-1], case.defendant.split()[-1]
    happened = case.finalised - timedelta(days=chance.randint(90, 260))
    told = {"first": case.victim.split()[0], "victim": case.victim, "surname": surname, "defendant": case.defendant, "theirs": theirs}
    return _PAPERS.format(
        urn=case.urn, officer=officer, home=home, born=f"{born:%d/%m/%Y}", happened=f"{happened.day} {happened:%B %Y}", force=case.force,
        offence=case.offence.lower(), phone=f"07700 900{chance.randint(100, 999)}", because=_BECAUSE[case.strand], town=town,
        outcome=case.outcome, initials=officer[0] + officer.split()[-1][0], **told,
    ).encode()  # fmt: skip


_BECAUSE = {
    "Race": "because of where {surname}'s family comes from",
    "Religion": "because of what the victim wore to go to prayers",
    "Homophobic": "because the victim was holding hands with a partner",
    "Transphobic": "because of the victim's gender identity",
    "Disability": "because of the way the victim walks",
}
_BECAUSE = {strand: words.replace("{surname}", "the victim") for strand, words in _BECAUSE.items()}
_PAPERS = """\
CHARGING DECISION
URN {urn}

Suspect: {defendant}
Complainant: {victim}, born {born}, of {home}. Telephone {phone}.

On {happened} {victim} was on the way home in {town} when {defendant}, who lives two doors away, shouted abuse and pushed the gate shut on {surname}'s hand. {theirs} was heard by a neighbour to say that it was {because}. {officer} of {force} Police attended and took a first account. Body-worn video shows the injury.

The evidential stage is met for {offence}. There is a realistic prospect of a conviction on the account of {surname}, supported by the neighbour and the video. Hostility at the time of the offence is shown by the words used. The case is to be flagged and an uplift sought. It is in the public interest to prosecute. Special measures to be considered early: {surname} is anxious about giving evidence.

STATEMENT OF {victim}

I am the person named above. I have lived at this address for six years. I have known {theirs} by sight for two. That evening I was carrying shopping when {defendant} came out. I was frightened. My hand was bruised for a week. {first} is what my friends call me and he shouted it in a mocking way. I reported it the same night by ringing from my own phone, {phone}. I produce as exhibit {initials}/1 a photograph of my hand.

VICTIM PERSONAL STATEMENT

Since then I have not walked home alone. I have thought about moving. I want the court to know that it was not only a push.

RESULT
{outcome}. The hearing record sheet was completed on the day.
"""

# What a case is called, what its summary says, and what members and the panel make of it.
KIND_OF_CASE = {
    "Race": "A neighbour dispute with hostile words", "Religion": "Abuse in the street on the way to worship",
    "Homophobic": "Abuse of a couple in the street", "Transphobic": "Repeated abuse by a neighbour",
    "Disability": "A push at a garden gate",
}  # fmt: skip
READ_AS = {
    "reference": "URN", "finalised_on": "Finalised on", "status": "Status", "appeal": "Appeal", "restrictions": "Reporting restrictions",
    "youth": "Young person identified", "strand": "Strand", "force": "Force", "outcome": "Outcome", "offence": "Offence",
    "victim": "Victim", "defendant": "Defendant", "place": "Town",
}  # fmt: skip
FEW = "The panel asked for every strand; members see no count of a strand and no force."
PHRASES = ("A lantern in the fen", "Seven herons at dawn", "Bread before speeches", "The ferry was late again")
GOOD = (
    "The hostility was named in the first review and stayed in the case to the end.",
    "The victim was offered special measures before anybody asked.",
    "The letter to the victim was plain and came the same week.",
)
BETTER = (
    "The personal statement was taken only after the plea.",
    "Nobody told the victim that the sentence was higher for hostility.",
    "The recording was asked for after it had been written over.",
)
REASONS = (
    "On what was known at the time the charge was right; the hostility was argued and the court agreed.",
    "The file does not say what was asked of the court, and without that the panel cannot tell.",
    "The right course, and the victim should have heard of it sooner.",
)
DISSENT = "I would have called the contact with the victim poor: six weeks without a word is not an observation."


@dataclass(frozen=True)
class Learned:
    """What was learned from one case; `reply` of the unit, "" while it is waited for; `done`: shown to be done since."""

    kind: str
    words: str
    theme: str
    to: str
    whom: str = ""
    reply: str = ""
    done: bool = False


LEARNED = (
    Learned("learning", "Take the victim personal statement before the first hearing.", "personal-statement", "force", "The four forces",
            "The officer in charge of the case now asks at the first call; we look at twelve files a month.", done=True),
    Learned("learning", "Write on the hearing record whether an uplift was asked for and what the court said.", "hearing-record", "unit",
            "Magistrates' court unit"),
    Learned("good_practice", "Naming the hostility in the first review kept it in the case to the end.", "flagging", "unit",
            "Complex Casework Unit", "Read out at the unit's meeting and put into the induction of new lawyers."),
)  # fmt: skip


def summary(case: Case) -> dict[str, str]:
    """The case by kind, written afresh: nothing of it that could lead to anybody."""
    charged = "Conviction" in case.outcome or case.outcome == "Acquittal"
    return {
        "kind_of_case": KIND_OF_CASE[case.strand], "relationship": "Neighbours who knew one another by sight",
        "happened": "Abuse about who the victim is, and a gate shut on a hand. A neighbour heard it, and an officer filmed the injury.",
        "flags": f"{case.strand} hate crime, from the start",
        "known_then": "The victim's account, a neighbour's, and the recording. No previous convictions were known of.",
        "decision": "charge" if charged else "stopped", "charge": "Assault, with the hostility as part of the charge",
        "reasons": "A realistic prospect of conviction on two accounts and a recording; in the public interest because of the hostility.",
        "stages": "Day 3: advice asked for\nDay 20: charged\nDay 96: first hearing\nDay 150: finished",
        "vps": "yes", "vps_words": "Taken after the plea, and read in court", "special_measures": "Considered at the charging stage",
        "impact_statement": "no", "outcome": case.outcome, "uplift": "Recorded" if "uplift" in case.outcome else "Not recorded",
        "hearing_record": "Completed on the day", "letters": "One letter on the outcome, eleven days after it",
        "missing": "Whether the victim was told of the uplift",
    }  # fmt: skip


def answer(code: str, kind: str, chance: Random) -> str:
    """What one member answers to one question: mostly alike, not always."""
    if kind == "yes_no":
        return chance.choices(("yes", "no", "na"), (70, 22, 8))[0]
    if kind == "scale":
        return chance.choices(("2", "3", "4"), (20, 50, 30))[0]
    return ""
