"""Telling a prosecutor or a unit what a panel found in one case: made from the records, checked for leaks, given by hand."""

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.scrutiny.learning.letter import Found, giving_problems, letter_of
from folkmoot.scrutiny.learning.models import FeedbackLetter, LearningPoint
from folkmoot.scrutiny.learning.operations import LEARN
from folkmoot.scrutiny.learning.queries import reply_by, with_history
from folkmoot.scrutiny.learning.themes import themes
from folkmoot.scrutiny.packs.models import Pack

TO = {"prosecutor": ("prosecutor",), "unit": ("prosecutor", "unit")}  # the head of a unit reads what is for its prosecutors too


def proposed(pack: Pack, whom: str) -> str:
    """The words of the letter as the records stand now; "" where nothing was learned for them from this case."""
    good, learning = told_of(pack, whom)
    if not good and not learning:
        return ""
    draw = pack.drawn.draw
    met_on = min(point.made_on for point in [*good, *learning])
    return letter_of(
        case=pack.drawn.case.pseudonym, panel=draw.panel.name, met_on=met_on, good=_found(good), learning=_found(learning),
        reply_by=max((reply_by(point) for point in learning), default=None), to_unit=whom == FeedbackLetter.Whom.UNIT,
    )  # fmt: skip


def told_of(pack: Pack, whom: str) -> tuple[list[LearningPoint], list[LearningPoint]]:
    """The good practice of a case, whoever it is for, and the learning that is for them."""
    points = list(with_history().filter(pack=pack).order_by("number"))
    good = [point for point in points if point.kind == LearningPoint.Kind.GOOD_PRACTICE]
    return good, [point for point in points if point.kind == LearningPoint.Kind.LEARNING and point.to in TO[whom]]


def _found(points: list[LearningPoint]) -> list[Found]:
    return [Found(point.words, str(themes().get(point.theme, point.theme))) for point in points]


@transaction.atomic
def make_letter(*, by: Viewer, at: datetime, pack: Pack, whom: str, despite: str = "") -> FeedbackLetter:
    """Make a letter from the records and keep its words. Refused for a calibration round, a recalled pack, or where anything leaks.

    `despite`: why a word that was found tells nobody who anybody is; a number is never put aside. Raises Refused (by field) or NotAllowed.
    """
    by.require_for(LEARN, pack.area_id)
    if whom not in TO:
        raise Refused({"whom": [_("Say for whom the letter is.")]})
    words = _words(pack, whom)
    _refuse_leaks(by, at, pack, whom, despite)
    letter = FeedbackLetter(
        panel=pack.drawn.draw.panel, pack=pack, whom=whom, words=words, sha256=hashlib.sha256(words.encode()).hexdigest(),
        made_by_id=by.account_id, made_at=at,
    )  # fmt: skip
    check(letter)
    letter.save()
    detail = {"whom": whom, "pack": pack.pk} | ({"despite": despite.strip()[:200]} if despite.strip() else {})
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=letter, detail=detail)
    return letter


def _words(pack: Pack, whom: str) -> str:
    if pack.drawn.draw.calibration:
        raise Refused({"": [_("The case was read in a calibration round. Nothing found in such a round is told of a prosecutor.")]})
    if pack.state == Pack.State.WITHDRAWN:
        raise Refused({"": [_("Its pack was recalled. What was seen in it is kept apart, and nobody is told of it.")]})
    words = proposed(pack, whom)
    if not words:
        raise Refused({"whom": [_("Nothing was recorded for them from this case. Record what was learned first; good practice too.")]})
    return words


def _refuse_leaks(by: Viewer, at: datetime, pack: Pack, whom: str, despite: str) -> None:
    """What people wrote is looked through, not the panel's name or our own sentences: a place in the panel's name is no secret."""
    from folkmoot.leakscan import scan
    from folkmoot.scrutiny.packs.scanning import secrets_of

    good, learning = told_of(pack, whom)
    written = "\n".join(point.words for point in [*good, *learning])
    found = sorted({leak.text for leak in scan(written, secrets_of(by=by, at=at, pack=pack))})
    if not found or (despite.strip() and not any(_is_a_number(text) for text in found)):
        return
    why = _("This could tell who somebody is: %(what)s. Record the learning anew without it; or say why it tells nobody.")
    raise Refused({"despite": [why % {"what": "; ".join(found)}]})


def _is_a_number(text: str) -> bool:
    return any(mark.isdigit() or mark == "@" for mark in text)


@transaction.atomic
def give_letter(*, by: Viewer, at: datetime, letter: FeedbackLetter, how: str, on: date | None = None, said: str = "") -> None:
    """Record that a letter was given, how, and what was said to it. Raises Refused (by field) or NotAllowed."""
    by.require_for(LEARN, letter.area_id)
    today = timezone.localdate(at)
    day = on or today
    problems = giving_problems(given_already=letter.given_on is not None, on=day, made_on=timezone.localdate(letter.made_at), today=today)
    if how not in FeedbackLetter.How.values:
        problems["how"] = [_("Say how it was given.")]
    if problems:
        raise Refused(problems)
    change(letter, {"given_on": day, "given_how": how, "given_by_id": by.account_id, "said": said.strip()})
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=letter, recipient=letter.get_whom_display(), detail={"how": how})
