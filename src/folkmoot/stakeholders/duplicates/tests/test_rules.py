import pytest

from folkmoot.stakeholders.duplicates.fields import Sides, joined, merged
from folkmoot.stakeholders.duplicates.rules import WORTH_ASKING, WORTH_LISTING, Kind, entry, keys, weigh

PEOPLE_ALIKE = [
    ("Siân Prŷs", "sian prys"),
    ("Prys, Siân", "Siân Prys"),
    ("Mohammed Hussain", "Muhammad Hussein"),
    ("Mohd. Hussain", "Mohamed Husain"),
    ("Dafydd ap Gruffudd", "Dafydd Gruffydd"),
    ("Lowri ferch Ifan", "Lowri Ifan"),
    ("Zhang Wei", "Wei Zhang"),
    ("Nguyễn Thị Minh Khai", "Nguyen Thi Minh Khai"),
    ("Gurpreet Kaur Sandhu", "Sandhu Gurpreet Kaur"),
    ("Catherine Smith-Jones", "Catherine Smith Jones"),
    ("Dr Elizabeth Okonkwo OBE", "Liz Okonkwo"),
    ("Patrick O'Brien", "Paddy O Brien"),
    ("Ewan Mac Donald", "Ewan McDonald"),
    ("Ludwig van der Berg", "Ludwig Berg"),
    ("Abdul-Rahman Khan", "Abdur Rehman Khan"),
    ("Łukasz Wójcik", "Lukasz Wojcik"),
    ("Oleksandr Shevchenko", "Oleksander Shevchenko"),
    ("Rhiannon Bevan", "Rhianonn Bevan"),
]
PEOPLE_UNLIKE = [
    ("Siân Prys", "Owen Achebe"), ("Gurpreet Kaur", "Harpreet Kaur"), ("John Smith", "Jane Smythe"), ("Ayesha Begum", "Fatima Begum"),
    ("Wei Zhang", "Wei Chen"), ("Harjit Singh", "Manjit Singh"),
]  # fmt: skip
BODIES_ALIKE = [
    ("St. Helens MBC", "Saint Helens Council"),
    ("The Fenland Deaf Club Ltd", "Fenland Deaf Club"),
    ("Cyngor Caerdydd", "Cardiff Council"),
    ("King's Lynn & West Norfolk", "Borough Council of Kings Lynn and West Norfolk"),
    ("Cyngor Sir Ddinbych", "Denbighshire County Council"),
    ("Ely Mosque", "Masjid Ely"),
    ("Peterborough Polish Center CIC", "Peterborough Polish Centre"),
    ("L.B. of Bexley", "London Borough of Bexley"),
    ("Cymdeithas Byddar Wrecsam", "Wrexham Deaf Association"),
    ("Fenland Deaf Clubs", "Fenland Deaf Club"),
]
BODIES_UNLIKE = [
    ("Cambridge City Council", "Cambridgeshire County Council"),
    ("1st Ely Scouts", "2nd Ely Scouts"),
    ("Durham City Council", "Durham County Council"),
    ("East Suffolk Council", "West Suffolk Council"),
    ("Leicester City Council", "Leicestershire County Council"),
]


def compared(kind, one, other, **details):
    return weigh(entry(kind, one, **details), entry(kind, other, **details))


def share_a_key(kind, one, other):
    return set(keys(entry(kind, one))) & set(keys(entry(kind, other)))


@pytest.mark.parametrize(("one", "other"), PEOPLE_ALIKE)
def test_forms_of_one_name_share_a_key_and_are_asked_about(one, other):
    assert share_a_key(Kind.PERSON, one, other)
    assert compared(Kind.PERSON, one, other).probability >= WORTH_ASKING


@pytest.mark.parametrize(("one", "other"), PEOPLE_UNLIKE)
def test_other_people_are_not_even_where_they_live_at_one_address(one, other):
    assert compared(Kind.PERSON, one, other, postcode="PE30 1JJ").probability < WORTH_ASKING


