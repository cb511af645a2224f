import json

import pytest
from django.utils import timezone

from folkmoot.areas.authorities.tests.making import FORCES, written
from folkmoot.areas.models import AuthorityPart, BroughtIn
from folkmoot.areas.tests.factories import load_places
from folkmoot.cli import main

pytestmark = pytest.mark.django_db


def told(capsys):
    return capsys.readouterr().out


def test_the_sources_say_what_they_give_and_where_they_are_published(capsys):
    assert main(["places", "sources"]) == 0
    said = told(capsys)
    for words in ("authority-forces", "outlines", "postcodes", "published at: https://geoportal.statistics.gov.uk"):
        assert words in said
    assert main(["places", "sources", "--json"]) == 0
    document = json.loads(told(capsys))
    assert document["schema_version"] == 1
    assert all(one["name"] and one["makes"] and one["published_at"] for one in document["sources"])


def test_a_file_is_brought_in_and_the_second_time_there_is_nothing_new(tmp_path, capsys):
    load_places()
    path = str(written(tmp_path, FORCES))
    assert main(["places", "load", path]) == 0
    assert "authority parts: 7 added" in told(capsys)
    assert AuthorityPart.objects.count() == 7
    assert main(["places", "load", path]) == 0
    assert "nothing new" in told(capsys)


def test_a_trial_stores_nothing(tmp_path, capsys):
    load_places()
    assert main(["places", "load", "--dry-run", "--json", str(written(tmp_path, FORCES))]) == 0
    document = json.loads(told(capsys))
    assert document["stored"] is False
    assert document["files"][0]["did"] == [{"table": "authority parts", "added": 7, "changed": 0, "withdrawn": 0}]
    assert not BroughtIn.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.csv"], "There is no file"),
        (["--source", "nonsense", "FILE"], "There is no source 'nonsense'"),
        (["--source", "postcodes", "FILE"], "not “Postcode directory"),
        (["--by", "nobody@example.org", "FILE"], "No account has the address"),
    ],
)
def test_what_is_wrong_is_said_plainly(tmp_path, capsys, arguments, said):
    load_places()
    path = str(written(tmp_path, FORCES))
    assert main(["places", "load", *(path if one == "FILE" else one for one in arguments)]) == 1
    assert said in capsys.readouterr().err


def test_an_account_must_hold_the_capability(tmp_path, capsys, django_user_model):
    load_places()
    account = django_user_model.objects.create_user("maya@example.org", "Maya Fenwick", "marigold-lantern-42")
    account.grants.create(role="icem", national=True, starts=timezone.localdate())
    assert main(["places", "load", "--by", "maya@example.org", str(written(tmp_path, FORCES))]) == 1
    assert not BroughtIn.objects.exists()
    assert capsys.readouterr().err
