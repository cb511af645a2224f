"""How long what is held about people and cases is kept, from when, and what happens then: one declaration over what the rooms do.

Every model with a personal, special-category or case-related field is in it, or names nobody but the staff who did something
(`NAMES_STAFF`). A test of the house holds that, and that whatever is said to be done each day is a part of the day's job.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext_noop as _

from folkmoot.foundation.privacy import SENSITIVE

ACCOUNT = "accounts.Account"


class How(StrEnum):
    """Who sees to it that it goes."""

    DAILY = "daily"  # the day's job, in the part that `by` names
    BY_HAND = "by_hand"  # a person, who is told on their home page or asks for it
    WITH = "with"  # the row that it hangs on, which `by` names
    AT_ONCE = "at_once"  # nothing of it is ever kept about one person
    STAYS = "stays"  # it is kept without a limit, for the reason that `then` gives


@dataclass(frozen=True)
class Kept:
    """`models` as “room.Model”, separated by spaces; `long` how long, from when; `then` what happens, or why it stays."""

    models: str
    why: str
    long: str
    then: str
    how: How
    by: str = ""


NAMES_STAFF = Kept(
    "", _("It says who of the staff did something, and when."), _("as long as the record itself"),
    _("Who did what in the service’s name is part of the record, and the account’s name is all that is said of them."), How.STAYS,
)  # fmt: skip
_TAKE_PART = _("So that people can be asked, met, answered and heard.")
_SEAT = _("So that a panel can be appointed, called and trusted.")
_CASES = _("So that cases can be scrutinised without anybody knowing whose they are.")
_FIGURES = _("So that differences between groups are seen. These are counts; the cases themselves are never kept.")
_POST = _("So that letters arrive once, and it can be said that they did.")
_MOVE = _("So that a file is not brought in twice, and it is known what came of it.")
_NOT_A_PERSON = _("It is about groups or about the service’s own work, and names no person outside it.")

KEPT: tuple[Kept, ...] = (
    Kept("stakeholders.Contact", _TAKE_PART, _("until the day agreed with them, or until they withdraw or ask"),
         _("Whoever keeps the contact is told that the day has passed and erases every detail; that somebody was met stays."), How.BY_HAND),
    Kept("stakeholders.Affiliation stakeholders.Consent stakeholders.SafeContactNote stakeholders.SafeContactReading stakeholders.SpeaksFor"
         " stakeholders.Assessment stakeholders.DuplicatePair stakeholders.Merge stakeholders.MergeMove stakeholders.NameKey",
         _TAKE_PART, _("as long as the person’s details"), _("It is deleted, or emptied of words, places and names, with the person."),
         How.WITH, "stakeholders.Contact"),
    Kept("stakeholders.Organisation", _TAKE_PART, _("as long as the organisation is known"),
         _("Details of organisations are changed or taken away by whoever keeps them."), How.BY_HAND),
    Kept("engagement.Activity engagement.ActivityInvitation engagement.Recipient engagement.DraftActivity", _TAKE_PART,
         _("as long as the person’s details"), _("Names, addresses and words go with the person; that somebody came stays to be counted."),
         How.WITH, "stakeholders.Contact"),
    Kept("engagement.Paper", _TAKE_PART, _("until somebody removes it"), _("The file is erased; that there was one stays."), How.BY_HAND),
    Kept("engagement.TakenMessage", _POST, _("90 days after it was read"), _("The sender’s address is erased."), How.DAILY, "Old letters"),
    Kept("engagement.Headcount engagement.Reply voice.MonitoringCount workforce.Headcount workforce.StaffCount", _FIGURES,
         _("no time: only counts are stored"), _("Nothing in it leads to a person."), How.AT_ONCE),
    Kept("engagement.Conversation engagement.Briefing engagement.VolunteerTime engagement.Interests", _TAKE_PART,
         _("as long as the record itself"), _("What staff noticed, led and gave their time to is the record of the work."), How.STAYS),
    Kept("engagement.Bulletin engagement.BulletinCase engagement.Copy engagement.Explanation", _CASES, _("as long as the record itself"),
         _("What was cleared by a lawyer and sent must be shown to be what was sent; names are kept out of it before that."), How.STAYS),
    Kept("voice.Response voice.ResponseAnswer", _TAKE_PART, _("the months that the form promises, after it closes"),
         _("Names and addresses are erased, and those on the points that came of it; what was said stays."), How.DAILY,
         "Names left on forms"),
    Kept("voice.Point voice.LongWords voice.Telling voice.EqualityCode voice.FindingExplained", _TAKE_PART,
         _("as long as the record itself"),
         _("What was said, and that it was answered, is what the product is for. Who said it can be erased by whoever keeps the point."),
         How.STAYS),
    Kept("decisions.ConsultationResponse decisions.ConsultationTelling decisions.Considered decisions.Decision", _TAKE_PART,
         _("as long as the decision can be asked about"),
         _("The law asks what was considered before a decision (Equality Act 2010, section 149)."),
         How.STAYS),
    Kept("panels.Application panels.Sifting panels.Interview panels.Step", _SEAT,
         _("the months that the campaign promises, after it was over; where nobody decided, a year more"),
         _("Every detail is erased; how many applied and what became of them stays."), How.DAILY, "Applications to panels"),
    Kept("panels.Vetting panels.Training panels.SignIn panels.Interest panels.Undertaking panels.Member", _SEAT,
         _("12 to 84 months after the person left, by kind of detail"),
         _("Each kind of detail is erased in its turn; the bare seat stays."),
         How.DAILY, "Past panel members"),
    Kept("panels.Office panels.GuidanceReading panels.PaperReading panels.Taken panels.Item panels.Correction panels.Declaration"
         " panels.Circulation panels.Minutes panels.Meeting panels.MeetingPaper panels.PublicationFinding panels.RecommendationAnswer",
         _SEAT, _("as long as the seat names a person"), _("It points at a seat, which is bare once the person is forgotten."),
         How.WITH, "panels.Member"),
    Kept("panels.Briefing panels.Invitation", _SEAT, _("until the seat is bare"), _("What was said is emptied."), How.DAILY,
         "Past panel members"),
    Kept("panels.Claim panels.ClaimLine", _SEAT, _("84 months after the person left"),
         _("What was claimed for and the receipts are erased; the sums stay."), How.DAILY, "Past panel members"),
    Kept("panels.Attendance panels.PollAnswer panels.PollVoice", _SEAT, _("two years after the meeting, one after the poll"),
         _("Names and addresses of guests, and what anybody said with their answer, are erased."), How.DAILY, "Old meetings"),
    Kept("panels.PanelFile", _SEAT, _("until it is removed, or its claim is emptied"), _("The file is erased; that there was one stays."),
         How.BY_HAND),
    Kept("panels.Placing panels.Remark", _SEAT, _("as long as the record itself"), _("It is anonymous, or names a place."), How.STAYS),
    Kept("scrutiny.CaseIdentity scrutiny.FrameCase scrutiny.SignalCase", _CASES, _("until the day set when the list came in"),
         _("Which case it was is erased; a mark that leads nowhere stays, so that no case comes twice."), How.DAILY, "Scrutinised cases"),
    Kept("scrutiny.PackDocument scrutiny.PackNames scrutiny.PackSuggestion scrutiny.PackPerson", _CASES, _("28 days after a pack closed"),
         _("Documents, their text and who was called what are erased."), How.DAILY, "Scrutinised cases"),
    Kept("scrutiny.Pack scrutiny.PackBlock scrutiny.PackSummary scrutiny.PackFalseAlarm scrutiny.PackReading scrutiny.PackReview"
         " scrutiny.CalibrationKey scrutiny.Contribution scrutiny.Dissent scrutiny.Draw scrutiny.DrawnCase scrutiny.Escalation"
         " scrutiny.FeedbackLetter scrutiny.Frame scrutiny.JointView scrutiny.Judgement scrutiny.LearningPoint scrutiny.LearningReply"
         " scrutiny.Recusal scrutiny.SignalReading scrutiny.Tie", _CASES, _("as long as the record itself"),
         _("What a panel read and found is anonymous, and stays with the judgements made on it; a member’s part points at a seat."),
         How.STAYS),
    Kept("scrutiny.ImpactAuthor scrutiny.ImpactStatement scrutiny.ImpactUse scrutiny.ImpactVersion", _CASES,
         _("as long as the record itself"), _("A community impact statement may be served on a court and asked for again."), How.STAYS),
    Kept("casework.Analysis casework.Layout casework.Load casework.Run casework.Signal casework.SignalAnswer casework.SignalReading"
         " casework.SignalReview casework.Hypothesis casework.HypothesisTest casework.Retest casework.Goal casework.PublishedRelease",
         _FIGURES, _("as long as the record itself"), _NOT_A_PERSON, How.STAYS),
    Kept("casework.CaseReading casework.CaseReview casework.ReviewRound casework.Settlement", _CASES, _("as long as the record itself"),
         _("It holds a mark and what reviewers answered, never whose case it was."), How.STAYS),
    Kept("accounts.Letter", _POST, _("90 days after it left or failed"), _("Address and words are erased; the bare record stays."),
         How.DAILY, "Old letters"),
    Kept("accounts.Notice", _POST, _("a year after it was given"), _("It is deleted."), How.DAILY, "Old letters"),
    Kept("accounts.Invitation", _POST, _("90 days after it was accepted, withdrawn or ran out"),
         _("Name and address are erased; that somebody was asked stays."), How.DAILY, "Old letters"),
    Kept("accounts.Account", _("So that somebody can sign in, and what they did can be asked about."),
         _("as long as the record of the work"),
         _("Name and address stay, because what was done in the service’s name must be answered for; a closed account opens nothing."),
         How.STAYS),
    Kept("areas.BroughtIn foundation.ImportRun", _MOVE, _("as long as the record itself"), _NOT_A_PERSON, How.STAYS),
    Kept("overview.Found", _("So that what is recorded can be found."), _("as long as the row that it leads to"),
         _("The index reads the audit trail before every answer, and forgets what was erased."), How.AT_ONCE),
    Kept("foundation.AuditEvent", _("The law asks for it (Data Protection Act 2018, section 62)."), _("as long as the service"),
         _("Nothing is ever taken out of the trail. It holds keys and names of fields, and of people only who did it and who received it."),
         How.STAYS),
    Kept("reports.Answer reports.Distribution reports.Report assurance.Certificate languages.Rendition",
         _("So that it can be shown who signed, received or lent their voice."), _("as long as the record itself"),
         _("Who answers for a signed thing is part of it; a performer’s agreement is kept as long as what they performed."), How.STAYS),
)  # fmt: skip


@cache
def kept_by_model() -> dict[str, Kept]:
    """“room.Model” -> how long it is kept, for every model that is named; raises ValueError where one is named twice."""
    found: dict[str, Kept] = {}
    for entry in KEPT:
        for label in entry.models.split():
            if label in found:
                raise ValueError(f"how long {label} is kept is said twice")
            found[label] = entry
    return found


def kept_of(model: type[Model]) -> Kept | None:
    """How long rows of a model are kept; None for one that holds nothing about people or cases, or that nobody has declared."""
    declared = kept_by_model().get(model._meta.label)
    if declared or not sensitive_fields(model):
        return declared
    return None if beyond_staff(model) else NAMES_STAFF


def sensitive_models() -> Iterator[type[Model]]:
    """Every model of ours with a field about people or cases, by name."""
    for model in sorted(apps.get_models(), key=lambda each: each._meta.label):
        if model.__module__.startswith("folkmoot.") and sensitive_fields(model):
            yield model


def sensitive_fields(model: type[Model]) -> list[Any]:
    every = (*model._meta.local_fields, *model._meta.local_many_to_many)
    return [field for field in every if model.privacy_of(field.name) in SENSITIVE]  # type: ignore[attr-defined]


def beyond_staff(model: type[Model]) -> list[Any]:
    """Its fields about people or cases that say more than which account did something."""
    return [field for field in sensitive_fields(model) if not (field.is_relation and field.related_model._meta.label == ACCOUNT)]
