"""What the fictional panels talk about and recommend, in words only: no operation, no day."""

from dataclasses import dataclass

CONDUCT = (
    "Members speak as equals and as critical friends. Each declares an interest in an item before it begins and withdraws from it where the"
    " interest is close. A member leaves by telling the chair, or is asked to leave by a vote of two thirds after being heard."
)
CONFIDENTIALITY = (
    "I keep to myself what I read and hear about people and cases, at the panel and after I leave it. I keep no copies, show nobody my screen,"
    " and tell the facilitator at once if I know somebody in a case."
)
SCOPE = " It judges how a case was handled on what was known at the time. It cannot reopen a case, change a decision or take part in discipline."


@dataclass(frozen=True)
class Said:
    """One item of one meeting: its remit, its title, what was minuted, and what came of it. `unfinished`: carried over."""

    remit: str
    title: str
    words: str = ""
    outcome: str = ""
    unfinished: bool = False


@dataclass(frozen=True)
class Recommended:
    """A recommendation, and the fate it meets: done, going_on, rejected, in_part, or unanswered."""

    words: str
    fate: str
    to: str = "service"
    reason: str = ""
    whom: str = ""


@dataclass(frozen=True)
class Held:
    """One meeting: how many days before today, what was said, what was recommended, and how many of its members came."""

    days: int
    theme: str
    items: tuple[Said, ...]
    recommended: tuple[Recommended, ...] = ()
    absent: int = 1
    circulated: bool = True


CASES = Said(
    "cases", "Four closed cases", "The panel read four closed cases alone and then talked about each. Two were handled well throughout.",
    "Learning points sent to the unit that handled the cases.",
)  # fmt: skip
LEARNING = Said(
    "learning", "What was done well, and what should be better",
    "Members praised the early call to the victim in one case. In another nobody asked about an interpreter until the day of the trial.",
    "The facilitator writes both down for the next training day.",
)  # fmt: skip
FOLLOW_UP = Said(
    "follow-up", "What was done since the last meeting", "The service reported on each recommendation of the last meeting.", "Noted."
)
BRIEFED = Said("members-briefed", "Whom members briefed", "Four members had told their own groups; two brought questions back.", "Noted.")

