"""The pages of sources in the browser: from an empty list to a month that is kept, revised and taken back."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from folkmoot.accounts.tests.factories import NOW, account, hq, icem
from folkmoot.casework import counting, process
from folkmoot.casework.sources import operations
from folkmoot.casework.sources.models import Layout, Load, Source
from folkmoot.casework.sources.tests import factories
from folkmoot.casework.tests.visits import client_of, text_of
from folkmoot.foundation import incoming
from folkmoot.published.tests.making import csv_bytes, monthly

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path, settings, monkeypatch):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    factories.places()
    monkeypatch.setattr(process, "_ask", lambda request, *_: counting.answer(request))


@pytest.fixture
def client():
    return client_of(hq())


def sent(path):
    return SimpleUploadedFile(path.name, path.read_bytes())


DECLARED = {
    "title": "Charging decisions", "kind": "extract", "population": "suspects", "place": "england-and-wales", "publisher": "CMS",
    "licence": "", "cadence": "monthly", "days_after": "20", "arrives": "uploaded", "connection_name": "", "note": "",
}  # fmt: skip


def bring(client, source, path, day="2026-03-05", name="casework:source_load"):
    return client.post(reverse(name, args=[source.pk]), {"file": sent(path), "data_as_of": day})


def test_an_empty_list_says_what_to_do(client):
    said = text_of(client.get(reverse("casework:sources")))
    assert "No data source has been declared yet" in said
    assert "Declare a data source" in said
    assert "ask them which data they have" in text_of(client_of(icem()).get(reverse("casework:sources")))


def test_from_nothing_to_a_month_that_is_kept(client, tmp_path):
    answer = client.post(reverse("casework:source_new"), DECLARED | {"owner": account().pk})
    assert answer.status_code == 302
    source = Source.objects.get()
    path = factories.extract(tmp_path)
    first = bring(client, source, path, name="casework:source_columns")
    assert first.status_code == 302
    page = client.get(first.url)
    form = page.context["form"]
    proposed = {form.fields[name].label: form.fields[name].initial for name in form.fields if name.startswith("role_")}
    assert proposed == {
        "Decision date": "month", "CPS Area": "area", "Police force": "force", "Ethnicity": "characteristic:ethnicity",
        "Sex": "characteristic:sex", "Age band": "characteristic:age", "Racist flag": "flag:hate_race", "Decision": "stage:decision",
        "Outcome": "stage:outcome",
    }  # fmt: skip
    assert "Case URN" in text_of(page)
    second = client.post(first.url, {name: form.fields[name].initial for name in form.fields if name.startswith("role_")})
    reading = client.get(second.url).context["form"]
    third = client.post(second.url, {name: field.initial or "" for name, field in reading.fields.items()})
    assert third.status_code == 302, third.context["form"].errors
    assert Layout.objects.get().number == 1
    look = bring(client, source, path)
    said = text_of(client.get(look.url))
    assert "Rows counted" in said
    assert not Load.objects.exists()
    kept = client.post(look.url, {})
    assert kept.status_code == 302
    assert Load.objects.get().rows_counted == 300
    assert list(incoming.folder().iterdir()) == []
    assert "January 2026" in text_of(client.get(reverse("casework:source", args=[source.pk])))
    assert "Who is counted at each stage" in text_of(client.get(kept.url))


def test_sent_twice_it_is_kept_once(client, tmp_path):
    source = factories.source(hq(), account())
    look = bring(client, source, factories.extract(tmp_path))
    first, second = client.post(look.url, {}), client.post(look.url, {})
    assert first.url == second.url
    assert Load.objects.count() == 1


def test_the_file_is_gone_before_the_report_is_shown(client, tmp_path):
    source = factories.source(hq(), account())
    look = bring(client, source, factories.extract(tmp_path))
    token = look.url.rstrip("/").rpartition("/")[2]
    assert sorted(path.name for path in (incoming.folder() / token).iterdir()) == ["?.json", "counted.cube"]
    client.post(reverse("casework:source_forget", args=[source.pk, token]))
    assert list(incoming.folder().iterdir()) == []
    assert not Load.objects.exists()


def test_a_month_loaded_already_asks_what_it_replaces(client, tmp_path):
    source = factories.source(hq(), account())
    client.post(bring(client, source, factories.extract(tmp_path)).url, {})
    look = bring(client, source, factories.extract(tmp_path, "b.csv", number=310, seed=3))
    assert client.post(look.url, {}).status_code == 422
    assert client.post(look.url, {"replacing": ["2026-01"]}).status_code == 302
    assert "[r]" in text_of(client.get(reverse("casework:source", args=[source.pk])))


def test_what_looks_wrong_is_vouched_for_or_not_kept(client, tmp_path):
    source = factories.source(hq(), account())
    odd = [[*row[:6], "18-Feb" if row[6] == "18-24" else row[6], *row[7:]] for row in factories.rows()]
    look = bring(client, source, factories.extract(tmp_path, content=odd))
    assert "18-Feb" in text_of(client.get(look.url))
    assert client.post(look.url, {}).status_code == 422
    assert client.post(look.url, {"vouched": "on"}).status_code == 302


def test_a_file_that_cannot_be_read_is_refused_plainly(client, tmp_path):
    source = factories.source(hq(), account())
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"a;b\n\x00\x00\x01")
    answer = bring(client, source, broken)
    assert answer.status_code == 422
    assert list(incoming.folder().iterdir()) == []


def test_what_a_published_file_does_not_say_is_asked_for_and_where_it_is_wrong_is_shown(client, tmp_path):
    rows = monthly()
    rows[2] = ["Nowhere", *rows[2][1:]]
    path = tmp_path / "data.csv"
    path.write_bytes(csv_bytes(rows))
    source = factories.source(hq(), account(), kind="outcomes", title="Outcomes", layout=False)
    asked = client.get(reverse("casework:source_load", args=[source.pk])).context["form"]
    assert {"period", "breakdown"} <= set(asked.fields)
    assert "force" not in asked.fields
    first = bring(client, source, path)
    assert first.status_code == 422
    assert "say the month when you bring it in" in text_of(first)
    address = reverse("casework:source_load", args=[source.pk])
    look = client.post(address, {"file": sent(path), "data_as_of": "2026-03-05", "period": "2018-03"})
    assert look.status_code == 302
    said = text_of(client.get(look.url))
    assert "data.csv, row 3, column A" in said
    assert "“Nowhere” is no force or area that is known" in said
    assert client.post(look.url, {}).status_code == 422
    assert not Load.objects.exists()
    assert client.post(look.url, {"vouched": "on"}).status_code == 302
    assert Load.objects.get().report["parts"][0]["fingerprint"]["kind"] == "outcomes_monthly"


def test_a_case_extract_is_asked_for_none_of_it_and_searches_for_their_force(client):
    cases = factories.source(hq(), account())
    fields = client.get(reverse("casework:source_load", args=[cases.pk])).context["form"].fields
    assert not {"period", "force", "breakdown"} & set(fields)
    searches = factories.source(hq(), account(), kind="stop_search", title="Searches", layout=False)
    assert "force" in client.get(reverse("casework:source_load", args=[searches.pk])).context["form"].fields


def test_those_who_did_not_say_are_not_counted_as_recorded(client, tmp_path):
    source = factories.source(hq(), account())
    content = [[*row[:4], "Not stated" if place < 100 else "White", *row[5:]] for place, row in enumerate(factories.rows())]
    look = bring(client, source, factories.extract(tmp_path, content=content))
    lines = {line["heading"]: line for line in client.get(look.url).context["report"]["mapped"]}
    assert (lines["Ethnicity"]["share"], lines["Ethnicity"]["not_stated"]) == ("66.7%", "33.3%")
    assert lines["Decision date"]["not_stated"] == "–"


def test_a_load_is_taken_back_with_a_reason(client, tmp_path):
    source = factories.source(hq(), account())
    kept = client.post(bring(client, source, factories.extract(tmp_path)).url, {})
    load = Load.objects.get()
    assert "Take this load back" in text_of(client.get(kept.url))
    assert client.post(reverse("casework:load_take_back", args=[load.pk]), {"why": ""}).status_code == 422
    client.post(reverse("casework:load_take_back", args=[load.pk]), {"why": "Wrong Area."})
    assert "Taken back: Wrong Area." in text_of(client.get(kept.url))


def test_whoever_may_only_read_sees_sources_and_cannot_load(tmp_path):
    source = factories.source(hq(), account())
    reader = client_of(icem())
    assert reader.get(reverse("casework:source", args=[source.pk])).status_code == 200
    for name in ("source_load", "source_columns", "source_change"):
        assert reader.get(reverse(f"casework:{name}", args=[source.pk])).status_code == 403
    assert reader.get(reverse("casework:source_new")).status_code == 403


def test_a_source_of_another_area_is_out_of_sight():
    from folkmoot.areas.models import Area

    source = factories.source(hq(), account(), of=Area.objects.get(code="london-north"))
    assert client_of(icem()).get(reverse("casework:source", args=[source.pk])).status_code == 404


def test_a_late_source_is_said_to_be_late(client):
    from datetime import timedelta

    old = factories.source(hq(), account())
    Source.objects.filter(pk=old.pk).update(declared_at=NOW - timedelta(days=400))
    assert "was due on" in text_of(client.get(reverse("casework:sources")))


def test_the_list_takes_no_more_queries_for_more_sources(client, django_assert_max_num_queries):
    factories.source(hq(), account())
    with django_assert_max_num_queries(30) as few:
        client.get(reverse("casework:sources"))
    for number in range(5):
        factories.source(hq(), account(), title=f"Source {number}")
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("casework:sources"))


def test_headings_of_a_file_are_escaped(client, tmp_path):
    source = factories.source(hq(), account(), layout=False)
    headings = [*factories.HEADINGS[:-1], "<script>x</script>"]
    first = bring(client, source, factories.extract(tmp_path, headings=headings), name="casework:source_columns")
    page = client.get(first.url).content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_a_source_that_was_loaded_does_not_become_another(client, tmp_path):
    source = factories.source(hq(), account())
    operations.load_file(by=hq(), at=NOW, source=source, path=factories.extract(tmp_path), data_as_of=date(2026, 3, 5))
    page = client.get(reverse("casework:source_change", args=[source.pk]))
    given = DECLARED | {"owner": account().pk, "population": "victims", "version": source.version}
    assert page.status_code == 200
    assert client.post(reverse("casework:source_change", args=[source.pk]), given).status_code == 422