@pytest.mark.parametrize(("one", "other"), BODIES_ALIKE)
def test_forms_of_one_organisation_share_a_key_and_are_asked_about(one, other):
    assert share_a_key(Kind.ORGANISATION, one, other)
    assert compared(Kind.ORGANISATION, one, other).probability >= WORTH_ASKING


@pytest.mark.parametrize(("one", "other"), BODIES_UNLIKE)
def test_other_organisations_with_much_of_a_name_in_common(one, other):
    assert compared(Kind.ORGANISATION, one, other).probability < WORTH_ASKING


def test_two_people_of_one_name_born_in_different_years_are_two():
    one, other = (entry(Kind.PERSON, "Mohammed Khan", postcode="E1 6AN", birth_year=year) for year in (1961, 1988))
    weighed = weigh(one, other)
    assert weighed.probability < WORTH_ASKING
    assert weighed.reasons[-1] == "born in different years"
    assert weigh(one, one).probability > 0.99


def test_a_married_name_is_found_by_what_else_agrees():
    said = {"birth_year": 1984, "phone": "01632 960001"}
    one, other = entry(Kind.PERSON, "Megan Price", **said), entry(Kind.PERSON, "Megan Llewellyn", phone="+44 1632 960 001", birth_year=1984)
    assert set(keys(one)) & set(keys(other))
    assert weigh(one, other).probability > WORTH_LISTING
    assert weigh(one, other).reasons[:2] == ("the same telephone number", "born in the same year")


def test_a_name_that_many_bear_says_less():
    one = entry(Kind.PERSON, "Mohammed Khan")
    assert weigh(one, one, of_this_name=40).weight == pytest.approx(weigh(one, one).weight - 5.3219, abs=1e-3)


@pytest.mark.parametrize("name", ["", "   ", "...", "O", "1", "👩", "a" * 400, "Mc", "Dr", "' OR 1=1 --", "ٱلرَّحْمَـٰن"])
@pytest.mark.parametrize("kind", list(Kind))
def test_no_name_breaks_the_rules(kind, name):
    one = entry(kind, name, email="@", phone="x", postcode="?", website="http://")
    assert isinstance(keys(one), tuple)
    assert weigh(one, entry(kind, "Siân Prys")).probability < 0.5


def test_weighing_is_the_same_from_either_side():
    for pairs, kind in ((PEOPLE_ALIKE + PEOPLE_UNLIKE, Kind.PERSON), (BODIES_ALIKE + BODIES_UNLIKE, Kind.ORGANISATION)):
        for one, other in pairs:
            assert compared(kind, one, other).weight == compared(kind, other, one).weight


@pytest.mark.parametrize("typed", ["+44 (0)1632 960 001", "01632 960001", "0044 1632 960001 ext. 12", "44 1632960001"])
def test_a_number_is_one_number_however_written(typed):
    assert entry(Kind.PERSON, "x", phone=typed).phone == "01632960001"


def test_fields_are_chosen_joined_and_what_is_left_is_noted():
    given = [
        Sides("name", "Ely Club", "Ely Deaf Club"), Sides("phone", "01632 960001", "01632 960002"), Sides("town", "", "Ely"),
        Sides("notes", "Side door.", "Ring first."),
    ]  # fmt: skip
    new = merged(Kind.ORGANISATION, given, {"name": "gone"}, {"phone": "telephone", "name": "name"})
    assert new["name"] == "Ely Deaf Club"
    assert "phone" not in new
    assert new["town"] == "Ely"
    assert new["notes"] == "Side door.\n\nRing first.\n\nAlso known: name: Ely Club; telephone: 01632 960002"


def test_joining_loses_nothing_and_repeats_nothing():
    assert joined(["quiet"], ["parking", "quiet"]) == ["quiet", "parking"]
    assert joined("Ring first", "Ring first. Not on Fridays") == "Ring first. Not on Fridays"
    assert joined("", None) == ""
