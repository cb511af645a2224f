import pytest
from django.db import IntegrityError, connection, transaction

from folkmoot.characteristics.models import Category, CategoryLabel, CategoryMapping, Scheme
from folkmoot.characteristics.tests.factories import NOW, copied_files, edit, load_schemes
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.reference.files import BadReferenceFile

pytestmark = pytest.mark.django_db


def test_loading_stores_everything_and_a_second_time_nothing():
    assert not any(changes.nothing for changes in load_schemes())
    assert Scheme.objects.count() == 35
    assert AuditEvent.objects.count() == 4
    assert all(changes.nothing for changes in load_schemes())
    assert AuditEvent.objects.count() == 4
    assert set(Category.objects.values_list("version", flat=True)) == {1}


def test_a_changed_label_moves_to_its_category(tmp_path):
    load_schemes()
    folder = copied_files(tmp_path)
    edit(folder, "labels.csv", "sex-case-file,Indeterminate,X", "sex-case-file,Indeterminate,M")
    changed = [changes for changes in load_schemes(folder) if not changes.nothing]
    assert [(changes.model, changes.changed) for changes in changed] == [(CategoryLabel, ["Indeterminate"])]
    assert CategoryLabel.objects.get(label="Indeterminate").category.code == "M"


def test_a_category_that_left_the_file_is_withdrawn(tmp_path):
    load_schemes()
    folder = copied_files(tmp_path)
    edit(folder, "categories.csv", "vawg-flag,fgm,,8,Female genital mutilation,,answer,,\n", "")
    edit(folder, "labels.csv", "vawg-flag,FGM,fgm\n", "")
    load_schemes(folder)
    assert Category.objects.get(code="fgm").withdrawn_on == NOW.date()


def test_a_bad_file_changes_nothing(tmp_path):
    folder = copied_files(tmp_path)
    edit(folder, "mappings.csv", "sex-case-file,M,sex,M,no,\n", "")
    with pytest.raises(BadReferenceFile, match="leaves out: M"):
        load_schemes(folder)
    assert not Scheme.objects.exists()
    assert not AuditEvent.objects.exists()


def test_rows_and_audit_stand_or_fall_together(monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the audit trail cannot be written")

    monkeypatch.setattr(audit.AuditEvent, "save", broken)
    with pytest.raises(RuntimeError):
        load_schemes()
    assert not Scheme.objects.exists()


def attempt(write):
    with transaction.atomic():
        write()
        connection.check_constraints()


def refused(write):
    with pytest.raises(IntegrityError):
        attempt(write)


def test_the_database_refuses_what_must_never_be():
    load_schemes()
    sex = Scheme.objects.get(code="sex")
    female = Category.objects.get(scheme=sex, code="F")
    refused(lambda: Category.objects.create(scheme=sex, code="F", name_en="Again", kind="answer"))
    refused(lambda: Category.objects.create(scheme=sex, code="Z", name_en="Odd", kind="reply"))
    refused(lambda: Category.objects.filter(pk=female.pk).update(parent_code="F"))
    refused(lambda: Category.objects.filter(pk=female.pk).update(starts="2021-01-01", ends="2020-01-01"))
    refused(lambda: CategoryMapping.objects.create(from_category=female, to_category=female, lossy=False))
    refused(lambda: CategoryMapping.objects.filter(from_category__code="W9").update(note="", lossy=True))
    refused(lambda: CategoryLabel.objects.create(scheme=sex, category=female, label="WOMAN", key="woman"))