HATE_CRIME = (
    Held(
        390, "Disability hate crime", (CASES, LEARNING, BRIEFED),
        (
            Recommended("Ask every victim of a disability hate crime at the first call what they need in order to give evidence.", "done",
                        reason="This is what the guidance says and what was not done in two of four cases. We will check it each month."),
            Recommended("Tell the victim in writing, in plain words, when a hate crime flag is taken off a case and why.", "in_part",
                        reason="We will tell victims who ask to be told. A letter in every case could reach an unsafe address."),
        ),
    ),
    Held(
        298, "Racist incidents on public transport", (CASES, FOLLOW_UP, LEARNING),
        (
            Recommended("Ask transport operators for their recordings within seven days of the report.", "going_on", to="police",
                        whom="The three forces", reason="The forces agree and are changing the form that asks for recordings."),
            Recommended("Publish the names of lawyers whose cases the panel found wanting.", "rejected",
                        reason="The panel has no part in discipline, and learning would stop if people were named. Each lawyer reads the finding."),
        ),
    ),
    Held(
        207, "Hate crime against Gypsy, Roma and Traveller people",
        (
            CASES,
            Said("reporting", "Reporting and referral in the counties", "Reports fell in two counties. Members say that people have stopped"
                 " expecting an answer.", "The manager brings the figures by county to the next meeting."),
            FOLLOW_UP, BRIEFED,
        ),
        (Recommended("Ask every victim at the first call what they need in order to give evidence.", "done",
                     reason="The same was recommended about disability. It is now asked of every victim, and checked by sample."),),
    ),
    Held(
        116, "Online abuse", (CASES, LEARNING, FOLLOW_UP,
                              Said("victims-and-witnesses", "Support at court", "", "", unfinished=True)),
        (Recommended("Give victims of online abuse one named person to ring from report to verdict.", "going_on",
                     reason="Tried in one unit since the summer; the first figures come to the panel in the winter."),),
    ),
    Held(
        25, "Faith and hate crime", (CASES, FOLLOW_UP, BRIEFED),
        (
            Recommended("Translate the leaflet for witnesses into the five languages most spoken in each county.", "unanswered"),
            Recommended("Invite a member of the panel to the training day for new prosecutors.", "unanswered"),
        ),
    ),
)  # fmt: skip
VAWG = (
    Held(360, "Stalking", (Said("stalking", "Stalking cases", "Five cases, all of stalking after a separation.", "Learning points agreed."),
                           LEARNING),
         (Recommended("Write the risk to the victim at the head of every request for a charging decision.", "done",
                      reason="Agreed with the police; the form was changed."),)),
    Held(240, "Domestic abuse", (Said("domestic-abuse", "Domestic abuse cases", "Four cases. In two the victim learned of the bail conditions"
                                      " from the suspect.", "Learning points agreed."), FOLLOW_UP)),
    Held(120, "Rape and serious sexual offences", (Said("sexual-violence", "Three closed cases", "Three cases read under supervision.",
                                                        "Learning points agreed."), FOLLOW_UP, BRIEFED),
         (Recommended("Tell victims within a day when the court moves a trial.", "going_on", to="courts", whom="The Crown Court centres",
                      reason="The courts agree to tell the service by noon; the witness care unit tells the victim the same day."),)),
)  # fmt: skip
INVOLVEMENT = (
    Held(330, "The Area's plan for the year",
         (Said("business-planning", "The Area's plan for the year", "Members asked for fewer aims and dates that can be checked.",
               "The plan names four aims, each with a date."),
          Said("performance", "How the Area is doing", "Figures with their uncertainty were shown.", "Noted."))),
    Held(210, "What the scrutiny panels found",
         (Said("scrutiny-feedback", "What the scrutiny panels found", "Both panels found that interpreters are asked for late.",
               "A recommendation to the Area."),
          Said("victims-and-witnesses", "Waiting for trial", "Members told of waits of two years.", "Taken to the Area board.")),
         (Recommended("Book interpreters when the trial date is fixed, and say who books them.", "done",
                      reason="One unit now books them for the whole Area."),)),
    Held(90, "Equality strategies",
         (Said("equality-strategies", "Our equality objectives", "Members preferred three objectives they could explain.", "Three it is."),
          Said("strategy", "The strategy for inclusion", "Read with the plan beside it.", "Noted."), BRIEFED)),
)  # fmt: skip
WELSH_LSIP = (
    Held(400, "Hate crime in rural places", (CASES, LEARNING),
         (Recommended("Ask in which language somebody wishes to give evidence, and write it on the file.", "done",
                      reason="The question stands on the first page of the file now."),)),
    Held(280, "Domestic abuse", (CASES,), absent=4),
    Held(150, "Hate crime", (CASES,), (Recommended("Hold one meeting a year in the north, in the evening.", "unanswered"),),
         absent=4, circulated=False),
)  # fmt: skip
FORUM = (
    Held(270, "How complaints are handled", (Said("standards", "Complaints", "The speaker showed what people complain of most.", "Noted."),
                                             Said("subject", "What happens after a complaint", "Members asked to see replies.", "Agreed."))),
    Held(180, "Plain words", (Said("subject", "Letters in plain words", "Ten letters were read aloud.", "Six are being rewritten."),),
         (Recommended("Have every standard letter read by two people from outside before it is used.", "in_part",
                      reason="All letters to victims, yes. Letters to courts follow their own rules."),)),
    Held(85, "Trust", (Said("equality-objectives", "Trust and the equality objectives", "Trust differs most by Area, not by age.", "Noted."),
                       FOLLOW_UP)),
)  # fmt: skip
