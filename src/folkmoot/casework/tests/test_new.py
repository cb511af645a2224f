"""A case file from the empty database to its table, and what a bad file meets on the way."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from folkmoot.accounts.tests.factories import account, area, hq, icem
from folkmoot.casework import process
from folkmoot.casework.models import Analysis
from folkmoot.casework.tests import factories
from folkmoot.casework.tests.test_counting import BAD
from folkmoot.casework.tests.visits import COLUMNS, VALUES, client_of, count, send, text_of
from folkmoot.foundation.tests.limits import at_most

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


@pytest.fixture
def incoming_files(tmp_path):
    return lambda: [found for found in (tmp_path / "incoming").rglob("*") if found.is_file()] if (tmp_path / "incoming").exists() else []


@pytest.fixture
def client():
    area()
    return client_of(icem())


def test_a_file_becomes_a_table_and_is_gone(client, incoming_files):
    answer = count(client)
    kept = Analysis.objects.get()
    assert answer.url == reverse("casework:detail", args=[kept.pk])
    assert incoming_files() == []
    shown = text_of(client.get(answer.url))
    assert "of 1,232 records have the outcome “charged”" in shown
    assert "Needs review: Black. 79.1% (174 of 220) beside 60.0% of White (360 of 600)" in shown
    assert "The file was counted and deleted" in shown
    assert kept.title in text_of(client.get(reverse("casework:list")))


def test_no_name_and_no_number_of_a_case_is_on_any_page(client):
    first = send(client)
    pages = [client.get(first.url)]
    second = client.post(first.url, COLUMNS)
    pages.append(client.get(second.url))
    third = client.post(second.url, VALUES)
    pages += [client.get(third.url), client.get(reverse("casework:list"))]
    for page in pages:
        assert "Imagined" not in page.content.decode()
        assert "45CX" not in page.content.decode()


def test_columns_of_names_are_shown_with_the_reason_and_cannot_be_chosen(client):
    first = send(client)
    page = client.get(first.url)
    assert "The heading says that it holds names" in page.content.decode()
    assert [value for value, _ in page.context["form"].fields["by"].choices] == ["Ethnicity", "Sex", "Decision", "Stage"]
    refused = client.post(first.url, COLUMNS | {"by": ["URN"]})
    assert refused.status_code == 422


def test_rows_can_be_restricted_and_the_page_says_so(client):
    values = VALUES | {"restrict_values": ["Legal decision"]}
    shown = text_of(client.get(count(client, columns=COLUMNS | {"restrict_column": "Stage"}, values=values).url))
    assert "Only those in which Stage is Legal decision" in shown


def test_a_chosen_reference_group_is_used(client):
    shown = text_of(client.get(count(client, values=VALUES | {"reference_0": "Asian"}).url))
    assert "beside 60.0% of Asian" in shown


def test_the_same_file_again_is_pointed_out(client):
    count(client)
    page = client.get(send(client).url)
    assert "This very file was counted before" in page.content.decode()
    assert reverse("casework:detail", args=[Analysis.objects.get().pk]) in page.content.decode()


def test_sending_the_last_form_twice_counts_once(client):
    first = send(client)
    second = client.post(first.url, COLUMNS)
    answers = [client.post(second.url, VALUES) for _ in range(2)]
    assert answers[0].url == answers[1].url
    assert Analysis.objects.count() == 1


def test_missing_choices_are_asked_for_and_the_file_waits(client, incoming_files):
    first = send(client)
    assert client.post(first.url, {"outcome_column": "Decision"}).status_code == 422
    second = client.post(first.url, COLUMNS)
    again = client.post(second.url, {"outcome": "charged"})
    assert again.status_code == 422
    assert "Choose at least one value" in text_of(again)
    assert "which side is the worse result" in text_of(again)
    assert len(incoming_files()) == 2


def test_values_cannot_be_asked_for_before_columns(client):
    first = send(client)
    assert client.get(first.url + "values/").url == first.url


def test_giving_up_deletes_the_file(client, incoming_files):
    first = send(client)
    assert client.get(first.url + "forget/").status_code == 405
    assert client.post(first.url + "forget/").url == reverse("casework:list")
    assert incoming_files() == []
    assert "no longer here" in text_of(client.get(first.url))


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_plain_error_and_nothing_is_kept(client, incoming_files, tmp_path, name):
    made = tmp_path / name
    BAD[name][0](made)
    answer = send(client, SimpleUploadedFile(name, made.read_bytes()))
    assert answer.status_code == 422
    assert len(answer.context["form"].errors) == 1
    assert "govuk-error-summary" in answer.content.decode()
    assert 'value="CMS extract"' in answer.content.decode()
    assert incoming_files() == []
    assert not Analysis.objects.exists()


def test_a_file_in_which_nothing_can_be_compared_is_refused(client, incoming_files):
    answer = send(client, factories.case_file(content="Name,Date\nA,1\nB,2\n"))
    assert "Nothing in this file can be compared" in text_of(answer)
    assert incoming_files() == []


def test_a_file_that_is_too_large_is_refused_before_it_is_kept(client, incoming_files, monkeypatch):
    at_most(10_000, monkeypatch)
    answer = send(client)
    assert answer.status_code == 422
    assert "larger than 50 MB" in text_of(answer)
    assert incoming_files() == []


def test_no_file_and_a_day_to_come_are_plain_errors(client, incoming_files):
    answer = client.post(reverse("casework:new"), {"place": "east-of-england", "title": "a", "data_as_of": "2025-06-30", "source": "b"})
    assert "Choose a file." in text_of(answer)
    assert "still to come" in text_of(send(client, data_as_of="2999-01-01"))
    assert incoming_files() == []


def test_a_column_that_went_missing_is_one_plain_error_and_the_file_is_gone(client, incoming_files, tmp_path):
    first = send(client)
    second = client.post(first.url, COLUMNS)
    waiting = next(found for found in incoming_files() if found.suffix == ".csv")
    waiting.write_text(factories.csv_text().replace("Ethnicity", "Heritage", 1))
    answer = client.post(second.url, VALUES)
    assert answer.status_code == 422
    assert "no column 'Ethnicity'" in answer.context["error"].what
    assert incoming_files() == []
    assert not Analysis.objects.exists()


def test_a_process_that_dies_while_counting_leaves_nothing(client, incoming_files, monkeypatch):
    second = client.post(send(client).url, COLUMNS)

    def dies(*args, **more):
        raise process._died()

    monkeypatch.setattr(process, "count", dies)
    answer = client.post(second.url, VALUES)
    assert answer.status_code == 422
    assert incoming_files() == []
    assert not Analysis.objects.exists()


def test_an_old_file_is_swept_when_the_next_one_comes(client, tmp_path, incoming_files):
    first = send(client)
    for note in tmp_path.glob("incoming/*/?.json"):
        note.write_text(re.sub(r'"received_at": "\d{4}', '"received_at": "2001', note.read_text()))
    send(client)
    assert len(incoming_files()) == 2
    assert client.get(first.url).status_code == 422


def test_a_form_from_another_site_is_refused(incoming_files):
    area()
    icem()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(account())
    assert send(strict).status_code == 403
    assert incoming_files() == []


def test_foreign_words_in_headings_and_values_are_only_words(client):
    rows = [("1", "2", HOSTILE if row[2] == "Black" else row[2], *row[3:]) for row in factories.cases()]
    columns = ("Batch", "Sheet", HOSTILE, "Sex", "Decision", "Stage")
    first = send(client, factories.case_file(content=factories.csv_text(rows, columns)), title=HOSTILE)
    pages = [client.get(first.url)]
    second = client.post(first.url, COLUMNS | {"by": [HOSTILE, "Sex"]})
    pages.append(client.get(second.url))
    third = client.post(second.url, VALUES)
    pages += [client.get(third.url), client.get(third.url, {"by": [HOSTILE, "Sex"]}), client.get(reverse("casework:list"))]
    for page in pages:
        assert page.status_code == 200
        assert HOSTILE not in page.content.decode()
        assert "alert(&quot;x" in page.content.decode()


def test_a_file_that_waits_is_not_for_others():
    area()
    mine = client_of(icem())
    first = send(mine)
    theirs = client_of(hq())
    assert theirs.get(first.url).status_code == 422
    assert theirs.post(first.url + "forget/").status_code == 422
    assert mine.get(first.url).status_code == 200


def test_a_real_published_file_goes_all_the_way(client, shared_data):
    real = shared_data / "stop-and-search" / "2019-12-essex-stop-and-search.csv"
    content = real.read_bytes()
    columns = {"outcome_column": "Outcome", "by": ["Officer-defined ethnicity", "Gender", "Age range"], "restrict_column": "Type"}
    values = {"outcome": "arrested", "outcome_values": ["Arrest"], "adverse": "with", "restrict_values": ["Person search"]}
    answer = count(client, SimpleUploadedFile(real.name, content), columns=columns, values=values)
    assert answer.status_code == 302
    kept = Analysis.objects.get()
    lines = [line for line in io.StringIO(content.decode("utf-8")) if line.startswith("Person search,")]
    assert kept.rows_counted == len(lines)
    shown = text_of(client.get(answer.url))
    assert "have the outcome “arrested”" in shown
    assert "Officer-defined ethnicity" in shown
