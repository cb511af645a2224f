"""What invented people say, and what becomes of it. Each theme comes back in several Areas, as it does in life."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    name: str
    aim: str  # code of the aim it bears on
    concerns: tuple[str, ...]
    answer: str
    action: str
    measure: str
    progress: str
    evidence: str
    change: str


THEMES: tuple[Theme, ...] = (
    Theme(
        "Victims kept informed", "high-quality-casework",
        ("I heard about the trial date from the newspaper.", "Nobody told us that the charge had been dropped until we rang three times.",
         "The letter used words none of us understood."),
        "You are right. We have changed when the first letter goes out and rewritten it with members of the panel.",
        "Rewrite the first letter to victims with two community groups", "New letter in use and read by ten people from the groups",
        "Draft letter read aloud at two groups; nine changes made.", "New letter template, approved by the Area lead",
        "The first letter now goes out within three days and was written with two groups.",
    ),
    Theme(
        "Reporting hate crime", "public-confidence",
        ("We stopped reporting because nothing ever comes of it.", "People on our site do not know what a hate crime is in law.",
         "My son was told it was just banter.", "Third-party reporting closed and nobody told us where to go now."),
        "We accept this. We will come to your centre, explain what counts as a hate crime, and tell you what happened to the last ten cases.",
        "Hold three hate crime reporting sessions at community centres", "Three sessions held and forty people attended, by register",
        "Two of three sessions held; thirty-one people came.", "Registers of three sessions and the slides used",
        "Three sessions were held; the centre now takes reports itself.",
    ),
    Theme(
        "Special measures at court", "high-quality-casework",
        ("She did not know she could give evidence behind a screen.", "The interpreter for my mother did not come.",
         "There was no quiet room, so my daughter waited beside the man's family."),
        "Partly. We can ask for the measures earlier; the waiting rooms belong to the courts service, to whom we have written.",
        "Brief all hate crime prosecutors on asking for special measures early", "Thirty prosecutors briefed, checked by attendance list",
        "Eighteen of thirty prosecutors briefed.", "Attendance lists of four briefings",
        "Requests for special measures now come before the first hearing in most sampled files.",
    ),
    Theme(
        "Fair charging decisions", "high-quality-casework",
        ("Our young men are charged for what others are cautioned for.", "Show us the figures for our county, not only for the country.",
         "We do not believe decisions are made without seeing the name."),
        "We publish the charging figures for this Area with their uncertainty, and the panel will look at a sample of cases.",
        "Publish Area charging figures by ethnicity with uncertainty each half-year", "Figures published and presented to two groups",
        "First figures prepared; waiting for the panel's comments.", "Board report section on charging, and slides shown to the groups",
        "Figures are published each half-year and talked through with the groups that asked.",
    ),
    Theme(
        "British Sign Language and plain words", "public-confidence",
        ("There was no interpreter at the open day.", "We need videos in sign language, not links to documents.",
         "Easy Read came two weeks after the meeting."),
        "Accepted. Every public event now has a question about access needs, and an interpreter is booked when the date is fixed.",
        "Book interpreters for all public events when the date is fixed", "Ten events in a row with an interpreter where one was needed",
        "Six events in a row so far.", "Event checklist with the interpreter's booking, ten events",
        "Interpreters are booked with the room.",
    ),
    Theme(
        "Young people", "public-confidence",
        ("You only come to schools after something bad has happened.", "We would rather talk to someone who was in care themselves.",
         "Nobody asked us before the leaflet was printed."),
        "Accepted in part. We will plan visits a term ahead with the care leavers' council.",
        "Agree a yearly plan of visits with the care leavers' council", "Plan signed by the council and four visits made",
        "Plan agreed; one visit made.", "The signed plan and notes of four visits",
        "Visits are planned a term ahead with the council.",
    ),
    Theme(
        "Rural victims", "public-confidence",
        ("The nearest court is fifty miles away and there is one bus.", "Rural theft is treated as a matter for insurance."),
        "We cannot change where the courts are. We can arrange evidence by video link, and we have told the groups how to ask.",
        "Explain video links for witnesses to six rural groups", "Six groups visited and a one-page guide left with each",
        "Three groups visited.", "One-page guide and list of visits",
        "Six groups know how to ask for a video link.",
    ),
    Theme(
        "Staff who look like us", "success-of-our-people",
        ("I have never met a prosecutor from our community.", "Your work experience places go to people who know someone."),
        "Accepted. Places are advertised through the groups from this spring.",
        "Advertise work experience places through ten community groups", "Ten groups sent the advert and five applications from them",
        "Advert sent to ten groups; three applications so far.", "The advert and a count of applications by source",
        "Five people came through the groups.",
    ),
)  # fmt: skip
PRAISE: tuple[str, ...] = (
    "Thank you for coming back and telling us what happened.",
    "The mock trial made my members braver about going to court.",
    "The prosecutor who spoke was honest about what went wrong. That matters to us.",
)
REFUSAL = (
    "We cannot do this.",
    "Decisions on bail are made by the court, not by the prosecution; we have passed your point to the courts service.",
)
TITLES: tuple[tuple[str, str, str], ...] = (
    ("Meeting with {organisation}", "meeting", "consultation"),
    ("Visit to {organisation}", "visit", "consultation"),
    ("Hate crime awareness talk, {town}", "training", "information"),
    ("Mock trial at {town} Crown Court", "mock_trial", "information"),
    ("Community Conversation in {town}", "conversation", "consultation"),
    ("Stall at {town} festival", "event", "information"),
    ("Joint session with {organisation}", "meeting", "partnership"),
    ("Call with {organisation}", "call", "consultation"),
)
BULLETIN = """You asked what becomes of hate crime cases. This is what happened this season.

# What you asked for

- Sentences raised for hostility
- Reasons given in court

Tell us what you think: answer to engagement@example.org."""
