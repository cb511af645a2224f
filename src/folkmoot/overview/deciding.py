"""What waits for a signature, a second agreement, an answer or a beginning: promises, decisions, assessments, forms, actions."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.actions.commitments.queries import in_force
from folkmoot.actions.minimum.queries import waiting_exemptions
from folkmoot.actions.models import Action
from folkmoot.actions.queries import list_actions, reviews_due
from folkmoot.actions.rules import State as ActionState
from folkmoot.decisions.assessments.queries import reviews_due as assessments_due
from folkmoot.decisions.assessments.queries import waiting_to_be_signed
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.decisions.consultations.queries import consultations
from folkmoot.decisions.queries import waiting as decisions_waiting
from folkmoot.overview.needs import Asked, Group, Need, day_in_words, group_of, listing_of
from folkmoot.strategy.models import Commitment
from folkmoot.strategy.queries import list_commitments, owners_of
from folkmoot.voice.forms.models import Form
from folkmoot.voice.forms.queries import forms
from folkmoot.voice.published.queries import waiting_for_agreement
from folkmoot.voice.queries import list_points

CLOSES_SOON = timedelta(days=7)


def late_promises(asked: Asked) -> Group | None:
    """Promises past their day that nothing shows were kept, the longest late first."""
    if not asked.viewer.may("voice.read"):
        return None
    rows = list_points(asked.viewer, area_id=asked.area_id, promises_late_on=asked.today).order_by("promise_due", "pk")
    rows = rows.filter(promise_owner_id=asked.owner_id) if asked.owner_id else rows

    def say(row: Any) -> Need:
        words = gettext("“%(promise)s”: promised by %(day)s, and nothing shows that it was kept.")
        may_act = asked.viewer.may("actions.write", row.area_id)
        address = reverse("voice:action" if may_act else "voice:detail", args=[row.pk])
        said = words % {"promise": row, "day": day_in_words(row.promise_due)}
        return Need(said, _("Plan how to keep it") if may_act else _("Open"), str(row), address, row, asked.where(row.area))

    return group_of(asked, _("Promises overdue"), rows, say, listing_of("voice", asked, promises="1"))


def decisions_to_take(asked: Asked) -> Group | None:
    """Decisions that are ready, and that this viewer is named to take."""
    if not asked.viewer.may("decisions.sign"):
        return None

    def say(row: Any) -> Need:
        words = gettext("“%(title)s” is ready for your decision.") % {"title": row.title}
        if row.planned_on:
            words = gettext("“%(title)s” is ready for your decision, planned for %(day)s.") % {
                "title": row.title, "day": day_in_words(row.planned_on),
            }  # fmt: skip
        return Need(words, _("Read and decide"), row.title, reverse("decisions:detail", args=[row.pk]), where=asked.where(row.area))

    rows = _of_area(asked, decisions_waiting(asked.viewer))
    return group_of(asked, _("Decisions that wait for you"), rows, say, listing_of("decisions", asked, state="ready"))


def assessments_to_sign(asked: Asked) -> Group | None:
    if not asked.viewer.may("assessments.sign"):
        return None

    def say(row: Any) -> Need:
        words = gettext("The equality impact assessment “%(title)s” waits for a signature.") % {"title": row.title}
        return Need(words, _("Read and sign"), row.title, reverse("decisions:assessment", args=[row.pk]), where=asked.where(row.area))

    address = reverse("decisions:assessments")
    return group_of(asked, _("Equality impact assessments to sign"), _of_area(asked, waiting_to_be_signed(asked.viewer)), say, address)


def said_to_agree(asked: Asked) -> Group | None:
    """“You said, we did” that waits for a second person, where this viewer wrote none of it."""
    if not asked.viewer.may("you_said.agree"):
        return None
    lines = [line for line in waiting_for_agreement(asked.viewer, today=asked.today) if asked.area_id in (None, line.entry.area_id)]

    def say(line: Any) -> Need:
        words = gettext("“%(title)s” waits for a second agreement before it is published.") % {"title": line.title}
        address = reverse("voice:published-entry", args=[line.entry.pk])
        return Need(words, _("Read and agree"), line.title, address, where=asked.where(line.entry.area))

    shown = [say(line) for line in lines[: asked.most]]
    return Group(_("“You said, we did” to agree"), shown, len(lines), reverse("voice:published"))


def held_answers(asked: Asked) -> Group | None:
    """Forms with answers that somebody should look at before they are counted."""
    if not asked.viewer.may("forms.write"):
        return None
    rows: QuerySet[Any] = _of_area(asked, forms(asked.viewer)).filter(held__gt=0)

    def say(row: Form) -> Need:
        held = row.held  # type: ignore[attr-defined]  # annotated by forms
        words = ngettext(
            "“%(title)s”: %(number)d answer is held until somebody looks at it.",
            "“%(title)s”: %(number)d answers are held until somebody looks at them.", held,
        )  # fmt: skip
        may_write = asked.viewer.may("forms.write", row.area_id)
        address = reverse("voice:form_held" if may_write else "voice:form", args=[row.pk])
        said = words % {"title": row, "number": held}
        return Need(said, _("Look at them") if may_write else _("Open"), str(row), address, where=asked.where(row.area))

    return group_of(asked, _("Answers to forms that are held"), rows, say, reverse("voice:forms"))


def consultations_due(asked: Asked) -> Group | None:
    """Open consultations that close within a week, and closed ones that nobody has analysed."""
    if not asked.viewer.may("consultations.read"):
        return None
    waiting = Q(opened_at__isnull=False, withdrawn_on__isnull=True, analysed_on__isnull=True)
    rows = _of_area(asked, consultations(asked.viewer)).filter(waiting, closes_on__lte=asked.today + CLOSES_SOON)
    rows = rows.filter(owner_id=asked.owner_id) if asked.owner_id else rows

    def say(row: Consultation) -> Need:
        closed = row.closes_on < asked.today
        words = gettext("“%(title)s” closed on %(day)s and is not analysed.") if closed else gettext("“%(title)s” closes on %(day)s.")
        analyses = closed and asked.viewer.sight("consultations.write").holds(row.area_id)
        address = reverse("decisions:analyse_consultation" if analyses else "decisions:consultation", args=[row.pk])
        said = words % {"title": row.title, "day": day_in_words(row.closes_on)}
        return Need(said, _("Analyse it") if analyses else _("Open"), row.title, address, where=asked.where(row.area))

    return group_of(asked, _("Consultations"), rows.order_by("closes_on", "pk"), say, reverse("decisions:consultations"))


def actions_to_look_at(asked: Asked) -> Group | None:
    """Achieved three months ago, and nobody has said whether it worked: one's own first."""
    if not asked.viewer.may("actions.read"):
        return None
    rows = reviews_due(asked.viewer, today=asked.today, area_id=asked.area_id, owner_id=asked.owner_id)
    mine_first = Case(When(owner_id=asked.viewer.account_id, then=Value(0)), default=Value(1))

    def say(row: Any) -> Need:
        words = gettext("“%(title)s” was achieved on %(day)s. Did it work?") % {"title": row.title, "day": day_in_words(row.latest_on)}
        return _of_action(asked, row, words, "review", _("Say whether it worked"))

    address = listing_of("actions", asked, state="achieved")
    return group_of(asked, _("Did it work?"), rows.order_by(mine_first, "latest_on", "pk"), say, address)  # type: ignore[misc]


