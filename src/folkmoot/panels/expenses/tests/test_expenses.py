"""Claims: by rate and by receipt, agreed by somebody else, paid; what is refused and why; a member's own pages and nobody else's."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, account, grant, hq, icem
from folkmoot.communities.tests.factories import area
from folkmoot.foundation.audit import faults
from folkmoot.foundation.saving import Refused
from folkmoot.panels.expenses import operations
from folkmoot.panels.expenses.models import Claim, ClaimLine, Rate
from folkmoot.panels.expenses.queries import claims, rate_on, spent
from folkmoot.panels.expenses.retention import forget_claims
from folkmoot.panels.expenses.rules import Expense, expense_problems
from folkmoot.panels.members.operations import leave
from folkmoot.panels.members.tests.factories import member, panel
from folkmoot.panels.papers.models import PanelFile
from folkmoot.stakeholders.operations import erase_contact

pytestmark = pytest.mark.django_db


def second_icem():
    return icem("gwen.hart@example.org", "Gwen Hart")


def picture():
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, "PNG")
    return made.getvalue()


def sent_claim(one, at=NOW):
    operations.load_reference_data(by=THE_PRODUCT, at=at)
    claim = operations.begin_claim(by=icem(), at=at, member=one, occasion="Meeting in Ely")
    day = timezone.localdate(at)
    operations.add_expense(by=icem(), at=at, claim=claim, kind="car", on=day, quantity=Decimal("36.4"), no_receipt_why="Own car")
    operations.add_expense(by=icem(), at=at, claim=claim, kind="meal", on=day, asked=Decimal("9.80"), no_receipt_why="Lost it")
    operations.send_claim(by=icem(), at=at, claim=claim)
    return claim


def test_a_claim_is_reckoned_by_the_rate_of_its_day_and_agreed_in_part_by_somebody_else_and_paid():
    claim = sent_claim(member(panel()))
    assert claims(second_icem()).get().asked == Decimal("26.18")
    with pytest.raises(Refused, match="You entered this claim"):
        operations.agree_claim(by=icem(), at=NOW, claim=claim)
    with pytest.raises(Refused, match="never the product"):
        operations.agree_claim(by=THE_PRODUCT, at=NOW, claim=claim)
    meal = claim.lines.get(kind="meal")
    with pytest.raises(Refused, match="Say why less"):
        operations.agree_claim(by=second_icem(), at=NOW, claim=claim, cuts={meal.pk: (Decimal("5.00"), "")})
    assert ClaimLine.objects.filter(agreed__isnull=False).count() == 0
    operations.agree_claim(by=second_icem(), at=NOW, claim=claim, cuts={meal.pk: (Decimal("5.00"), "Lunch was served.")})
    operations.pay_claim(by=icem(), at=NOW, claim=claim, paid_on=TODAY, reference="BACS 17")
    assert claims(icem()).get().payable == Decimal("21.38")
    assert spent(icem(), TODAY, TODAY).pounds == Decimal("21.38")
    assert spent(icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales")), TODAY, TODAY).claims == 0
    with pytest.raises(Refused, match="It has been agreed"):
        operations.take_claim_back(by=icem(), at=NOW, claim=claim)
    assert list(faults()) == []


def test_a_new_rate_holds_from_its_day_and_what_was_claimed_stays():
    claim = sent_claim(member(panel()))
    operations.set_rate(by=hq(), at=NOW, kind="car", amount=Decimal("0.50"), starts=TODAY + timedelta(days=30), source="Circular 4")
    assert (rate_on("car", TODAY).amount, rate_on("car", TODAY + timedelta(days=30)).amount) == (Decimal("0.45"), Decimal("0.50"))
    assert claim.lines.get(kind="car").asked == Decimal("16.38")
    with pytest.raises(Refused, match="holds from a later day"):
        operations.set_rate(by=hq(), at=NOW, kind="car", amount=Decimal("0.60"), starts=TODAY, source="Circular 5")
    with pytest.raises(NotAllowed):
        operations.set_rate(by=icem(), at=NOW, kind="meal", amount=Decimal("10"), starts=TODAY, source="Mine")
    assert operations.load_reference_data(by=THE_PRODUCT, at=NOW) == 0
    assert Rate.objects.count() == 4


def test_the_same_expense_is_not_claimed_twice_and_a_refused_claim_can_be_corrected():
    one = member(panel())
    claim = sent_claim(one)
    again = operations.begin_claim(by=icem(), at=NOW, member=one, occasion="Meeting in Ely, once more")
    operations.add_expense(by=icem(), at=NOW, claim=again, kind="meal", on=TODAY, asked=Decimal("9.80"), no_receipt_why="Lost it")
    with pytest.raises(Refused, match="claimed already: Meals"):
        operations.send_claim(by=icem(), at=NOW, claim=again)
    with pytest.raises(Refused, match="Say why"):
        operations.refuse_claim(by=second_icem(), at=NOW, claim=claim, why="")
    operations.refuse_claim(by=second_icem(), at=NOW, claim=claim, why="The meal was served there.")
    operations.take_claim_back(by=icem(), at=NOW, claim=claim)
    operations.take_out_expense(by=icem(), at=NOW, line=claim.lines.get(kind="meal"))
    operations.send_claim(by=icem(), at=NOW, claim=claim)
    claim.refresh_from_db()
    assert (claim.state, claim.refused_why, claim.lines.count()) == ("sent", "", 1)


def test_a_claim_of_somebody_whose_details_were_erased_is_emptied_once_nothing_is_owed():
    one = member(panel())
    claim = sent_claim(one)
    operations.agree_claim(by=second_icem(), at=NOW, claim=claim)
    erase_contact(by=icem(), at=NOW, contact=one.contact)
    assert forget_claims(by=THE_PRODUCT, at=NOW) == 0
    operations.pay_claim(by=icem(), at=NOW, claim=Claim.objects.get(), paid_on=TODAY)
    assert forget_claims(by=THE_PRODUCT, at=NOW) == 1
    assert set(ClaimLine.objects.values_list("what", "no_receipt_why")) == {("", "")}
    assert spent(icem(), TODAY, TODAY).pounds == Decimal("26.18")


def test_what_an_expense_lacks_is_said_at_its_field():
    today = date(2026, 3, 10)

    def said(**over):
        values = {"kind": "meal", "on": today, "quantity": None, "asked": Decimal(8), "rate": None, "receipt": True} | over
        return sorted(expense_problems(Expense(**values), today=today))

    assert said() == []
    assert said(receipt=False) == ["no_receipt_why"]
    assert said(asked=None, on=None) == ["asked", "on"]
    assert said(on=date(2025, 9, 9)) == ["on"]
    assert said(rate=Decimal(5)) == ["asked"]
    assert said(kind="care", rate=Decimal(12), quantity=Decimal(2), asked=Decimal(24)) == []
    assert said(kind="care", rate=Decimal(12), quantity=Decimal(2), asked=Decimal("24.01")) == ["asked"]
    assert said(kind="car", rate=None, quantity=Decimal(2)) == ["kind"]
    assert said(kind="other") == ["what"]


def test_a_member_claims_on_their_own_pages_with_a_receipt_and_sees_nobody_elses(client, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    now = timezone.now()
    here, day = panel(), timezone.localdate().isoformat()
    one, two = member(here, starts=date(2026, 1, 1)), member(here, "Sam Obi", starts=date(2026, 1, 1))
    one.account = account("ruth.adeyemi@example.org", "Ruth Adeyemi")
    one.save()
    grant(one.account, Role.PANEL_MEMBER, panel=here.code)
    others = sent_claim(two, at=now)
    client.force_login(one.account)
    mine = f"/panels/expenses/mine/{here.code}/"
    add = client.post(f"{mine}new", {"occasion": "Meeting in Ely", "mark": "m1"}).url
    assert "Add the receipt, or say why" in client.post(add, {"kind": "taxi", "on": day, "asked": "12.40", "mark": "m2"}).text
    receipt = SimpleUploadedFile("taxi.png", picture(), "image/png")
    claim = client.post(add, {"kind": "taxi", "on": day, "asked": "12.40", "file": receipt, "mark": "m3"}).url
    page = client.get(claim).text
    assert "£12.40" in page
    line = ClaimLine.objects.get(kind="taxi")
    answer = client.get(f"{claim}{line.pk}/receipt")
    assert (answer["X-Content-Type-Options"], answer["Content-Disposition"]) == ("nosniff", 'attachment; filename="taxi.png"')
    assert client.post(f"{claim}send", {"version": 1, "mark": "m4"}).status_code == 302
    assert "Waiting to be agreed" in client.get(mine).text
    assert "Sam Obi" not in client.get(mine).text
    for closed in (f"{mine}{others.pk}/", f"/panels/expenses/{others.pk}/", "/panels/expenses/"):
        assert client.get(closed).status_code in (403, 404)
    client.force_login(Account.objects.get(pk=second_icem().account_id))
    number = Claim.objects.get(member=one).pk
    assert client.get(f"/panels/expenses/{number}/{line.pk}/receipt").status_code == 200
    page = client.post(f"/panels/expenses/{number}/agree", {f"agreed_{line.pk}": "12.40", "version": 2, "mark": "m5"})
    assert page.status_code == 302
    assert "Record that it was paid" in client.get(f"/panels/expenses/{number}/").text
    leave(by=icem(), at=now, member=one, on=timezone.localdate(), how="moved")
    client.force_login(one.account)
    assert client.get(mine).status_code != 200
    assert forget_claims(by=THE_PRODUCT, at=now + timedelta(days=31 * 83 - 60)) == 0
    assert forget_claims(by=THE_PRODUCT, at=now + timedelta(days=31 * 84)) == 1
    row = Claim.objects.get(pk=number)
    assert (row.occasion, row.lines.get().asked, PanelFile.objects.get().removed_at is not None) == ("—", Decimal("12.40"), True)
