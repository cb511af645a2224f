"""How well duplicates are found, how quickly, and with how much memory: as one types and in the background.

    python bench/duplicates.py                    10,000 and 100,000 people
    python bench/duplicates.py --rows 1000000     a million, out of core

People are made up with names of many origins, each name as common as its rank (Zipf), and a tenth of them are known twice, the second
time with some details missing and an error of one kind: typing, order, another spelling, married name, initial. Recall is told by
origin and by kind of error, so that uneven finding shows. Times are set against a plain self-join on the exact name in DuckDB, measured
in the same run.
"""

import argparse
import os
import random
import resource
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import combinations

from folkmoot.stakeholders.duplicates.finding import search
from folkmoot.stakeholders.duplicates.rules import WORTH_ASKING, WORTH_LISTING, Entry, Kind, entry, keys, possible, weigh

ORIGINS = {
    "English": (
        "Oliver Jack Harry George Charlotte Emily Jessica Thomas Margaret "
        "Susan David Peter Elizabeth Catherine Andrew Helen Robert Anne",
        "Smith Taylor Brown Wilson Walker Wright Thompson White Hughes Green "
        "Hall Clarke Baker Turner Harrison Cooper Ward Fletcher Ashworth Pickering",
    ),
    "Welsh": (
        "Siân Rhys Dafydd Megan Gwilym Lowri Ieuan Carys Hywel "
        "Bethan Rhiannon Owain Eleri Gethin Nerys Llewelyn Angharad Iolo",
        "Prys Llewellyn Gruffudd Bevan Pritchard Morgan Rees Vaughan Penry "
        "Howells Parry Bowen Gwynne Lloyd Probert Meredith Tudor Cadwaladr",
    ),
    "Arabic and Muslim South Asian": (
        "Mohammed Ahmed Aisha Fatima Hussain Yusuf Omar Khadija Ibrahim "
        "Zainab Tariq Nadia Imran Saima Bilal Farah Khalid Rukhsana",
        "Khan Hussain Ahmed Malik Iqbal Chowdhury Rahman Siddiqui Qureshi "
        "Akhtar Mahmood Aziz Mirza Butt Sheikh Miah Farooq Hashmi",
    ),
    "Punjabi and Hindu": (
        "Gurpreet Harjit Manjit Rajesh Priya Anjali Sunil Deepak Lakshmi "
        "Meera Harpreet Sukhdev Amrit Kiran Ravi Nisha Vikram Jaswinder",
        "Singh Kaur Patel Sharma Gill Sandhu Dhaliwal Banerjee Mehta "
        "Desai Krishnan Iyer Bhatt Chauhan Grewal Joshi Rao Nair",
    ),
    "West African": (
        "Oluwaseun Chukwuemeka Ngozi Babatunde Adaeze Kwame Akosua Folake Emeka "
        "Yetunde Kofi Ama Ifeoma Tunde Chinwe Segun Abena Obinna",
        "Okonkwo Adeyemi Mensah Okafor Boateng Achebe Balogun Owusu Eze "
        "Adebayo Osei Nwosu Afolabi Asante Obi Danso Olawale Ekwueme",
    ),
    "Chinese and Vietnamese": (
        "Wei Xiaoming Mei Jian Ling Hao Yan Minh Thanh "
        "Linh Jun Fang Hui Anh Lan Tuan Qiang Xin",
        "Zhang Wang Li Chen Liu Nguyen Wong Huang Zhao "
        "Lin Tran Pham Xu Zhou Wu Yang Cheung Lam",
    ),
    "Polish and Ukrainian": (
        "Katarzyna Małgorzata Łukasz Agnieszka Tomasz Oleksandr Olena Kateryna Piotr "
        "Ewa Serhiy Yulia Wojciech Jadwiga Andriy Iryna Marek Zofia",
        "Kowalski Wójcik Nowak Shevchenko Zieliński Bondarenko Kamiński Szymański "
        "Kovalenko Lewandowski Tkachenko Dąbrowski Mazur Melnyk Kaczmarek Wróbel",
    ),
    "Somali and East African": (
        "Abdi Hodan Fadumo Ayaan Mahad Sahra Liban Idil Mohamud "
        "Halima Tesfaye Selam Abebe Hiwot Yonas Almaz Farhan Asha",
        "Warsame Farah Abdullahi Jama Hassan Ali Mohamud Osman Tesfaye "
        "Haile Bekele Gebre Duale Yusuf Nur Elmi Kebede Alemu",
    ),
}  # fmt: skip
WRITTEN = {
    "Mohammed": "Muhammad", "Hussain": "Hussein", "Ahmed": "Ahmad", "Aisha": "Ayesha", "Yusuf": "Yousef", "Omar": "Umar",
    "Khadija": "Khadeeja", "Zainab": "Zaynab", "Chowdhury": "Choudhry", "Rahman": "Rehman", "Siddiqui": "Siddiqi", "Qureshi": "Kureshi",
    "Sharma": "Sarma", "Lakshmi": "Laxmi", "Banerjee": "Bannerji", "Oluwaseun": "Seun", "Chukwuemeka": "Emeka", "Babatunde": "Tunde",
    "Zhang": "Chang", "Li": "Lee", "Xu": "Hsu", "Nguyen": "Nguyễn", "Katarzyna": "Kasia", "Oleksandr": "Oleksander", "Serhiy": "Sergei",
    "Yulia": "Julia", "Łukasz": "Lukasz", "Wójcik": "Wojcik", "Prys": "Price", "Rhys": "Rees", "Gruffudd": "Griffiths",
    "Llewellyn": "Llewelyn", "Siân": "Sian", "Elizabeth": "Liz", "Catherine": "Kate", "Margaret": "Maggie", "Robert": "Bob",
    "Thomas": "Tom", "Mohamud": "Mohamed", "Abdullahi": "Abdulahi", "Hassan": "Hasan", "Khalid": "Khaled", "Farooq": "Faruq",
    "Dafydd": "David", "Thompson": "Thomson", "Clarke": "Clark", "Brown": "Browne", "Smith": "Smyth",
}  # fmt: skip
POST_TOWNS = ("CB", "PE", "NR", "IP", "CO", "SS", "CM", "LU", "SG", "AL", "WD", "EN", "CF", "SA", "NP", "LL", "M", "L", "LS", "B")
ERRORS = ("typing", "order", "another spelling", "married name", "initial", "postcode missing", "year missing", "phone missing")


