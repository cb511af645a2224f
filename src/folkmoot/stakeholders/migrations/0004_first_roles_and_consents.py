"""What was one organisation, one role and one basis becomes the first line of each person's trail.

Only that we keep their details is carried over. To what else somebody agreed was never asked, so nobody may be written to until it is.
"""

from django.db import migrations

CHUNK = 2000


def carry_over(apps, schema_editor):
    contacts = apps.get_model("stakeholders", "Contact").objects.filter(erased_on__isnull=True)
    consent, affiliation = apps.get_model("stakeholders", "Consent"), apps.get_model("stakeholders", "Affiliation")
    consents, roles = [], []
    for contact in contacts.order_by("pk").iterator(chunk_size=CHUNK):
        consents.append(consent(contact=contact, purpose="keep", basis=contact.basis, given_on=contact.basis_on))
        if contact.role or contact.organisation_id:
            roles.append(
                affiliation(contact=contact, organisation_id=contact.organisation_id, kind="other", title=contact.role, main=True)
            )
    consent.objects.bulk_create(consents, batch_size=CHUNK)
    affiliation.objects.bulk_create(roles, batch_size=CHUNK)


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0003_partnership_links")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