def ownerless_actions(asked: Asked) -> Group | None:
    """Open actions that nobody in post owns; those overdue stand in their own group."""
    if not asked.viewer.may("actions.read") or asked.owner_id is not None:
        return None
    rows = list_actions(asked.viewer, today=asked.today, area_id=asked.area_id, ownerless=True, minimum__isnull=True)

    def say(row: Action) -> Need:
        words = gettext("“%(title)s” is due on %(day)s, and nobody owns it.") % {"title": row.title, "day": day_in_words(row.due_on)}
        return _of_action(asked, row, words, "hand_over", _("Say who takes it on"))

    not_late = rows.exclude(state=ActionState.OVERDUE)  # type: ignore[misc]  # annotated
    return group_of(asked, _("Actions that nobody owns"), not_late, say, listing_of("actions", asked, ownerless="1"))


def minimum_to_start(asked: Asked) -> Group | None:
    """Items of the minimum set on which nothing has been done, and which are not overdue yet."""
    if not asked.viewer.may("actions.read"):
        return None
    rows = list_actions(
        asked.viewer, today=asked.today, area_id=asked.area_id, owner_id=asked.owner_id, state=ActionState.PLANNED, minimum__isnull=False
    )

    def say(row: Any) -> Need:
        words = gettext("“%(title)s” of the minimum set is due on %(day)s and is not begun.")
        said = words % {"title": row.title, "day": day_in_words(row.due_on)}
        if row.ownerless:
            return _of_action(asked, row, said, "hand_over", _("Say who takes it on"))
        return _of_action(asked, row, said, "progress", _("Record progress"))

    return group_of(asked, _("Minimum set, not begun"), rows, say, listing_of("actions", asked, state="planned", minimum="1"))


