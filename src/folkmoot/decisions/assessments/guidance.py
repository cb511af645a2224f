"""What a person needs to know at each step, in short words, with the legal point named. No database.

Sources: Equality Act 2010, section 149; R (Brown) v Secretary of State for Work and Pensions [2008] EWHC 3158 (Admin), and its
restatement in Bracking [2013] EWCA Civ 1345; R (Moseley) v Haringey [2014] UKSC 56.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.assessments.rules import Step


@dataclass(frozen=True)
class Guidance:
    """What to do here, and the legal point behind it."""

    words: tuple[Promise, ...]
    law: Promise


SCREENING = Guidance(
    (
        _("Five minutes. Think of the people at the far end of the change, not of the paper it is written on."),
        _("“Not known” is an honest answer, and leads to finding out. “None” is a claim: say it only where you could defend it."),
    ),
    _("Equality Act 2010, section 149. Brown: regard is had before and at the time of the decision, not afterwards to justify it."),
)
STEPS: dict[Step, Guidance] = {
    Step.PROPOSAL: Guidance(
        (
            _("Say what would be different, for whom and from when. Somebody who never heard of it should understand it."),
            _("Name the decision it is for. The assessment must be signed before that decision is taken."),
        ),
        _("Brown: whoever decides must be aware of the duty, and cannot hand it to somebody else."),
    ),
    Step.EVIDENCE: Guidance(
        (
            _("Below is what the product already knows of each characteristic, with source, day, base and gaps. Take what bears on it."),
            _("What you take is kept as it stands now. Add what it means in your own words, and sources from elsewhere."),
            _("Write down what you do not know. A gap that is named can be closed; one that is passed over comes back as a challenge."),
        ),
        _("Bracking: the decision-maker must have enough information to weigh the effect, and where it is missing, seek it."),
    ),
    Step.ENGAGEMENT: Guidance(
        (
            _("Whom did you speak with who would feel the change? Sum up what they said; do not copy anybody’s words or name."),
            _("If it is consulted on: when, for how long, and how the answers can still change the proposal."),
        ),
        _("Moseley: consult while the proposal can still change, give enough reasons and time, and weigh the answers with an open mind."),
    ),
    Step.IMPACT: Guidance(
        (
            _("Answer for each characteristic. No evidence found is not the same as evidence of no impact: the first says what will be done"
              " to find out, the second names what it rests on."),
            _("A positive effect for some may be a negative one for others with the same characteristic. Then it is mixed."),
        ),
        _("Brown: in substance, with rigour and with an open mind; ticking boxes is not enough."),
    ),
    Step.COMBINATIONS: Guidance(
        (_("Some people are touched because of two things together, as young Black men or disabled carers may be. Name them here."),),
        _("The duty asks for regard to different needs; people have more than one characteristic."),
    ),
    Step.AIMS: Guidance(
        (
            _("Answer each aim for itself: what regard was had, and what came of it."),
            _("To advance equality means: remove or lessen disadvantage, meet different needs, encourage taking part where few do."),
            _("To foster good relations means: tackle prejudice and promote understanding."),
        ),
        _("Section 149(1)(a) to (c), (3) and (5). Marriage and civil partnership is reached by the first aim only."),
    ),
    Step.ALTERNATIVES: Guidance(
        (_("What else would reach the same end with less harm, doing nothing included? Say why each was not chosen."),),
        _("A measure that puts a group at a disadvantage must be a proportionate means to a legitimate aim (section 19)."),
    ),
    Step.MITIGATION: Guidance(
        (_("For each harm: what is done against it, by whom, by when. Each becomes an action and is followed until it is done."),),
        _("Brown: the duty continues; what was promised is looked at again."),
    ),
    Step.CONCLUSION: Guidance(
        (
            _("Adjust: the proposal changes so that the harm goes. Continue with justification: the harm stays, and there is good reason."),
            _("Stop: there is, or may be, unlawful discrimination. That cannot be justified by a good aim alone."),
        ),
        _("Section 149 asks for due regard, not for a certain result; but what was weighed, and how, must be there to read."),
    ),
    Step.REVIEW: Guidance(
        (
            _("Say when somebody looks at what really happened, and how it will be seen."),
            _("Then submit it. Somebody who wrote none of it signs it, or sends it back with a reason."),
        ),
        _("Brown: keep a record that regard was had; the duty continues after the decision."),
    ),
}  # fmt: skip