@dataclass(frozen=True)
class Made:
    """One generated entry: which person it is of, where the name comes from, and the error in it ("" for the first entry)."""

    person: int
    origin: str
    error: str
    entry: Entry


def people(rows: int, seed: int = 7) -> list[Made]:
    """So many entries, a tenth of the people among them twice; the same seed gives the same people."""
    chance = random.Random(seed)
    made: list[Made] = []
    origins = {name: tuple(each.split() for each in parts) for name, parts in ORIGINS.items()}
    common = {name: [_weights(len(each)) for each in parts] for name, parts in origins.items()}
    number = 0
    while len(made) < rows:
        origin = chance.choice(list(origins))
        names = [chance.choices(part, weight)[0] for part, weight in zip(origins[origin], common[origin], strict=True)]
        if chance.random() < 0.45:  # a second forename makes most people tellable apart, as it does in life
            names.insert(1, chance.choices(origins[origin][0], common[origin][0])[0])
        first = _entry(" ".join(names), chance, rows)
        made.append(Made(number, origin, "", first))
        if chance.random() < 0.11:
            error = chance.choice(ERRORS)
            made.append(Made(number, origin, error, _again(first, error, origins[origin], chance)))
        number += 1
    return made[:rows]


def _weights(count: int) -> list[float]:
    return [1 / (rank + 2) for rank in range(count)]


def _entry(name: str, chance: random.Random, rows: int) -> Entry:
    area = chance.choice(POST_TOWNS)
    postcode = f"{area}{chance.randint(1, 30)} {chance.randint(1, 9)}{chance.choice('ABDEFGH')}{chance.choice('ABDEFGHJLN')}"
    phone = f"07{chance.randint(10**8, 10**9 - 1)}" if chance.random() < 0.6 else ""
    email = f"{name.split()[0].lower()}{chance.randint(1, rows * 10)}@example.org" if chance.random() < 0.3 else ""
    return entry(Kind.PERSON, name, postcode=postcode, phone=phone, email=email, birth_year=chance.randint(1940, 2006))


def _again(first: Entry, error: str, origin: tuple[list[str], ...], chance: random.Random) -> Entry:
    """The same person entered again with one error, and with only some of the details: few forms ask for all."""
    names = first.name.split()
    again = replace(
        first, email="", phone=first.phone if chance.random() < 0.5 else "", postcode=first.postcode if chance.random() < 0.7 else "",
        birth_year=first.birth_year if chance.random() < 0.6 else None,
    )  # fmt: skip
    if error == "typing":
        place = max(range(len(names)), key=lambda at: len(names[at]))
        names[place] = _typing(names[place], chance)
    elif error == "order":
        names = [*names[-1:], *names[:-1]]
    elif error == "another spelling":
        names = [WRITTEN.get(name, name) for name in names]
    elif error == "married name":
        names[-1] = chance.choice(origin[1])
    elif error == "initial":
        names[0] = names[0][0]
    missing = {"postcode missing": {"postcode": ""}, "year missing": {"birth_year": None}, "phone missing": {"phone": ""}}
    return replace(again, name=" ".join(names), **missing.get(error, {}))


