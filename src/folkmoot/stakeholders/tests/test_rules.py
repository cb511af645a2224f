from datetime import date

import pytest

from folkmoot.stakeholders.rules import (
    ERASED,
    contact_problems,
    may_belong,
    name_key,
    postcode_problem,
    search_words,
    tidy_postcode,
)

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("The St. Mary's Trust Ltd", "st marys trust"),
        ("st marys trust", "st marys trust"),
        ("Fenland Deaf Club C.I.C.", "fenland deaf club c i c"),
        ("Fenland Deaf Club CIC", "fenland deaf club"),
        ("Race & Equality", "race and equality"),
        ("Tŷ Gobaith – Caerdydd", "ty gobaith caerdydd"),
        ("The Limited", "the limited"),
        ("", ""),
    ],
)
def test_a_key_is_what_two_spellings_share(name, key):
    assert name_key(name) == key


def test_a_key_fits_its_column():
    assert len(name_key("& " * 200)) <= 400


def test_postcodes_are_tidied_and_checked():
    assert tidy_postcode(" pe301jj ") == "PE30 1JJ"
    assert tidy_postcode("cf10 3at") == "CF10 3AT"
    assert tidy_postcode("ely") == "ELY"
    assert postcode_problem("PE30 1JJ") is None
    assert postcode_problem("") is None
    assert postcode_problem("ELY")


def test_searching_takes_the_words_as_keys():
    assert search_words("  Tŷ  GOBAITH ") == ["ty", "gobaith"]
    assert search_words("") == []


def problems(**over):
    values = {"name": "Siân Prŷs", "basis": "consent", "basis_on": date(2025, 5, 1), "keep_until": date(2027, 5, 1), "today": TODAY}
    return set(contact_problems(**(values | over)))


def test_consent_needs_its_day_and_no_day_is_in_the_future():
    assert problems() == set()
    assert problems(basis_on=None) == {"basis_on"}
    assert problems(basis="published", basis_on=None) == set()
    assert problems(basis_on=date(2026, 3, 11)) == {"basis_on"}
    assert problems(basis_on=date(1926, 3, 11)) == {"basis_on"}
    assert problems(name=" ") == {"name"}


def test_details_are_not_kept_until_a_day_that_passed_unless_it_was_set_before():
    assert problems(keep_until=date(2026, 3, 9)) == {"keep_until"}
    assert problems(keep_until=date(2026, 3, 9), keep_until_changed=False) == set()


def test_organisations_belong_to_communities_of_their_area_or_of_the_service():
    assert may_belong(community_area=None, area=1)
    assert not may_belong(community_area=2, area=1)


@pytest.mark.django_db
def test_erasing_takes_every_field_labelled_personal_or_special():
    from folkmoot.foundation.privacy import SENSITIVE
    from folkmoot.stakeholders.models import Contact

    sensitive = {name for name, label in Contact.privacy.items() if label in SENSITIVE}
    assert sensitive == {name.removesuffix("_id") for name in ERASED}
