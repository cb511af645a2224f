"""Four invented Areas, a framework of two criteria, a round of them, and people to go through it."""

from datetime import date, datetime, timedelta

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, hq, icem
from folkmoot.areas.models import Area
from folkmoot.assurance.certificates.models import Certificate, CertificateLine
from folkmoot.assurance.certificates.operations import answer_line, begin_certificate
from folkmoot.assurance.frameworks.models import Criterion, Framework, Level
from folkmoot.assurance.rounds.models import AreaAssessment, CriterionAnswer, Round
from folkmoot.assurance.rounds.operations.assessing import answer_criterion, submit_assessment
from folkmoot.assurance.rounds.operations.opening import open_round
from folkmoot.assurance.rounds.operations.settling import send_validation, validate_criterion
from folkmoot.foundation.periods import HalfYear

PERIOD = HalfYear(2025, 2)
LEVELS = ("Not yet in place", "Begun", "Working", "Led with communities")
WHY = "Most concerns were answered within the time we promise."
CODES = ("east-of-england", "north-east", "south-west", "wessex")


def areas() -> list[Area]:
    names = ("East of England", "North East", "South West", "Wessex")
    return [area(code, name) for code, name in zip(CODES, names, strict=True)]


def manager(of: Area) -> Viewer:
    return icem(f"{of.code}@example.org", f"Manager of {of.name_en}", of)


def lead(of: Area | None = None) -> Viewer:
    place = of or area()
    who = account(f"lead.{place.code}@example.org", f"Lead of {place.name_en}")
    if not who.grants.exists():
        grant(who, Role.LEAD, [place])
    return viewer_for(who, TODAY)


def moderator() -> Viewer:
    return hq()


def framework(*, issued: bool = True, number: int = 1) -> Framework:
    made = Framework.objects.create(number=number, title="Working with communities", source="Ours", begun_at=NOW)
    for order, (code, figures) in enumerate((("answered", ["points_answered"]), ("people", [])), start=1):
        criterion = Criterion.objects.create(
            framework=made, code=code, order=order, group="Listening", title=code.title(), asks="Is it so?", guidance="What shows it.",
            figures=figures,
        )  # fmt: skip
        Level.objects.bulk_create(
            Level(criterion=criterion, number=place, name=name, words=f"{name}: what it means.") for place, name in enumerate(LEVELS, 1)
        )
    if issued:  # last: the database lets nothing into a framework that was issued
        made.issued_at = NOW
        made.save()
    return made


def a_round(period: HalfYear = PERIOD, of: Framework | None = None) -> Round:
    days = {
        name: TODAY + timedelta(days=14 * place)
        for place, name in enumerate(("self_due", "validation_due", "reply_due", "moderation_due"), start=1)
    }
    return open_round(by=moderator(), at=NOW, framework=of or framework(), period=period, areas=areas(), **days)


def assessment(held: Round, of: Area | None = None) -> AreaAssessment:
    return held.assessments.get(area=of or area())


def answer(row: AreaAssessment, code: str) -> CriterionAnswer:
    return row.answers.get(criterion__code=code)


def assessed(row: AreaAssessment, *, answered: int = 3, people: int = 1) -> AreaAssessment:
    """The Area says its levels and submits."""
    by = manager(row.area)
    answer_criterion(by=by, at=NOW, answer=answer(row, "answered"), level=answered, words=WHY)
    answer_criterion(by=by, at=NOW, answer=answer(row, "people"), level=people, words="It rests on one person alone.")
    return submit_assessment(by=by, at=NOW, assessment=row)


def validated(row: AreaAssessment, *, answered: int = 3, people: int = 1) -> AreaAssessment:
    by = manager(row.validator)
    for code, level in (("answered", answered), ("people", people)):
        validate_criterion(by=by, at=NOW, answer=answer(row, code), level=level, reasons="The evidence shows half of what is said.")
    return send_validation(by=by, at=NOW, assessment=row)


def lines() -> None:
    for order, (code, pulls) in enumerate((("actions", "actions"), ("confidence", "")), start=1):
        CertificateLine.objects.get_or_create(
            code=code, defaults={"order": order, "applies": "both", "asks": f"{code.title()} in order.", "pulls": pulls, "source": "Ours"}
        )


def certificate(of: Area | None = None, period: HalfYear = PERIOD, at: datetime = NOW) -> Certificate:
    lines()
    place = of or area()
    lead(place)
    return begin_certificate(by=manager(place), at=at, area=place, period=period, lead=account(f"lead.{place.code}@example.org"))


def all_answered(row: Certificate, at: datetime = NOW, exception: str = "") -> Certificate:
    """Nothing to report in any line, but for the one named."""
    by = manager(row.area) if row.area else hq()
    for entry in row.entries.all():
        if entry.code == exception:
            answer_line(
                by=by, at=at, entry=entry, answer="exception", words="One letter went to the wrong house.",
                doing="Every address is read back before it is used.", owner=account(f"lead.{row.area.code}@example.org"),
                by_on=at.date() + timedelta(days=30),
            )  # fmt: skip
        else:
            answer_line(by=by, at=at, entry=entry, answer="nothing")
    return Certificate.objects.get(pk=row.pk)


LATER = date(2026, 7, 10)
