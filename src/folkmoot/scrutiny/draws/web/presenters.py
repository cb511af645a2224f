"""A draw in words: where it stands, its steps, what it proves and what it does not."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.sampling.drawing import Plan
from folkmoot.sampling.receipt import Proof
from folkmoot.scrutiny.draws.listing import cases_of_list
from folkmoot.scrutiny.draws.models import Contribution, Draw, DrawnCase
from folkmoot.scrutiny.draws.queries import Told, contributions, drawn_of, given_up_before, groups_told, proof_of, receipt_of

COLOURS = {
    Draw.State.PREPARED: "grey", Draw.State.COMMITTED: "blue", Draw.State.OPENING: "purple", Draw.State.DRAWN: "green",
    Draw.State.GIVEN_UP: "orange",
}  # fmt: skip
PROOFS: dict[Proof, tuple[Promise, Promise]] = {
    Proof.SEALED: (
        _("If one member who gave a phrase was honest, nobody could choose these cases."),
        _("The service fixed the list, the rules and its own phrase first. Then at least one member sealed a phrase in their own browser"
          " and opened it after sealing had closed. One such member who told nobody their phrase is enough: then neither the service nor"
          " all the others together could know or steer which cases would come."),
    ),
    Proof.SEEN: (
        _("This service saw every member’s phrase when it sealed them."),
        _("The service fixed the list, the rules and its own phrase first. But every member’s phrase was sealed by this service: the draw"
          " holds against anybody except those who run the machine on which it was made."),
    ),
    Proof.OPEN: (
        _("A phrase was known before the draw."),
        _("A phrase that others could hear or read before the draw proves less than one that was sealed."),
    ),
    Proof.ALONE: (
        _("Drawn without a member."),
        _("Nobody but the service gave a phrase that was opened. The receipt shows that neither list nor rules were changed afterwards; it"
          " does not show that the service did not choose."),
    ),
}  # fmt: skip
NOT_PROVED: tuple[Promise, ...] = (
    _("That the list was complete. Whoever made it could have left a case out before it was fixed; compare the number of cases with the"
      " published figures for the same months."),
    _("That a seal which the service entered for a member was made by that member. The receipt marks such seals, and the member was told;"
      " ask them."),
    _("That whoever opened last was honest about not opening. They can see how the draw would fall with and without their phrase. A phrase"
      " that was never opened is named on the receipt."),
    _("That a draw was not given up because somebody did not like it. A draw that was given up after the list was fixed stays on this page,"
      " and the next receipt says that there was one."),
    _("When things happened. The times are those of this service’s clock. Note the list’s code and the closing code when you see them: with"
      " them you find out if all of it was made anew."),
)  # fmt: skip


@dataclass(frozen=True)
class Phrase:
    """One phrase as everybody may see it. `name` is given to those who draw, and "" to members."""

    label: str
    name: str
    seal: str
    sealed_in: Promise | str
    opened: bool
    phrase: str
    is_service: bool
    yours: bool


@dataclass(frozen=True)
class Ceremony:
    """Everything a page says of a draw from the moment on which it is fixed."""

    draw: Draw
    colour: str
    cases: int
    code: str
    commitment_code: str
    closing_code: str
    seed_code: str
    phrases: list[Phrase]
    unopened: int
    groups: list[Told]
    drawn: list[DrawnCase]
    proof: Proof | None
    proof_heading: Promise | str
    proof_words: Promise | str
    given_up: list[Draw]
    rules: list[str]

    @property
    def left_out(self) -> list[Phrase]:
        """Phrases that never opened, once cases were drawn."""
        return [each for each in self.phrases if not each.opened] if self.proof else []


def ceremony(draw: Draw, *, names: bool = False, own: Contribution | None = None) -> Ceremony:
    """The draw as a page shows it; with `names` it says which member is behind a label. `own`: the reader's own phrase."""
    rows = list(contributions(draw))
    proof = proof_of(draw)
    heading, words = PROOFS[proof] if proof else ("", "")
    receipt = receipt_of(draw)
    return Ceremony(
        draw=draw, colour=COLOURS[Draw.State(draw.state)], cases=receipt.cases if receipt else cases_of_list(draw),
        code=short_code(draw.fingerprint), commitment_code=short_code(draw.commitment), closing_code=short_code(draw.closing),
        seed_code=short_code(draw.seed), phrases=[_phrase(row, names, own) for row in rows],
        unopened=sum(row.opened_at is None for row in rows), groups=groups_told(draw), drawn=list(drawn_of(draw)), proof=proof,
        proof_heading=heading, proof_words=words, given_up=list(given_up_before(draw)), rules=rules_in_words(draw.rules),
    )  # fmt: skip


def rules_in_words(rules: dict[str, Any]) -> list[str]:
    """What the rules of a draw ask for, in sentences."""
    said = []
    if rules.get("each"):
        words = ngettext("%(number)d case of every group.", "%(number)d cases of every group.", rules["each"])
        said.append(
            (words if rules["grouped"] else ngettext("%(number)d case.", "%(number)d cases.", rules["each"])) % {"number": rules["each"]}
        )
    if rules.get("total"):
        words = ngettext("%(number)d case in all.", "%(number)d cases in all.", rules["total"])
        said.append(words % {"number": rules["total"]})
        if rules["grouped"]:
            said.append(gettext("Shared between the groups by their size, at least %(least)d of each.") % {"least": rules["least"]})
    if rules.get("only"):
        said.append(gettext("Only from cases of the theme."))
    if rules.get("always"):
        said.append(gettext("Besides these, every case of a strand that is so rare that all of its cases come to the panel."))
    if rules.get("chosen"):
        words = ngettext(
            "%(number)d case was chosen by the facilitator, with a reason; it is counted apart and not called random.",
            "%(number)d cases were chosen by the facilitator, with reasons; they are counted apart and not called random.",
            len(rules["chosen"]),
        )  # fmt: skip
        said.append(words % {"number": len(rules["chosen"])})
    return said


@dataclass(frozen=True)
class Expected:
    """What would be drawn from one group, for those who prepare it."""

    words: str
    cases: int
    taken: int
    is_short: bool
    few: bool


def expected(plan: Plan, codes: dict[str, str], least: int) -> list[Expected]:
    """The groups of a draw that is being prepared. `codes`: bare name to what the group is."""
    return [
        Expected(codes.get("".join(group.stratum), ""), group.cases, group.taken, group.is_short, group.cases < least)
        for group in plan.groups
    ]


def short_code(code: str) -> str:
    """The first 16 figures of a code in fours, as people read them out: “3f2a 9c01 77de 0b4c”; "" for none."""
    return " ".join(code[place : place + 4] for place in range(0, min(len(code), 16), 4))


def _phrase(row: Contribution, names: bool, own: Contribution | None) -> Phrase:
    name = str(row.member.contact) if names and row.member else ""
    opened = row.opened_at is not None
    return Phrase(
        row.label, name, row.seal, row.get_sealed_in_display(), opened, row.phrase if opened else "", row.member_id is None,
        own is not None and own.pk == row.pk,
    )  # fmt: skip
