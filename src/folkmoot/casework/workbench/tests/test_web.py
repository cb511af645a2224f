"""The pages of the workbench: the answer first, every section by links, who sees which Area, what leaves, and what is kept."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import account, area, grant, hq, icem, inspector, panel_member
from folkmoot.actions.tests.factories import action
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.tests.visits import client_of, text_of
from folkmoot.casework.workbench.models import SavedView
from folkmoot.casework.workbench.rules import Section
from folkmoot.casework.workbench.tests import factories
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


@pytest.fixture
def areas():
    return [area("east-of-england", "East of England"), area("wessex", "Wessex"), area("london-north", "London North")]


@pytest.fixture
def source(areas):
    return factories.source()


@pytest.fixture
def national(source):
    return client_of(hq())


@pytest.fixture
def local(source):
    return client_of(icem())


def address(source, **asked):
    return reverse("casework:workbench_view", args=[source.pk]), asked


def test_without_a_source_the_first_page_says_what_to_do(areas):
    shown = text_of(client_of(icem()).get(reverse("casework:workbench")))
    assert "There is no source yet" in shown
    assert "Ask an analyst" in shown


def test_the_first_page_lists_sources_with_the_day_of_their_data(national, source):
    shown = text_of(national.get(reverse("casework:workbench")))
    assert source.title in shown
    assert "12 January 2026" in shown
    assert "Nothing is saved yet" in shown


def test_the_answer_comes_first_with_interval_base_completeness_day_and_caveat(national, source):
    response = national.get(*address(source))
    shown = text_of(response)
    words = (
        "The answer",
        "suspects have the outcome “Charged” (between",
        "Needs review",
        "is recorded for",
        "Data as of 12 January 2026",
        "A difference says where to look",
    )
    places = [shown.index(one) for one in words]
    assert places == sorted(places)
    body = response.content.decode()
    assert body.index("The answer") < body.index("<svg") < body.index("<caption")
    assert "biased" not in shown
    assert not re.search(r"\sstyle=", body)


@pytest.mark.parametrize("section", list(Section))
def test_every_section_is_a_page_of_its_own(national, source, section):
    response = national.get(*address(source, section=section.value, by=["ethnicity", "sex"]))
    assert response.status_code == 200
    assert response.context["problem"] is None
    assert response.context["pieces"]
    assert 'aria-current="page"' in response.content.decode()


def test_the_address_on_the_page_shows_the_same_view_again(national, source):
    first = national.get(*address(source, by=["sex"], area="Wessex", period="2024/25", offence="Theft"))
    again = national.get(f"{reverse('casework:workbench_view', args=[source.pk])}?{first.context['query']}")
    assert again.context["view"] == first.context["view"]
    assert text_of(again) == text_of(first)


def test_what_cannot_be_answered_says_why_and_keeps_the_choices(national, source):
    for asked in ({"stage": "no such"}, {"section": "together", "by": ["sex"]}, {"area": "Atlantis"}):
        response = national.get(*address(source, **asked))
        assert response.status_code == 200
        assert response.context["problem"] is not None
        assert "Change what is shown" in text_of(response)


def test_those_of_an_area_see_england_and_wales_and_their_own_and_no_other(local, source):
    assert local.get(*address(source)).context["problem"] is None
    assert local.get(*address(source, area="East of England")).context["problem"] is None
    other = local.get(*address(source, area="Wessex"))
    assert other.context["problem"] is not None
    assert "lead" not in other.context
    funnel = local.get(*address(source, section="areas")).content.decode()
    assert "East of England" in funnel
    assert "London North" not in funnel
    assert local.get(reverse("casework:workbench_data", args=[source.pk, "csv"]), {"area": "Wessex"}).status_code == 404
    assert (
        "London North" not in local.get(reverse("casework:workbench_data", args=[source.pk, "csv"]), {"section": "areas"}).content.decode()
    )


def test_a_source_of_another_area_is_not_there(local, areas):
    other = factories.source("Wessex only", area=areas[1])
    assert local.get(*address(other)).status_code == 404


def test_those_who_may_not_read_casework_are_refused(source):
    assert client_of(panel_member()).get(*address(source)).status_code == 403


@pytest.mark.parametrize("kind", ["csv", "ods", "xlsx"])
def test_data_leave_with_a_record_of_who_took_them(national, source, kind):
    response = national.get(reverse("casework:workbench_data", args=[source.pk, kind]), {"by": "sex"})
    assert response.status_code == 200
    assert len(response.content) > 500
    event = AuditEvent.objects.filter(kind=audit.Kind.DISCLOSURE).latest("seq")
    assert (event.subject_kind, event.subject_ids, event.detail["kind"]) == ("casework.source", [source.pk], kind)


def test_looking_is_logged(national, source):
    national.get(*address(source))
    event = AuditEvent.objects.filter(kind=audit.Kind.CONSULTATION).latest("seq")
    assert (event.subject_kind, event.subject_ids) == ("casework.source", [source.pk])


def save(client, source, title="By sex", sharing="me", **asked):
    url = reverse("casework:save_view", args=[source.pk])
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return client.post(f"{url}?{query}", {"title": title, "note": "Look again in May", "sharing": sharing})


def test_a_saved_view_holds_the_choice_and_no_figure(national, source):
    assert save(national, source, by="sex", period="2024/25").status_code == 302
    row = SavedView.objects.get()
    assert row.view["by"] == ["sex"]
    assert row.view["period"] == "2024/25"
    assert not any(isinstance(one, int | float) for name, one in row.view.items() if name != "source")
    shown = text_of(national.get(reverse("casework:saved_view", args=[row.pk])))
    assert "By sex" in shown
    assert "Look again in May" in shown
    assert "The answer" in shown


def test_a_view_is_seen_by_who_saved_it_and_shared_ones_by_those_who_may_see_what_they_show(national, local, source):
    save(national, source, "Mine")
    save(national, source, "Ours", "all")
    save(national, source, "Of Wessex", "all", area="Wessex")
    shown = text_of(local.get(reverse("casework:workbench")))
    assert "Ours" in shown
    assert "Mine" not in shown
    assert "Of Wessex" not in shown
    hidden = SavedView.objects.get(title="Of Wessex")
    assert local.get(reverse("casework:saved_view", args=[hidden.pk])).status_code == 404


def test_only_who_saved_a_view_changes_or_removes_it(national, local, source):
    save(national, source, "Ours", "all")
    row = SavedView.objects.get()
    for name in ("change_saved_view", "remove_saved_view"):
        assert local.get(reverse(f"casework:{name}", args=[row.pk])).status_code == 404
    sent = {"title": "Renamed", "note": "", "sharing": "me", "version": row.version}
    assert national.post(reverse("casework:change_saved_view", args=[row.pk]), sent).status_code == 302
    assert national.post(reverse("casework:change_saved_view", args=[row.pk]), sent | {"title": "Again"}).status_code == 409
    assert SavedView.objects.get().title == "Renamed"
    assert national.post(reverse("casework:remove_saved_view", args=[row.pk]), {"mark": "once"}).status_code == 302
    assert not SavedView.objects.exists()


def test_two_saved_views_stand_side_by_side(national, source):
    page = reverse("casework:workbench_compare")
    assert "Nothing is saved yet" in text_of(national.get(page))
    save(national, source, "Everywhere")
    save(national, source, "In Wessex", area="Wessex")
    left, right = SavedView.objects.order_by("pk")
    response = national.get(page, {"left": left.pk, "right": right.pk})
    shown = text_of(response)
    assert shown.count("have the outcome “Charged”") == 2
    ids = re.findall(r'\sid="([^"]+)"', response.content.decode())
    assert len(ids) == len(set(ids))


def test_an_action_is_raised_from_a_saved_view(source, areas):
    who = account("ana.lyst@example.org", "Ana Lyst")
    grant(who, Role.HQ, national=True)
    client = Client()
    client.force_login(who)
    save(client, source, "In Wessex", area="Wessex")
    row = SavedView.objects.get()
    url = reverse("casework:saved_view_action", args=[row.pk])
    page = client.get(url)
    assert page.status_code == 200
    assert "In Wessex" in text_of(page)
    raised = action(hq(), area=areas[1], origin_kind="casework.savedview", origin_id=row.pk)
    assert raised.title in text_of(client.get(reverse("casework:saved_view", args=[row.pk])))


def test_the_answer_is_set_beside_everywhere_and_beside_the_year_before(national, source):
    everywhere = text_of(national.get(*address(source, area="Wessex", compare="everywhere")))
    assert "Beside it, all of England and Wales, every month:" in everywhere
    before = text_of(national.get(*address(source, period="2024/25", compare="year-before")))
    assert "Beside it, April 2023 to March 2024:" in before


def test_the_number_of_queries_does_not_grow_with_what_is_saved(national, source, django_assert_max_num_queries):
    for place in range(6):
        save(national, source, f"View {place}", "all")
    with django_assert_max_num_queries(25):
        national.get(reverse("casework:workbench"))
    with django_assert_max_num_queries(30):
        national.get(*address(source))


def test_a_signal_is_raised_for_a_group_that_needs_review_and_for_no_other(national, source):
    page = reverse("casework:workbench_signal", args=[source.pk])
    assert "Black" in national.get(*address(source)).context["reviews"]
    assert national.get(page, {"group": "Chinese"}).status_code == 404
    assert national.get(page, {"group": "Black", "offence": "Theft"}).status_code == 404
    sent = national.post(f"{page}?group=Black", {"note": "Seen while looking at offences"})
    assert sent.status_code == 302
    signal = Signal.objects.get()
    counts = factories.cube().counts(("ethnicity",), "charged").cells["Black",]
    assert (signal.source_id, signal.stage, signal.group, signal.base, signal.with_outcome) == (
        source.pk, "charged", "Black", counts.base, counts.with_outcome,
    )  # fmt: skip
    assert (signal.window_first, signal.window_last) == (factories.MONTHS[0], factories.MONTHS[-1])


def test_those_who_may_only_read_are_offered_no_signal(source):
    client = Client()
    client.force_login(Account.objects.get(pk=inspector().account_id))
    assert client.get(*address(source)).context["reviews"] == []
    assert client.get(reverse("casework:workbench_signal", args=[source.pk]), {"group": "Black"}).status_code == 403
