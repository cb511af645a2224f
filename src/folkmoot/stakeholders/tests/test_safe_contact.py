"""Notes on safe contact, what is given to the person, and what erasing takes away."""

from datetime import date

import pytest
from django.apps import apps
from django.db import connection

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import NotAllowed, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, grant, icem
from folkmoot.communities.tests.factories import area, community, wales
from folkmoot.foundation.importing import exporting
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.stakeholders import operations, queries
from folkmoot.stakeholders.imports import CONTACTS
from folkmoot.stakeholders.models import Affiliation, Consent, Contact, SafeContactNote, SafeContactReading
from folkmoot.stakeholders.operations import people as people_operations
from folkmoot.stakeholders.tests.factories import contact, organisation, person

pytestmark = pytest.mark.django_db
WORDS, REASON = "Never leave a message with the brother", "Asking her to the panel of 12 May"


def noted(**over):
    row = person(**over)
    operations.write_note(by=icem(), at=NOW, contact=row, words=WORDS)
    return row


def comms():
    who = account("gwen.hale@example.org", "Gwen Hale")
    grant(who, Role.COMMS, [area()])
    return viewer_for(who, TODAY)


def test_each_reading_is_kept_with_its_reason_and_logged_without_the_words():
    row = noted()
    assert operations.read_note(by=icem(), at=NOW, contact=row, reason=REASON).words == WORDS
    reading = SafeContactReading.objects.get()
    assert (reading.contact, reading.reason, reading.read_by_id) == (row, REASON, icem().account_id)
    event = AuditEvent.objects.get(kind="consultation", subject_kind="stakeholders.safecontactnote")
    assert (event.subject_ids, event.area_id) == ([row.safe_contact_note.pk], area().pk)
    everything = str(AuditEvent.objects.values_list())
    assert WORDS not in everything
    assert REASON not in everything


def test_nothing_is_read_without_a_reason_or_the_capability():
    row = noted()
    for reason in ("", " . "):
        with pytest.raises(Refused):
            operations.read_note(by=icem(), at=NOW, contact=row, reason=reason)
    for write in (
        lambda: operations.read_note(by=comms(), at=NOW, contact=row, reason=REASON),
        lambda: operations.write_note(by=comms(), at=NOW, contact=row, words="x"),
        lambda: operations.remove_note(by=comms(), at=NOW, contact=row),
        lambda: operations.write_note(by=icem(), at=NOW, contact=contact("Aled Pugh", area=wales()), words="x"),
    ):
        with pytest.raises(NotAllowed):
            write()
    assert not SafeContactReading.objects.exists()
    assert queries.with_safe_contact_note(comms(), [row.pk]) == {row.pk}


def test_a_note_is_written_anew_and_taken_away():
    row = noted()
    operations.write_note(by=icem(), at=NOW, contact=row, words="Only by letter")
    assert SafeContactNote.objects.get().words == "Only by letter"
    for seen in (0, 1):  # whoever opened the page before there was a note, or before it was written anew
        with pytest.raises(ChangedMeanwhile):
            operations.write_note(by=icem(), at=NOW, contact=row, words="By telephone", seen_version=seen)
    assert queries.safe_contact_version(icem(), row) == 2
    operations.remove_note(by=icem(), at=NOW, contact=row)
    assert not SafeContactNote.objects.exists()
    assert operations.read_note(by=icem(), at=NOW, contact=row, reason=REASON) is None
    with pytest.raises(Refused):
        operations.write_note(by=icem(), at=NOW, contact=row, words=" ")


def signed_in(client, viewer):
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client


def test_pages_warn_and_never_show_the_words_before_a_reason(client):
    row = noted(organisation=organisation())
    here = signed_in(client, icem())
    address = f"/organisations/people/{row.pk}/"
    pages = (address, f"{address}change", f"{address}safe-contact", f"{address}safe-contact/write", "/organisations/people/")
    for page in (*pages, f"/organisations/{row.organisation_id}/"):
        assert "brother" not in here.get(page).text
    assert "note on how to contact this person safely" in here.get(address).text
    assert "Read first how to contact them safely" in here.get("/organisations/people/").text
    refused = here.post(f"{address}safe-contact", {"reason": ""})
    assert (refused.status_code, "brother" in refused.text) == (422, False)
    assert "brother" in here.post(f"{address}safe-contact", {"reason": REASON}).text
    assert SafeContactReading.objects.count() == 1