def _typing(word: str, chance: random.Random) -> str:
    at = chance.randint(1, max(1, len(word) - 2))
    how = chance.choice(("swap", "drop", "double", "other"))
    if how == "swap":
        return word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
    return word[:at] + {"drop": "", "double": word[at] * 2, "other": chance.choice("aeiorstn")}[how] + word[at + 1 :]


def truth(made: list[Made]) -> dict[tuple[int, int], Made]:
    """The true pairs by place in the list, each with the later entry."""
    places = defaultdict(list)
    for place, each in enumerate(made):
        places[each.person].append(place)
    return {pair: made[pair[1]] for group in places.values() for pair in combinations(group, 2)}


def measured(name: str, found: set[tuple[int, int]], true: dict[tuple[int, int], Made]) -> None:
    """Print precision, recall and F1, then recall by origin and by error."""
    hits = found & true.keys()
    precision, recall = len(hits) / max(1, len(found)), len(hits) / max(1, len(true))
    print(f"{name}: precision {precision:.3f}  recall {recall:.3f}  F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}")
    for title, of in (("origin", "origin"), ("error", "error")):
        total = Counter(getattr(each, of) for each in true.values())
        got = Counter(getattr(true[pair], of) for pair in hits)
        print(f"  recall by {title}: " + "; ".join(f"{each} {got[each] / count:.2f} (n={count})" for each, count in sorted(total.items())))


def as_one_types(made: list[Made], sample: int) -> None:
    """Each second entry looked up among all the others by key, as a person typing it would meet them."""
    began = time.perf_counter()
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(made):
        for key in keys(each.entry):
            blocks[key].append(place)
    built = time.perf_counter() - began
    true = dict(list(truth(made).items())[:sample])
    found, began = set(), time.perf_counter()
    for first, second in true:
        shared = Counter(place for key in keys(made[second].entry) for place in blocks[key] if place != second)
        for place, _count in shared.most_common(150):
            if weigh(made[second].entry, made[place].entry).probability >= WORTH_ASKING:
                found.add((min(place, second), max(place, second)) if place != first else (first, second))
    each = (time.perf_counter() - began) / max(1, len(true)) * 1000
    print(f"as one types: keys of {len(made):,} rows in {built:.1f} s; {each:.2f} ms a look-up (without the database)")
    measured("as one types", found, true)


def in_the_background(made: list[Made], memory: str) -> None:
    began = time.perf_counter()
    rows = ((place, each.entry) for place, each in enumerate(made))
    scored = list(search(Kind.PERSON, rows, threshold=WORTH_LISTING, memory=memory))
    found = {(s.left, s.right) for s in scored if possible(weigh(made[s.left].entry, made[s.right].entry))}
    took = time.perf_counter() - began
    plain = exact_join(made)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"in the background: {took:.1f} s, {took / plain:.0f} times a self-join on the exact name ({plain:.2f} s); peak {peak:.0f} MB")
    measured("in the background", found, truth(made))


def exact_join(made: list[Made]) -> float:
    """Seconds for the peer that finds only what is written alike: read the names and join them to themselves."""
    import duckdb
    import pyarrow

    names = pyarrow.table({"place": list(range(len(made))), "name": [each.entry.name.casefold() for each in made]})
    began = time.perf_counter()
    with duckdb.connect() as database:
        database.register("names", names)
        database.execute("CREATE TABLE held AS SELECT * FROM names")
        database.execute(
            "CREATE TABLE pairs AS SELECT l.place, r.place AS other FROM held l JOIN held r USING (name) WHERE l.place < r.place"
        )
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--sample", type=int, default=2000, help="how many look-ups to measure")
    parser.add_argument("--memory", default="1GB", help="what DuckDB may hold in memory")
    args = parser.parse_args()
    for rows in args.rows:
        made = people(rows)
        print(f"\n{rows:,} entries, {len(truth(made)):,} true pairs, {os.cpu_count()} processors", flush=True)
        as_one_types(made, args.sample)
        in_the_background(made, args.memory)
        sys.stdout.flush()


if __name__ == "__main__":
    from django.conf import settings

    settings.configure(USE_I18N=False)
    main()
