"""How much is found in published files with known answers. The floors are what is truly reached; falling below them is a fault."""

import csv
from collections import defaultdict
from itertools import combinations

from folkmoot.stakeholders.duplicates import learning
from folkmoot.stakeholders.duplicates.finding import search
from folkmoot.stakeholders.duplicates.rules import WORTH_ASKING, WORTH_LISTING, Kind, entry, keys, possible, weigh


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, skipinitialspace=True))


def people(shared_data):
    """500 people known twice, with errors of every sort: name, postcode and year of birth, and who is who."""
    rows = read(shared_data / "organisations" / "febrl_dataset1.csv")
    entries = []
    for row in rows:
        year = row["date_of_birth"][:4]
        name = f"{row['given_name']} {row['surname']}"
        entries.append(entry(Kind.PERSON, name, postcode=row["postcode"], birth_year=int(year) if year.isdigit() else None))
    return entries, [row["rec_id"].split("-")[1] for row in rows]


def true_pairs(whose):
    places = defaultdict(list)
    for place, person in enumerate(whose):
        places[person].append(place)
    return {pair for group in places.values() for pair in combinations(group, 2)}


def sharing_a_key(entries):
    blocks = defaultdict(list)
    for place, each in enumerate(entries):
        for key in keys(each):
            blocks[key].append(place)
    return {pair for group in blocks.values() for pair in combinations(group, 2)}


def figures(found, true):
    return len(found & true) / len(found), len(found & true) / len(true)


def test_people_as_one_types(shared_data):
    entries, whose = people(shared_data)
    found = {pair for pair in sharing_a_key(entries) if weigh(*(entries[place] for place in pair)).probability >= WORTH_ASKING}
    precision, recall = figures(found, true_pairs(whose))
    assert precision >= 0.99
    assert recall >= 0.93


def test_people_in_the_background(shared_data, monkeypatch):
    entries, whose = people(shared_data)
    true = true_pairs(whose)
    for enough, floors in ((2000, (0.99, 0.91)), (100, (0.96, 0.91))):  # with the probabilities given, and with those learnt
        monkeypatch.setattr(learning, "ENOUGH", enough)
        scored = list(search(Kind.PERSON, list(enumerate(entries)), threshold=WORTH_LISTING))
        found = {(each.left, each.right) for each in scored if possible(weigh(entries[each.left], entries[each.right]))}
        precision, recall = figures(found, true)
        assert precision >= floors[0]
        assert recall >= floors[1]
        again = list(search(Kind.PERSON, list(enumerate(entries)), threshold=WORTH_LISTING))
        assert {(each.left, each.right) for each in again} == {(each.left, each.right) for each in scored}


class Register:
    """The councils of the United Kingdom by their official names, looked up as one types."""

    def __init__(self, shared_data):
        self.rows = read(shared_data / "organisations" / "uk_local_authorities.csv")
        self.entries = [entry(Kind.ORGANISATION, row["official-name"]) for row in self.rows]
        self.blocks = defaultdict(set)
        for place, each in enumerate(self.entries):
            for key in keys(each):
                self.blocks[key].add(place)

    def likely(self, name):
        """The codes of those that may be meant, likeliest first; those equally likely together."""
        typed = entry(Kind.ORGANISATION, name)
        near = {place for key in keys(typed) for place in self.blocks[key]}
        scored = sorted(((weigh(typed, self.entries[place]).weight, place) for place in near), reverse=True)
        asked = [(weight, place) for weight, place in scored if 1 / (1 + 2**-weight) >= WORTH_ASKING]
        return [self.rows[place]["local-authority-code"] for weight, place in asked if weight == asked[0][0]]


def test_councils_by_their_other_names(shared_data):
    """1,037 other names, misspelt and Welsh ones among them, and some that name only a part."""
    register = Register(shared_data)
    names = {
        (name.strip().casefold(), row["local-authority-code"])
        for row in register.rows
        for name in row["alt-names"].split(",")
        if len(name.strip()) > 3
    }
    answers = [(register.likely(name), code) for name, code in sorted(names)]
    answered = [(found, code) for found, code in answers if found]
    right = [found for found, code in answered if found == [code]]
    assert len(names) > 1000
    assert len(right) / len(answered) >= 0.99
    assert len(right) / len(names) >= 0.93


def test_councils_named_by_another_publisher(shared_data):
    register = Register(shared_data)
    names = [row["name"] for row in read(shared_data / "organisations" / "councils.csv")]
    by_name = {row["nice-name"]: row["local-authority-code"] for row in register.rows if row["current-authority"] == "True"}
    known = [(name, by_name[name]) for name in names if name in by_name]
    found = [code in register.likely(name) for name, code in known]
    assert len(known) > 250
    assert sum(found) / len(found) >= 0.97
