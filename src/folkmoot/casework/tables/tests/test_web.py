"""Publication through its pages, and what anybody may read without an account."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import area, hq, icem, panel_member
from folkmoot.casework.models import Analysis
from folkmoot.casework.tables import operations
from folkmoot.casework.tables.models import Edition, PublishedRelease
from folkmoot.casework.tables.tests import factories
from folkmoot.casework.tables.tests.factories import LATER, analyst, begun, checked, filled, fresh, human_resources, published
from folkmoot.casework.tests.factories import GROUPS, analysis, cases, cube
from folkmoot.casework.tests.visits import text_of
from folkmoot.casework.workbench.tests import factories as bench

pytestmark = pytest.mark.django_db
LIST = "/casework/tables/"
PUBLIC = "/fairness/"
WORDS = {
    "title_en": "Charging by ethnicity and sex", "about_en": factories.ABOUT, "period_first": "2025-01-01", "period_last": "2025-06-30",
}  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


def of(viewer) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client


def test_from_the_first_page_to_the_public_one():
    here, row = of(analyst()), analysis()
    assert "Nothing is published yet" in text_of(here.get(LIST))
    made = here.post(f"{LIST}new/?area=england-and-wales", WORDS | {"mark": "n1"})
    assert made.status_code == 302
    edition = Edition.objects.get()
    assert row.title in text_of(here.get(f"{LIST}{edition.pk}/add/"))
    put = here.post(f"{LIST}{edition.pk}/add/file/{row.pk}", {"by": ["0", "1"], "mark": "a1"})
    assert put.status_code == 302
    page = text_of(here.get(f"{LIST}{edition.pk}/"))
    assert "It was not checked yet" in page
    here.post(f"{LIST}{edition.pk}/do/check", {"mark": "c1"})
    page = text_of(here.get(f"{LIST}{edition.pk}/"))
    assert "none can be worked out" in page
    assert "Agree to it" not in page
    second = of(hq())
    assert "Waiting for you to agree" in text_of(second.get(LIST))
    assert Client().get(f"{PUBLIC}charging-by-ethnicity-and-sex/").status_code == 404
    second.post(f"{LIST}{edition.pk}/do/agree", {"mark": "g1", "seen": fresh(edition).fingerprint})
    assert Client().get(f"{PUBLIC}charging-by-ethnicity-and-sex/").status_code == 404
    here.post(f"{LIST}{edition.pk}/do/publish", {"mark": "p1"})
    assert "The public page" in text_of(here.get(f"{LIST}{edition.pk}/"))
    assert "Table 1: charged, by Ethnicity" in text_of(Client().get(f"{PUBLIC}charging-by-ethnicity-and-sex/?version=en"))


def test_the_check_cannot_be_skipped_and_what_is_refused_is_said():
    edition = filled()
    answer = of(analyst()).post(f"{LIST}{edition.pk}/do/publish", {"mark": "p1"})
    assert answer.status_code == 422
    assert "Only tables that were checked" in text_of(answer)
    empty = begun("Nothing in it yet")
    assert "no table in this edition" in text_of(of(analyst()).post(f"{LIST}{empty.pk}/do/check", {"mark": "c1"}))


def test_the_public_page_says_it_in_sentences_first_with_caveats_files_and_editions():
    held = published()
    page = Client().get(f"{PUBLIC}{held.publication.slug}/?version=en")
    text, body = text_of(page), page.content.decode()
    assert "Needs review" in text
    assert "not official statistics" in text
    assert "not a finding of bias" in text
    assert "biased" not in text
    assert "Data as of 30 June 2025" in text
    assert text.index("In short") < text.index("Table 1: charged, by Ethnicity")
    assert body.index("Needs review: ") < body.index("<svg") < body.index("<table")
    assert body.count("<caption") == 2
    assert not re.search(r"\sstyle=", body)
    assert {"public", "max-age=0", "must-revalidate"} <= set(page.headers["Cache-Control"].split(", "))
    assert not page.cookies
    for kind, start in (("tables.ods", b"PK"), ("tables.zip", b"PK"), ("table-1.csv", b"\xef\xbb\xbf")):
        file = Client().get(f"{PUBLIC}{held.publication.slug}/1.0/{kind}")
        assert file.content.startswith(start)
        assert "public" in file.headers["Cache-Control"]
        assert not file.cookies
    for name in ("Ada Brook", "Owen Achebe"):
        assert name not in text


def test_welsh_and_easy_read_are_given_or_said_to_be_missing():
    held = published(filled(title="Charging by ethnicity and sex"))
    welsh = Client().get(f"{PUBLIC}{held.publication.slug}/?version=cy")
    assert welsh.headers["Content-Language"] == "cy"
    assert '<h1 class="govuk-heading-l" lang="en">' in welsh.text
    assert "There is no version of these words in" in welsh.text
    assert "There is no version of these words in Easy Read" in text_of(Client().get(f"{PUBLIC}{held.publication.slug}/?version=easy"))
    second = operations.next_edition(by=analyst(), at=LATER, edition=held, minor=True, changes="Welsh and Easy Read words were added.")
    words = {"title_cy": "Cyhuddo yn ôl ethnigrwydd", "about_cy": "Pa mor aml y cyhuddwyd.", "about_easy": "We looked at who was charged."}
    operations.change_words(by=analyst(), at=LATER, edition=second, **words)
    published(fresh(second))
    welsh = Client().get(f"{PUBLIC}{held.publication.slug}/?version=cy").text
    assert "Cyhuddo yn ôl ethnigrwydd" in welsh
    assert "Pa mor aml y cyhuddwyd." in welsh
    assert "We looked at who was charged." in Client().get(f"{PUBLIC}{held.publication.slug}/?version=easy").text


def test_nothing_that_was_not_published_is_reachable():
    held = checked(filled())
    for address in (held.publication.slug + "/", f"{held.publication.slug}/1.0/", f"{held.publication.slug}/1.0/tables.ods"):
        assert Client().get(f"{PUBLIC}{address}").status_code == 404
    assert "No tables are published yet" in text_of(Client().get(f"{PUBLIC}?version=en"))
    assert "Nothing was released yet" in text_of(Client().get(f"{PUBLIC}register/?version=en"))
    first = published(held)
    second = operations.next_edition(by=analyst(), at=LATER, edition=first, minor=True, changes="A draft of a small change.")
    assert Client().get(f"{PUBLIC}{held.publication.slug}/{second.major}.{second.minor}/").status_code == 404
    assert "A draft of a small change" not in Client().get(f"{PUBLIC}{held.publication.slug}/").text
    assert Client().get(f"{LIST}{held.pk}/").status_code == 302  # to sign in


def test_editions_that_were_replaced_or_withdrawn_say_so():
    row = analysis()
    first = published(filled(row))
    second = operations.next_edition(
        by=analyst(), at=LATER, edition=first, minor=True, mistake=True, changes="Charges of June were left out by mistake."
    )
    Analysis.objects.filter(pk=row.pk).update(cube=cube(cases((("White", "Male", 400, 290), *GROUPS[1:]))).to_json())
    published(fresh(second))
    old = text_of(Client().get(f"{PUBLIC}{first.publication.slug}/1.0/?version=en"))
    assert "A later edition, 1.1, replaces this one" in old
    new = text_of(Client().get(f"{PUBLIC}{first.publication.slug}/?version=en"))
    assert "This edition corrects a mistake in edition 1.0." in new
    assert "[r] With the outcome" in new
    operations.withdraw(by=analyst(), at=LATER, edition=fresh(second), reason="Something in it points to a person.", taken_down=True)
    gone = Client().get(f"{PUBLIC}{first.publication.slug}/1.1/?version=en")
    assert "Something in it points to a person." in text_of(gone)
    assert "<table" not in gone.text
    assert Client().get(f"{PUBLIC}{first.publication.slug}/1.1/tables.ods").status_code == 404
    register = text_of(Client().get(f"{PUBLIC}register/?version=en"))
    assert len(re.findall(r"\(\s*withdrawn\s*\)", register)) == 2
    assert PublishedRelease.objects.filter(how="published").count() == 4


def test_a_view_of_a_source_is_put_in_by_its_choices():
    for code, name in (("east-of-england", "East of England"), ("wessex", "Wessex"), ("london-north", "London North")):
        area(code, name)
    source, here = bench.source(), of(analyst())
    edition = begun(period_first=date(2024, 4, 1), period_last=date(2025, 3, 31))
    asked = {"stage": "charge", "by": ["ethnicity"], "section": "areas", "period": "2024/25", "mark": "v1"}
    page = here.get(reverse("casework:tables_add_source", args=[edition.pk, source.pk]))
    stage = page.context["form"].fields["stage"].choices[0][0]
    answer = here.post(reverse("casework:tables_add_source", args=[edition.pk, source.pk]), asked | {"stage": stage})
    assert answer.status_code == 302, answer.context["form"].errors
    here.post(f"{LIST}{edition.pk}/do/check", {"mark": "c1"})
    held = fresh(edition)
    assert held.state == "checked"
    assert any(table["by"] == ["Ethnicity", "Area"] for table in held.body["tables"])
    assert (
        here.post(reverse("casework:tables_add_source", args=[edition.pk, source.pk]), asked | {"stage": stage, "mark": "v2"}).status_code
        == 422
    )


def test_another_room_offers_tables_and_those_of_staff_need_no_sight_of_cases(settings):
    settings.TABLES_TO_PUBLISH = ("folkmoot.casework.tables.tests.factories.OFFER",)
    here = of(human_resources())
    edition = begun("Who works here", by=human_resources(), about_en="How many staff of each grade are of an ethnic minority.")
    page = text_of(here.get(f"{LIST}{edition.pk}/add/"))
    assert "1 table to choose" in page
    assert here.post(
        f"{LIST}{edition.pk}/add/offered/test.grades", {"key": factories.OFFER.handed.key, "mark": "o1"}
    ).status_code == 302  # fmt: skip
    here.post(f"{LIST}{edition.pk}/do/check", {"mark": "c1"})
    held = fresh(edition)
    operations.agree(by=hq(), at=LATER, edition=held, seen=held.fingerprint)
    here.post(f"{LIST}{edition.pk}/do/publish", {"mark": "p1"})
    text = text_of(Client().get(f"{PUBLIC}who-works-here/?version=en"))
    assert "Ethnic minority staff, from and to" in text
    assert "Between 12.0% and 12.5% of staff" in text
    assert "Senior [c] [c] [c]" in re.sub(r"\s+", " ", text)


def test_who_sees_what():
    held = filled()
    assert of(panel_member()).get(LIST).status_code == 403
    local = of(icem())
    assert held.title_en in text_of(local.get(LIST))
    assert local.get(f"{LIST}{held.pk}/words").status_code == 403
    assert local.get(f"{LIST}new/").status_code == 403
    assert of(analyst()).get(f"{LIST}{held.pk + 99}/").status_code == 404


def test_words_are_changed_once_and_by_one_at_a_time():
    held, here = filled(), of(analyst())
    page = here.get(f"{LIST}{held.pk}/words")
    version = page.context["form"].initial["version"]
    changed = WORDS | {"title_en": "Charging, by ethnicity", "version": version}
    assert here.post(f"{LIST}{held.pk}/words", changed | {"mark": "w1"}).status_code == 302
    assert "was changed by somebody else" in text_of(here.post(f"{LIST}{held.pk}/words", changed | {"title_en": "Two words", "mark": "w2"}))
    assert fresh(held).publication.slug == "charging-by-ethnicity-and-sex"


@pytest.mark.parametrize("address", [f"{LIST}", f"{LIST}register/", f"{PUBLIC}", f"{PUBLIC}register/"])
def test_lists_ask_the_same_number_of_questions_however_long_they_are(address, django_assert_max_num_queries):
    published(filled(title="First of many tables"))
    client = of(analyst())
    client.get(address)
    with django_assert_max_num_queries(60) as first:
        client.get(address)
    row = analysis(title="Other", file_sha256="12" * 32)
    published(filled(row, title="Second of many tables"))
    with django_assert_max_num_queries(60) as second:
        client.get(address)
    assert len(second) == len(first)


def test_a_file_that_is_taken_away_goes_on_the_register():
    row, here = analysis(), of(analyst())
    here.get(reverse("casework:download", args=[row.pk, "csv"]))
    source = bench.source()
    here.get(reverse("casework:workbench_data", args=[source.pk, "ods"]), {"by": "sex"})
    kept = PublishedRelease.objects.filter(how="taken")
    assert set(kept.values_list("origin_kind", flat=True)) == {"casework.analysis", "casework.source"}
    shown = text_of(here.get(f"{LIST}register/"))
    assert "Taken away as a file: Ada Brook" in shown
    assert row.title in shown
    assert "Ada Brook" not in Client().get(f"{PUBLIC}register/").text