def exemptions_to_decide(asked: Asked) -> Group | None:
    if not asked.viewer.sight("minimum.issue").national:
        return None

    def say(row: Any) -> Need:
        words = gettext("%(area)s says that “%(title)s” does not apply there.") % {"area": row.area.name, "title": row.item.title}
        return Need(words, _("Answer"), row.item.title, reverse("actions:minimum_decide", args=[row.pk]))

    rows = _of_area(asked, waiting_exemptions(asked.viewer))
    return group_of(asked, _("Areas that ask for an exemption from the minimum set"), rows, say, reverse("actions:minimum"))


def assessments_to_review(asked: Asked) -> Group | None:
    if not asked.viewer.may("assessments.write"):
        return None
    due = [each for each in assessments_due(asked.viewer, asked.today) if asked.area_id in (None, each.assessment.area_id)]
    due = [each for each in due if asked.owner_id in (None, each.assessment.owner_id)]

    def say(each: Any) -> Need:
        row = each.assessment
        late = gettext("The review of the assessment “%(title)s” was due on %(day)s.")
        words = late if each.overdue else gettext("The review of the assessment “%(title)s” is due on %(day)s.")
        said = words % {"title": row.title, "day": day_in_words(each.due_on)}
        return Need(said, _("Open"), row.title, reverse("decisions:assessment", args=[row.pk]), where=asked.where(row.area))

    shown = [say(each) for each in due[: asked.most]]
    return Group(_("Equality impact assessments to review"), shown, len(due), reverse("decisions:assessments"))


def ownerless_commitments(asked: Asked) -> Group | None:
    """For headquarters: the commitments in force for which nobody answers."""
    if not asked.viewer.sight("strategy.write").national or asked.area_id is not None:
        return None
    lines = [row for row in list_commitments(asked.viewer, kind=Commitment.Kind.COMMITMENT) if in_force(row)]
    owned = owners_of(asked.viewer, [row.pk for row in lines], on=asked.today)
    nobodys = [row for row in lines if row.pk not in owned]

    def say(row: Commitment) -> Need:
        words = gettext("Nobody answers for “%(words)s”.") % {"words": row.words.rstrip(".")}
        return Need(words, _("Say who answers for it"), row.words, reverse("strategy:give_owner", args=[row.pk]))

    shown = [say(row) for row in nobodys[: asked.most]]
    return Group(_("Commitments that nobody answers for"), shown, len(nobodys), reverse("actions:commitments"))


# What other people wait for, before what is only to be begun or looked at again.
SIGNING: tuple[Callable[[Asked], Group | None], ...] = (
    decisions_to_take, assessments_to_sign, said_to_agree, held_answers, consultations_due,
)  # fmt: skip
BEGINNING: tuple[Callable[[Asked], Group | None], ...] = (
    ownerless_actions, actions_to_look_at, minimum_to_start, exemptions_to_decide, assessments_to_review, ownerless_commitments,
)  # fmt: skip


def _of_area(asked: Asked, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(area_id=asked.area_id) if asked.area_id is not None else rows


def _of_action(asked: Asked, row: Action, words: str, step: str, button: Any) -> Need:
    """A line about an action; whoever may not write there is led to its page instead of the form."""
    may_write = asked.viewer.sight("actions.write").holds(row.area_id)
    address = reverse(f"actions:{step if may_write else 'detail'}", args=[row.pk])
    return Need(words, button if may_write else _("Open"), row.title, address, where=asked.where(row.area))
