"""Begin, fill, check, agree, publish and withdraw editions of tables. Each is one transaction with its audit event."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.actions.minimum.rules import reason_problem
from folkmoot.areas.models import Area
from folkmoot.casework.tables import contents, queries, register, rules
from folkmoot.casework.tables.models import Content, Edition, Publication
from folkmoot.casework.tables.rules import State
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check
from folkmoot.voice.published.rules import agreeing_problem

WORDS = ("title_en", "title_cy", "about_en", "about_cy", "about_easy", "about_easy_cy", "changes", "changes_cy")
_UNCHECKED: dict[str, object] = {
    "state": State.DRAFT.value, "checked_at": None, "checked_by_id": None, "checked": None, "body": None, "fingerprint": "",
    "data_as_of": None, "agreed_at": None, "agreed_by_id": None,
}  # fmt: skip
_UNRETURNED: dict[str, object] = {"returned_at": None, "returned_by_id": None, "returned_why": ""}


@transaction.atomic
def begin(
    *, by: Viewer, at: datetime, area: Area | None, title_en: str, about_en: str, period_first: date, period_last: date,
    next_on: date | None = None, provisional: bool = False, **words: str,
) -> Edition:  # fmt: skip
    """Begin a publication with its edition 1.0, a draft nobody outside sees. Raises NotAllowed, or Refused by field."""
    by.require_for("tables.publish", area.pk if area else None)
    values: dict[str, Any] = {"title_en": title_en, "about_en": about_en, **words}
    values |= {"period_first": period_first, "period_last": period_last, "next_on": next_on, "provisional": provisional}
    slug = slugify(title_en)[:80].strip("-")
    problems = _word_problems(values, timezone.localdate(at))
    if slug_problem := rules.slug_problem(slug, set(Publication.objects.filter(slug=slug).values_list("slug", flat=True))):
        problems.setdefault("title_en", []).append(slug_problem)
    if problems:
        raise Refused(problems)
    publication = Publication(slug=slug, area=area, begun_by_id=by.account_id, begun_at=at)
    check(publication)
    publication.save()
    return _begun(by, at, Edition(publication=publication, prepared_by_id=by.account_id, prepared_at=at, **_tidy(values)))


@transaction.atomic
def next_edition(*, by: Viewer, at: datetime, edition: Edition, minor: bool, changes: str, mistake: bool = False) -> Edition:
    """Begin the edition that follows the latest one: a minor one for a correction or a small change, a major one for another period.

    `mistake`: it puts right a mistake in the edition before, and says so everywhere. Raises NotAllowed, or Refused by field.
    """
    by.require_for("tables.publish", edition.area_id)
    rows = queries.editions_of(edition)
    latest = rows[0]
    problems = {"changes": [problem]} if (problem := rules.changes_problem(changes)) else {}
    if latest.state in rules.OPEN:
        problems[""] = [_("An edition is in hand already. Publish or discard that one first.")]
    if problems:
        raise Refused(problems)
    major, small = rules.next_number((latest.major, latest.minor), minor=minor)
    kept = {name: getattr(latest, name) for name in (*WORDS, "period_first", "period_last", "next_on", "provisional")}
    held = Edition(
        publication=edition.publication, major=major, minor=small, prepared_by_id=by.account_id, prepared_at=at,
        corrects=latest if mistake else None, **(kept | {"changes": changes.strip(), "changes_cy": "", "next_on": None}),
    )  # fmt: skip
    held = _begun(by, at, held)
    for row in latest.contents.all():
        Content.objects.create(
            edition=held, place=row.place, choice=row.choice, name=row.name, title_en=row.title_en, title_cy=row.title_cy
        )
    return held


@transaction.atomic
def change_words(*, by: Viewer, at: datetime, edition: Edition, seen_version: int | None = None, **values: Any) -> list[str]:
    """Change words, period, and day of the next edition. What was checked is checked again. Raises as `begin`, and ChangedMeanwhile."""
    held = _to_edit(by, edition)
    problems = _word_problems({name: getattr(held, name) for name in _EDITED} | values, timezone.localdate(at))
    if (held.major, held.minor) != (1, 0) and "changes" in values and (problem := rules.changes_problem(values["changes"])):
        problems["changes"] = [problem]
    if problems:
        raise Refused(problems)
    changed = change(held, _tidy(values), seen_version=seen_version)
    if changed:
        _edited(held, by, at, sorted(changed))
    return changed


_EDITED = (*WORDS, "period_first", "period_last", "next_on", "provisional")


@transaction.atomic
def add_content(
    *, by: Viewer, at: datetime, edition: Edition, choice: Mapping[str, Any], title_en: str = "", title_cy: str = ""
) -> Content:  # fmt: skip
    """Add tables. Raises NotAllowed, Refused, or FolkmootError where what was chosen is out of sight or cannot be shown."""
    held = _to_edit(by, edition)
    rows = list(held.contents.all())
    if any(row.choice == choice for row in rows):
        raise Refused({"": [_("These tables are in this edition already.")]})
    if len(rows) >= rules.MOST_TABLES:
        raise Refused({"": [_("This edition has as many tables as anybody reads. Begin another publication.")]})
    contents.drawn(by, choice, rules.months_of(held.period_first, held.period_last))
    row = Content(
        edition=held, place=max((each.place for each in rows), default=0) + 1, choice=dict(choice), name=contents.name_of(by, choice),
        title_en=title_en.strip(), title_cy=title_cy.strip(),
    )  # fmt: skip
    check(row)
    row.save()
    _edited(held, by, at, ["contents"])
    return row


@transaction.atomic
def remove_content(*, by: Viewer, at: datetime, edition: Edition, place: int) -> None:
    """Take tables out of an edition. Raises NotAllowed or Refused."""
    held = _to_edit(by, edition)
    row = held.contents.filter(place=place).first()
    if row is None:
        raise Refused({"": [_("These tables are not in this edition any more.")]})
    row.delete()
    _edited(held, by, at, ["contents"])


@transaction.atomic
def run_check(*, by: Viewer, at: datetime, edition: Edition) -> Edition:
    """Make the tables, attack them with everything ever released, and freeze what came out for a second person to read.

    Raises NotAllowed, Refused, or FolkmootError where no safe tables can be made: then nothing changes.
    """
    held = _locked(by, edition, "tables.publish")
    _refuse_transition(held, "check")
    made = queries.made_now(by, held, timezone.localdate(at))
    change(held, {
        **_UNCHECKED, **_UNRETURNED, "state": State.CHECKED.value, "checked_at": at, "checked_by_id": by.account_id,
        "checked": made.report(), "body": made.body, "fingerprint": queries.fingerprint(held, made.body), "data_as_of": made.data_as_of,
    })  # fmt: skip
    _wrote(held, by)
    _note(by, at, held, {"checked": True, "compared": made.found.compared, "sha256": held.fingerprint})
    return held


@transaction.atomic
def agree(*, by: Viewer, at: datetime, edition: Edition, seen: str) -> None:
    """Agree as the second person. `seen` is the fingerprint as it was on their page. Raises Refused, ChangedMeanwhile or NotAllowed."""
    held = _locked(by, edition, "tables.agree")
    _refuse_transition(held, "agree")
    _refuse_writer(by, held)
    if seen != held.fingerprint or not queries.is_as_agreed(held):
        raise ChangedMeanwhile(held)
    change(held, {"state": State.AGREED.value, "agreed_at": at, "agreed_by_id": by.account_id})
    _note(by, at, held, {"agreed": held.fingerprint})


@transaction.atomic
def send_back(*, by: Viewer, at: datetime, edition: Edition, reason: str) -> None:
    """Give it back to whoever made it, with what has to change. Raises Refused or NotAllowed."""
    held = _locked(by, edition, "tables.agree")
    _refuse_transition(held, "send back")
    if len(reason.split()) < 3:
        raise Refused({"reason": [_("Say why, so that whoever made it knows what to change.")]})
    change(held, {**_UNCHECKED, "returned_at": at, "returned_by_id": by.account_id, "returned_why": reason.strip()})
    _note(by, at, held, {"sent back": True})


@transaction.atomic
def publish(*, by: Viewer, at: datetime, edition: Edition) -> None:
    """Publish what a second person agreed to, and put every set of its cells on the register.

    The check is made once more: where the data, or what was released since, would make anything else of it, it is refused.
    Raises Refused or NotAllowed.
    """
    held = _locked(by, edition, "tables.publish")
    _refuse_transition(held, "publish")
    made = queries.made_now(by, held, timezone.localdate(at))
    if queries.fingerprint(held, made.body) != held.fingerprint:
        raise Refused({"": [_(
            "The data, or what was released, changed since this was checked, and other figures would come out now. Check it again and have"
            " it agreed again."
        )]})  # fmt: skip
    change(held, {"state": State.PUBLISHED.value, "published_at": at, "published_by_id": by.account_id})
    kept = register.keep_published(by=by, at=at, edition=held, kept=made.found.kept, titles=[grid.title for grid in made.grids])
    detail: dict[str, object] = {"sha256": held.fingerprint, "tables": len(made.grids), "on the register": len(kept)}
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=held, area_id=held.area_id, recipient="everybody", detail=detail)


@transaction.atomic
def withdraw(*, by: Viewer, at: datetime, edition: Edition, reason: str, reason_cy: str = "", taken_down: bool = False) -> None:
    """Withdraw what is published, at once and by one person. The reason stands with it; `taken_down`: in place of its figures.

    What was released stays on the register: it cannot be called back. Raises Refused or NotAllowed.
    """
    held = _locked(by, edition, "tables.publish")
    _refuse_transition(held, "withdraw")
    if problem := reason_problem(reason):
        raise Refused({"reason": [problem]})
    change(held, {
        "state": State.WITHDRAWN.value, "withdrawn_at": at, "withdrawn_by_id": by.account_id, "withdrawn_why": reason.strip(),
        "withdrawn_why_cy": reason_cy.strip(), "taken_down": taken_down,
    })  # fmt: skip
    _note(by, at, held, {"withdrawn": True, "taken down": taken_down})


@transaction.atomic
def discard(*, by: Viewer, at: datetime, edition: Edition) -> None:
    """Take away what was never published; the whole publication where it was its first edition. Raises Refused or NotAllowed."""
    held = _locked(by, edition, "tables.publish")
    _refuse_transition(held, "discard")
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=held, area_id=held.area_id, detail={"discarded": held.number})
    publication = held.publication
    held.delete()
    if not publication.editions.exists():
        publication.delete()


def _begun(by: Viewer, at: datetime, held: Edition) -> Edition:
    check(held)
    held.save()
    _wrote(held, by)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=held, area_id=held.area_id, detail={"edition": held.number})
    return held


def _word_problems(values: Mapping[str, Any], today: date) -> dict[str, list[str]]:
    dates = {"first": values["period_first"], "last": values["period_last"], "next_on": values.get("next_on")}
    return rules.words_problems(title_en=values["title_en"], about_en=values["about_en"]) | rules.period_problems(**dates, today=today)


def _tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.replace("\r\n", "\n").strip() if isinstance(value, str) else value for name, value in values.items()}


def _locked(by: Viewer, edition: Edition, capability: str) -> Edition:
    """The edition as it is now, held until the transaction ends: nobody edits it while another agrees to it."""
    by.require_for(capability, edition.area_id)
    rows = Edition.objects.select_for_update(of=("self",)).select_related("publication__area")
    return rows.prefetch_related("contents", "writers").get(pk=edition.pk)


def _to_edit(by: Viewer, edition: Edition) -> Edition:
    held = _locked(by, edition, "tables.publish")
    _refuse_transition(held, "edit")
    return held


def _edited(held: Edition, by: Viewer, at: datetime, changed: list[str]) -> None:
    """Count the person among those who made it; what was checked has to be checked again."""
    change(held, _UNCHECKED)
    _wrote(held, by)
    _note(by, at, held, {"fields": changed})


def _wrote(held: Edition, by: Viewer) -> None:
    if by.account_id is not None:
        held.writers.add(by.account_id)


def _note(by: Viewer, at: datetime, held: Edition, detail: dict[str, object]) -> None:
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, area_id=held.area_id, detail=detail)


def _refuse_transition(held: Edition, what: str) -> None:
    if problem := rules.transition_problem(held.state, what):
        raise Refused({"": [problem]})


def _refuse_writer(by: Viewer, held: Edition) -> None:
    if problem := agreeing_problem(by_id=by.account_id, writers={writer.pk for writer in held.writers.all()}):
        raise Refused({"": [problem]})