def test_those_who_may_not_read_are_told_whom_to_ask(client):
    row = noted()
    here = signed_in(client, comms())
    assert "Ask the inclusion manager" in here.get(f"/organisations/people/{row.pk}/").text
    assert here.post(f"/organisations/people/{row.pk}/safe-contact", {"reason": REASON}).status_code == 403


def test_a_list_taken_out_never_holds_the_note():
    noted()
    for ending in ("csv", "xlsx"):
        assert b"brother" not in exporting.take_out(CONTACTS, ending, by=icem(), at=NOW).data


def full_person():
    """Somebody on whom something is held in every table."""
    row = noted(organisation=organisation(), role="Chair of chairs", birth_year=1961, times="Evenings only", needs=["step_free"],
                formats=["audio"], access_needs="A seat by the window", email="sian@example.org", phone="01632 960001",
                purposes=["invitations"], how="form")  # fmt: skip
    operations.read_note(by=icem(), at=NOW, contact=row, reason=REASON)
    operations.attest(by=icem(), at=NOW, stakeholder=row, community=community(), attested_by="Her cousin Mair", attested_on=TODAY)
    operations.assess(by=icem(), at=NOW, stakeholder=row, influence=5, interest=1, reason="The mayor listens to her")
    operations.add_affiliation(by=icem(), at=NOW, contact=row, kind="panel_member", title="Hate crime panel", starts=date(2025, 1, 1))
    row.refresh_from_db()
    return row


SECRETS = ("Siân", "sian prys", "Chair of chairs", "1961", "Evenings only", "step_free", "audio", "window", "sian@example", "960001",
           "brother", "12 May", "Mair", "mayor", "Hate crime panel", "Met in Ely")  # fmt: skip


def stored():
    """Everything in every table of this room, as text."""
    tables = [model._meta.db_table for model in apps.get_app_config("stakeholders").get_models(include_auto_created=True)]
    with connection.cursor() as cursor:
        rows = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            rows += cursor.fetchall()
    return str(rows)


def test_what_is_given_holds_everything_and_is_logged_as_a_disclosure():
    row = full_person()
    held = operations.disclose_everything(by=icem(), at=NOW, contact=row)
    text = str(held)
    assert [secret for secret in ("Siân Prŷs", "Chair of chairs", "1961", "Evenings only", "Step-free way in", "window", "sian@example.org",
                                  "Mair", "mayor", "Hate crime panel", "Invitations") if secret not in text] == []  # fmt: skip
    assert "Nia Rowe" not in text
    assert "brother" not in text, "the note on safe contact is read only with a reason, never from a file"
    event = AuditEvent.objects.get(kind="disclosure", subject_kind="stakeholders.contact")
    assert (event.subject_ids, event.detail["records"]) == ([row.pk], sum(len(one.rows) for one in held))


def test_what_a_person_may_not_read_is_withheld_with_the_reason_and_counted():
    row = full_person()
    held = queries.everything_held(comms(), row)
    assert "brother" not in str(held)
    assert sum(one.withheld for one in held) == 2


def test_the_file_for_the_person_opens_in_a_browser(client):
    row = full_person()
    here = signed_in(client, icem())
    assert "That you took it out is logged" in here.get(f"/organisations/people/{row.pk}/everything").text
    answer = here.post(f"/organisations/people/{row.pk}/everything")
    assert 'filename="held-on-sian-prys.html"' in answer.headers["Content-Disposition"]
    assert "The mayor listens to her" in answer.text


def test_erasing_takes_every_word_from_every_table_and_leaves_what_is_counted():
    row = full_person()
    joined = contact("Siân Prŷs again", merged_into=row)
    before = stored()
    assert [secret for secret in SECRETS if secret not in before] == []
    operations.erase_contact(by=icem(), at=NOW, contact=row)
    after = stored()
    assert [secret for secret in SECRETS if secret in after] == []
    joined.refresh_from_db()
    assert joined.erased_on == TODAY
    assert Affiliation.objects.filter(kind="panel_member").count() == 1
    assert {line.ending for line in Consent.objects.all()} == {"erased"}
    assert SafeContactReading.objects.count() == 1
    assert Contact.objects.count() == 2


def _nothing(*given):
    return None


def test_an_erasure_that_forgot_the_other_tables_would_be_seen(monkeypatch):
    monkeypatch.setattr(people_operations, "_erase_what_hangs_on", _nothing)
    with pytest.raises(AssertionError):
        test_erasing_takes_every_word_from_every_table_and_leaves_what_is_counted()
