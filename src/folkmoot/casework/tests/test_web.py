"""The pages of a table: what stands on them, who may open them, what leaves and what follows."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import account, area, grant, hq, icem, panel_member
from folkmoot.actions.models import Action
from folkmoot.casework.models import Analysis
from folkmoot.casework.signals.web import urls as signal_urls
from folkmoot.casework.tests import factories
from folkmoot.casework.tests.visits import client_of, count, text_of
from folkmoot.casework.web import urls
from folkmoot.casework.web.presenters import joined
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


@pytest.fixture
def client():
    area()
    return client_of(icem())


def test_the_empty_list_says_what_to_do_and_shows_the_command(client):
    shown = client.get(reverse("casework:list")).content.decode()
    assert "Nothing has been counted yet" in shown
    assert "folkmoot disparity cases.csv --outcome charge --by ethnicity --by sex" in shown
    assert reverse("casework:new") in shown


def test_the_page_puts_the_answer_before_the_picture_the_table_and_the_method(client):
    shown = client.get(count(client).url).content.decode()
    places = [shown.index(words) for words in ("have the outcome", "<svg", 'id="by-0-caption"', ">Method<", ">Read with care<")]
    assert places == sorted(places)
    assert "management information" in shown
    assert "biased" not in shown
    assert not re.search(r"\sstyle=", shown)


def test_two_characteristics_together(client):
    address = count(client).url
    shown = text_of(client.get(address, {"by": ["Ethnicity", "Sex"]}))
    assert "Black · Male" in shown
    assert client.get(address, {"by": ["Ethnicity", "URN"]}).status_code == 404
    assert client.get(address, {"by": ["Sex", "Sex"]}).status_code == 404


def test_reading_a_table_is_logged():
    area()
    kept = factories.analysis(area())
    client_of(icem()).get(reverse("casework:detail", args=[kept.pk]))
    event = AuditEvent.objects.get(kind=audit.Kind.CONSULTATION, subject_kind="casework.analysis")
    assert event.subject_ids == [kept.pk]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_a_table_can_be_taken_away_and_that_is_logged(kind):
    kept = factories.analysis(area())
    answer = client_of(icem()).get(reverse("casework:download", args=[kept.pk, kind]))
    assert answer["Content-Disposition"] == f'attachment; filename="charging-decisions-january-to-june-2025.{kind}"'
    assert len(answer.content) > 500
    assert AuditEvent.objects.filter(kind=audit.Kind.DISCLOSURE, detail={"kind": kind}).count() == 1


def test_the_csv_holds_what_the_page_shows():
    kept = factories.analysis(area())
    text = client_of(icem()).get(reverse("casework:download", args=[kept.pk, "csv"])).content.decode("utf-8-sig")
    assert '"Ethnicity","Black","220","174","0.790909"' in text
    assert "not evidence of bias" in text


def test_only_three_kinds_of_file_are_made():
    kept = factories.analysis(area())
    client = client_of(icem())
    assert client.get(reverse("casework:download", args=[kept.pk, "pdf"])).status_code == 404
    assert not AuditEvent.objects.filter(kind=audit.Kind.DISCLOSURE).exists()


def test_an_action_is_raised_from_a_table_and_listed_there():
    kept = factories.analysis(area())
    client = client_of(icem())
    address = reverse("casework:action", args=[kept.pk])
    mark = client.get(address).context["form"].initial["mark"]
    sent = {
        "title": "Review thirty charged cases of Black suspects", "measure": "Thirty cases reviewed by the panel", "owner": account().pk,
        "agency": "cps", "resources": "one day of the panel", "due_on": "2027-03-01", "mark": mark,
    }  # fmt: skip
    answer = client.post(address, sent)
    assert answer.status_code == 302
    raised = Action.objects.get()
    assert (raised.origin_kind, raised.origin_id, raised.area) == ("casework.analysis", kept.pk, area())
    assert "Review thirty charged cases" in text_of(client.get(answer.url))


def test_an_action_from_a_national_table_is_raised_for_an_area_of_ones_own():
    kept = factories.analysis(None)
    area("wales", "Wales")
    client = client_of(icem())
    assert client.get(reverse("casework:action", args=[kept.pk]) + "?area=wales").status_code == 404
    assert client.get(reverse("casework:action", args=[kept.pk])).status_code == 200
    national = client_of(hq()).get(reverse("casework:action", args=[kept.pk]))
    assert b"England and Wales" in national.content


def test_a_table_is_removed_after_asking():
    kept = factories.analysis(area())
    client = client_of(icem())
    address = reverse("casework:remove", args=[kept.pk])
    assert "cannot be brought back" in text_of(client.get(address))
    assert Analysis.objects.exists()
    assert client.post(address, {"mark": "a"}).url == reverse("casework:list")
    assert not Analysis.objects.exists()


def test_what_is_out_of_sight_answers_as_if_it_were_not_there():
    kept = factories.analysis(area("wales", "Wales"))
    client = client_of(icem())
    for name, *more in (("detail",), ("download", "csv"), ("action",), ("remove",)):
        assert client.get(reverse(f"casework:{name}", args=[kept.pk, *more])).status_code == 404


def test_an_area_may_read_a_national_table_and_not_remove_it():
    kept = factories.analysis(None)
    client = client_of(icem())
    shown = client.get(reverse("casework:detail", args=[kept.pk]))
    assert shown.status_code == 200
    assert "Remove this table" not in shown.content.decode()
    assert client.post(reverse("casework:remove", args=[kept.pk]), {"mark": "a"}).status_code == 403
    assert Analysis.objects.exists()


@pytest.mark.parametrize("name", ["list", "new"])
def test_pages_open_to_the_roles_that_may(name):
    area()
    address = reverse(f"casework:{name}")
    assert Client().get(address).status_code == 302
    assert client_of(panel_member()).get(address).status_code == 403
    inspector = account("ines@example.org", "Ines")
    grant(inspector, Role.INSPECTOR, national=True)
    client = Client()
    client.force_login(inspector)
    assert client.get(address).status_code == (200 if name == "list" else 403)


def test_every_page_declares_who_may_open_it():
    patterns = [*signal_urls.urlpatterns, *(pattern for pattern in urls.urlpatterns if isinstance(pattern, URLPattern))]
    rules = {pattern.name: pattern.callback.access_rule for pattern in patterns}
    assert {"list", "detail", "download", "signals"} <= {name for name, rule in rules.items() if rule == "casework.read"}
    writing = {"new", "columns", "values", "forget", "remove", "raise_signal"}
    assert writing <= {name for name, rule in rules.items() if rule == "casework.write"}
    assert rules["signal"] == "casework.read or workforce.read"
    assert rules["answer_signal"] == "casework.write or workforce.write"
    assert rules["review_signal"] == "casework.review or workforce.review"
    assert rules["action"] == rules["signal_action"] == "actions.write"


def test_pages_stand_in_welsh_without_passing_english_off_as_welsh():
    kept = factories.analysis(area())
    client = client_of(icem())
    client.cookies["django_language"] = "cy"
    shown = client.get(reverse("casework:detail", args=[kept.pk])).content.decode()
    assert '<html lang="cy"' in shown
    assert '<li lang="en"><strong>Needs review: Black.' in shown


def test_the_heading_of_a_column_is_shown_as_people_read_it(client):
    headings = {"by_columns": ["age_band", "Sex"], "outcome_column": "final_decision", "restricted_to": {"case_stage": ["Legal"]}}
    kept = factories.analysis(area(), **headings)
    for address in (reverse("casework:list"), reverse("casework:detail", args=[kept.pk])):
        shown = text_of(client.get(address))
        assert "age_band" not in shown
        assert "final_decision" not in shown
        assert "case_stage" not in shown
    assert "age band" in text_of(client.get(reverse("casework:list")))
    assert joined(("age_band", "Sex")) == "age band × Sex"
