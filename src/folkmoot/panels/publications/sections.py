"""The parts of which publications are made, each from facts, in full and in easy words. No database, no clock.

A number stands after its words (“Meetings held: 4”), so that a figure about the panel is not read as a number of people.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.panels.models import Position, Ways
from folkmoot.panels.publications.document import Document
from folkmoot.panels.publications.rules import FEWEST_SHOWN
from folkmoot.panels.publications.wording import marked, plain
from folkmoot.panels.recommendations.models import Recommendation
from folkmoot.panels.space.survey.rules import CAVEAT, QUESTIONS

Fact = Mapping[str, Any]
ANSWERED: dict[str, Promise] = {
    "accepted": _("Accepted."), "in_part": _("Accepted in part."), "rejected": _("Not accepted."), "": _("Not answered yet."),
}  # fmt: skip
ANSWERED_EASY: dict[str, Promise] = {
    "accepted": _("They said yes."), "in_part": _("They said yes to some of it."), "rejected": _("They said no."),
    "": _("They have not answered yet."),
}  # fmt: skip
WHERE: dict[str, Promise] = {
    "place": _("The meeting was held at a place."), "online": _("The meeting was held online."),
    "both": _("Members could come to a place or join online."),
}  # fmt: skip


# Whether there are minutes, which is what an enquirer asks first.
MINUTES: dict[str, Promise] = {
    "agreed": _("minutes agreed"), "circulated": _("minutes not agreed yet"), "draft": _("minutes being written"), "": _("no minutes"),
}  # fmt: skip
# What a reader of the public page has to know of an item whose title says only what it came from.
ABOUT_ITEM: dict[str, Promise] = {
    "recommendation": _("Reply to a recommendation: %(title)s"), "action": _("How an action stands: %(title)s"),
    "enquiry": _("What the panel wanted to know: %(title)s"), "consultation": _("What the panel was asked: %(title)s"),
}  # fmt: skip


def who_we_are(doc: Document, panel: Fact) -> None:
    doc.heading(_("About the panel"))
    if panel["area"]:
        doc.add(
            _("Kind of panel: %(kind)s. Area: %(area)s."),
            _("Our kind of panel: %(kind)s. We work in: %(area)s."),
            kind=doc.own(panel["kind"]),
            area=doc.own(panel["area"]),
        )
    else:
        doc.add(_("Kind of panel: %(kind)s. It works for all of England and Wales."), kind=doc.own(panel["kind"]))
    doc.paragraph(doc.own(panel["purpose"]))


def the_meeting(doc: Document, meeting: Fact) -> None:
    doc.heading(_("The meeting"), _("When we met"))
    doc.add(_("The panel met on %(day)s."), _("We met on %(day)s."), day=doc.day(meeting["on"]))
    doc.add(WHERE[meeting["where"]])
    if meeting["theme"]:
        doc.add(_("Theme: %(theme)s."), _("We talked most about this: %(theme)s."), theme=doc.own({"en": meeting["theme"]}))
    if meeting["kind"] == "extraordinary":
        doc.add(_("It was an extraordinary meeting."), _("It was an extra meeting."))
    _who_came(doc, meeting)
    if meeting["quorate"] is False:
        doc.add(
            _("There was no quorum: the members present could talk, and could not decide."),
            _("Too few members came. They could talk. They could not decide."),
        )
    if meeting["minutes"] != "agreed":
        doc.add(
            _("The panel has not agreed the minutes of this meeting yet."), _("The panel will check the notes of this meeting next time.")
        )


def _who_came(doc: Document, meeting: Fact) -> None:
    if meeting["came"] is None:
        doc.add(_("Fewer than %(fewest)d took part."), fewest=FEWEST_SHOWN)
    else:
        doc.add(_("People of the panel who took part: %(number)d."), _("People who came: %(number)d."), number=meeting["came"])


def discussed(doc: Document, items: Sequence[Fact]) -> None:
    doc.heading(_("What was discussed"), _("What we talked about"))
    if not items:
        doc.add(_("Nothing that can be told in public was settled at this meeting."), _("There is nothing to tell from this meeting."))
    for item in items:
        title = doc.own(item["title"])
        doc.smaller(doc.say(ABOUT_ITEM[item["kind"]], title=title) if item["kind"] in ABOUT_ITEM else title)
        lines = []
        if item["remit"] and item["remit"]["en"] != item["title"]["en"] and not doc.version.is_easy:
            lines.append(doc.say(_("Part of the remit: %(name)s."), name=doc.own(item["remit"])))
        if item["outcome"]:
            lines.append(doc.say(_("What was decided: %(words)s"), _("We decided: %(words)s"), words=doc.own({"en": item["outcome"]})))
        if item["carried"]:
            lines.append(doc.say(_("The panel will come back to it."), _("We will talk about it again.")))
        doc.paragraph("\n".join(lines or [doc.say(_("The panel talked about it."), _("We talked about it."))]))


def recommended(doc: Document, rows: Sequence[Fact], *, last: str, whole: bool = False) -> None:
    """What the panel recommended; with `whole` how many there were, and what became of each. `last`: the last day it is told of."""
    doc.heading(
        _("What the panel recommended, and what became of it") if whole else _("What the panel recommended"), _("What we asked for")
    )
    if not rows:
        doc.add(_("The panel made no recommendation."), _("We did not ask for anything new."))
        return
    if whole:
        _counted(doc, rows)
    for row in rows:
        _one(doc, row, answer=whole or bool(row["answer"]), last=last)


def _counted(doc: Document, rows: Sequence[Fact]) -> None:
    answers = [row["answer"] for row in rows]
    lines = [
        (_("Recommendations made: %(number)d"), _("Things we asked for: %(number)d"), len(rows)),
        (_("Accepted: %(number)d"), _("They said yes: %(number)d"), answers.count("accepted")),
        (_("Accepted in part: %(number)d"), _("They said yes to some of it: %(number)d"), answers.count("in_part")),
        (_("Not accepted: %(number)d"), _("They said no: %(number)d"), answers.count("rejected")),
        (_("Not answered yet: %(number)d"), _("They have not answered yet: %(number)d"), answers.count("")),
        (_("Of all these, done: %(number)d"), _("Done so far: %(number)d"), sum(1 for row in rows if row["done_on"])),
    ]
    doc.list([doc.say(phrase, easy, number=number) for phrase, easy, number in lines])


def _one(doc: Document, row: Fact, *, answer: bool, last: str) -> None:
    doc.smaller(
        doc.say(
            _("Recommendation %(number)d, %(day)s, to: %(whom)s"), _("Number %(number)d. We asked: %(whom)s"), number=row["number"],
            day=doc.day(row["on"]), whom=_to(doc, row),
        )
    )  # fmt: skip
    doc.paragraph(doc.own(row["words"]))
    if not answer:
        return
    lines = [doc.say(ANSWERED[row["answer"]], ANSWERED_EASY[row["answer"]])]
    if row["reason"]:
        lines.append(doc.say(_("Reply: %(words)s"), _("They said: %(words)s"), words=doc.own(row["reason"])))
    if row["done_on"]:
        lines.append(doc.say(_("Done on %(day)s: %(words)s"), day=doc.day(row["done_on"]), words=doc.own({"en": row["done"]})))
    elif row["due_on"] and row["answer"] != "rejected":
        lines.append(_due(doc, row["due_on"], last))
    doc.paragraph("\n".join(lines))


def _due(doc: Document, due_on: str, last: str) -> str:
    """The day by which something is to be done; of a day that has passed it is said that it was not done."""
    if due_on < last:
        return doc.say(
            _("It was to be done by %(day)s and is not done yet."), _("They said they would do it by %(day)s. It is not done yet."),
            day=doc.day(due_on),
        )  # fmt: skip
    return doc.say(_("To be done by %(day)s."), _("They will do it by %(day)s."), day=doc.day(due_on))


def _to(doc: Document, row: Fact) -> str:
    label = next(each.label for each in Recommendation.To if each.value == row["to"])
    return plain(row["to_whom"]) if row["to_whom"] else doc.say(label)


def what_became(doc: Document, rows: Sequence[Fact], *, last: str) -> None:
    doc.heading(_("What was done about what the panel recommended before"), _("What happened with what we asked for before"))
    for row in rows:
        _one(doc, row, answer=True, last=last)
    if not rows:
        doc.add(_("Nothing was answered or finished since the meeting before."), _("There is no news about it."))


def promised_before(doc: Document, rows: Sequence[Fact], *, last: str) -> None:
    doc.heading(_("What was still open from the years before"), _("What we asked for in the years before"))
    for row in rows:
        _one(doc, row, answer=True, last=last)
    if not rows:
        doc.add(_("Nothing was open from the years before."), _("All of it is answered."))


def actions(doc: Document, rows: Sequence[Fact]) -> None:
    """What the service took on because of the panel, and how it stands."""
    doc.heading(_("Actions raised from the panel’s work"), _("What was started because of us"))
    if not rows:
        doc.add(_("No action was raised from the panel’s work in this time."), _("Nothing was started in this time."))
        return
    doc.list([f"{doc.own({'en': row['title']})}. {_how_it_stands(doc, row)}" for row in rows])


def _how_it_stands(doc: Document, row: Fact) -> str:
    if row["state"] == "achieved":
        return doc.say(_("Done on %(day)s."), day=doc.day(row["done_on"]))
    if row["state"] == "ended":
        return doc.say(_("It will not be done."))
    return _due(doc, row["due_on"], row["seen_on"])


def what_next(doc: Document, on: str, again: str = "") -> None:
    """The next meeting; `again` is the first that was held since, where the panel has met already."""
    doc.heading(_("What happens next"))
    if again:
        doc.add(_("The panel has met again since, on %(day)s."), _("We met again on %(day)s."), day=doc.day(again))
    if on:
        doc.add(_("The panel meets again on %(day)s."), _("We meet again on %(day)s."), day=doc.day(on))
    elif not again:
        doc.add(_("The day of the next meeting is not settled yet."), _("We do not know yet when we meet again."))


def meetings_held(doc: Document, rows: Sequence[Fact], terms: Sequence[Fact], *, yearly: bool, about: Fact) -> None:
    """The meetings with their dates; for a whole year held against what the terms of reference ask for."""
    doc.heading(_("Meetings"), _("When we met"))
    held = [row for row in rows if row["state"] == "closed"]
    doc.add(_("Meetings held: %(number)d."), number=len(held))
    if terms and yearly and _is_a_year(about):
        doc.add(
            _("Meetings that the terms of reference ask for in a year, at least: %(number)d."),
            _("So many times our rules say we must meet in a year: %(number)d."), number=terms[-1]["a_year"],
        )  # fmt: skip
    if rows:
        doc.list([_meeting_line(doc, row) for row in rows])
    agreed = sum(1 for row in held if row["minutes"] == "agreed")
    doc.add(
        _("Meetings with minutes that the panel agreed: %(number)d."), _("Meetings with notes that we agreed: %(number)d."), number=agreed
    )


def _is_a_year(about: Fact) -> bool:
    return 360 <= (date.fromisoformat(about["last"]) - date.fromisoformat(about["first"])).days <= 370


def _meeting_line(doc: Document, row: Fact) -> str:
    day = doc.day(row["on"])
    if row["state"] == "cancelled":
        return doc.say(_("%(day)s: cancelled"), _("%(day)s: we did not meet"), day=day)
    if row["state"] != "closed":
        return doc.say(_("%(day)s: called"), _("%(day)s: we will meet"), day=day)
    if row["quorate"]:
        held = doc.say(_("%(day)s: held, with a quorum"), _("%(day)s: we met"), day=day)
    else:
        held = doc.say(_("%(day)s: held, without a quorum"), _("%(day)s: we met, and too few people came"), day=day)
    return held if doc.version.is_easy else f"{held}; {doc.say(MINUTES[row['minutes']])}"


def coverage(doc: Document, rows: Sequence[Fact]) -> None:
    if not rows:
        return
    doc.heading(_("What the panel is there to discuss, and how often it did"), _("What we talked about"))
    doc.list([_covered(doc, row) for row in rows])


def _covered(doc: Document, row: Fact) -> str:
    name = doc.own(row["name"])
    if not row["times"]:
        return doc.say(_("%(name)s: not discussed"), _("%(name)s: not this time"), name=name)
    return doc.say(
        _("%(name)s: last discussed on %(day)s; meetings in all: %(times)d"), _("%(name)s: at %(times)d of our meetings"),
        name=name, times=row["times"], day=doc.day(row["on"]),
    )  # fmt: skip


def who_is_represented(doc: Document, represented: Fact, organisations: Sequence[str]) -> None:
    doc.heading(_("Who is represented"), _("Who is on the panel"))
    if represented:
        _statement(doc, represented)
    if organisations:
        doc.add(_("Organisations from which members came:"), _("Members came from these groups:"))
        doc.list([plain(name) for name in organisations])
    elif not represented:
        doc.add(_("No organisation is recorded from which members came."), _("No group is recorded."))


def _statement(doc: Document, represented: Fact) -> None:
    """The statement of representation as it was written; what it says in English within a Welsh text is marked."""
    which = {"en": "en", "cy": "cy", "easy": "easy"}.get(doc.version.value, "easy")
    made, english = represented[which], represented["easy" if which == "easy" else "en"]
    in_english = doc.welsh and which == "easy"

    def said(words: str, first: str) -> str:
        return marked(words, "en") if in_english or (doc.welsh and words == first) else plain(words)

    doc.paragraph(said(made["members"], english["members"]))
    for name, phrase, easy in (
        ("spoken_for", _("Communities for which members can speak:"), _("People on the panel can speak for:")),
        ("missing", _("Communities for which nobody on the panel can speak yet:"), _("Nobody on the panel speaks yet for:")),
    ):  # fmt: skip
        if made[name]:
            doc.add(phrase, easy)
            doc.list([_community(doc, each) for each in made[name]])
    if made["withheld"]:
        doc.paragraph(said(made["withheld"], english["withheld"]))
    for words, first in zip(made["how"], english["how"], strict=True):
        doc.paragraph(said(words, first))


def _community(doc: Document, found: Fact) -> str:
    name = marked(found["name"], "en") if doc.welsh and found["language"] == "en" else plain(found["name"])
    return f"{name}: {plain(found['figure'])}" if found["figure"] and not doc.version.is_easy else name


def briefed(doc: Document, found: Fact) -> None:
    doc.heading(_("Whom members told of the panel’s work"), _("Whom we told about our work"))
    if not found.get("times"):
        doc.add(_("No member recorded having told others of the panel’s work."), _("Nobody wrote down whom they told."))
        return
    doc.add(_("Times that members told others: %(times)d."), _("Times we told others: %(times)d."), times=found["times"])
    if found["people"]:
        doc.add(_("People who heard it, by the members’ own count: about %(people)d."), people=found["people"])


def survey(doc: Document, found: Fact) -> None:
    """What members answered, each share with its interval and how many it is of; nothing where nobody was asked."""
    if not found:
        return
    doc.heading(_("What members think"), _("What people on the panel think"))
    doc.add(_("Members were asked once, each without a name. It closed on %(day)s."), day=doc.day(found["closed_on"]))
    if found["asked"] and found["answered"]:
        doc.add(_("Asked: %(asked)d. Answered: %(answered)d."), asked=found["asked"], answered=found["answered"])
    questions = {each.key: each for each in QUESTIONS}
    doc.list([_share(doc, questions[line["key"]].words, line) for line in found["lines"] if line["key"] in questions])
    doc.add(CAVEAT, _("Only a few people answered. The numbers can change a lot."))


def _share(doc: Document, question: Promise, line: Fact) -> str:
    words = doc.say(question)
    if line["share"] is None or line["base"] is None:
        return doc.say(_("%(question)s Not shown: too few answered, or all thought the same."), question=words)
    value, low, high = line["share"]
    return doc.say(
        _("%(question)s Yes, or up: %(value)d per cent (95 per cent interval %(low)d to %(high)d; answers: %(base)d)"), question=words,
        value=value, low=low, high=high, base=line["base"],
    )  # fmt: skip


def terms(doc: Document, rows: Sequence[Fact]) -> None:
    doc.heading(_("Terms of reference"), _("The rules of the panel"))
    if not rows:
        doc.add(_("The panel had no agreed terms of reference on these days."), _("The panel had no written rules then."))
    for row in rows:
        doc.smaller(doc.say(_("Version %(number)d"), number=row["number"]))
        doc.add(
            _("Agreed on %(day)s, holding from %(since)s. How it was agreed: %(how)s."), _("We agreed them on %(day)s."),
            day=doc.day(row["agreed_on"]), since=doc.day(row["holds_from"]), how=doc.own({"en": row["agreed_how"].rstrip(". ")}),
        )  # fmt: skip
        doc.paragraph(doc.own(row["scope"]))
        if row["conduct"]["en"] and not doc.version.is_easy:
            doc.paragraph(doc.own(row["conduct"]))
        doc.list(_ways(doc, row))


def _ways(doc: Document, row: Fact) -> list[str]:
    voting = ", ".join(doc.say(each.label) for each in Position if each.value in row["voting"])
    chair = next(each.label for each in Ways.ChairRule if each.value == row["chair"])
    lines = [
        doc.say(_("Meetings a year, at least: %(number)d"), _("So many times we must meet in a year: %(number)d"), number=row["a_year"]),
        doc.say(
            _("Quorum, counted in members who vote: %(number)d"),
            _("So many must come so that we can decide: %(number)d"),
            number=row["quorum"],
        ),
        doc.say(_("Size of the panel: from %(least)d to %(most)d"), least=row["least"], most=row["most"]),
        doc.say(_("Chair: %(how)s"), how=doc.say(chair)),
    ]
    if voting:
        lines.append(doc.say(_("Who votes: %(names)s"), names=voting))
    if row["months"]:
        lines.append(
            doc.say(
                _("Months that a member is appointed for: %(number)d; how often it may be renewed: %(times)d"),
                _("So many months a person is on the panel: %(number)d; so many times they can stay on: %(times)d"),
                number=row["months"], times=row["renewals"],
            )
        )  # fmt: skip
    return lines


def asked(doc: Document, about: Fact) -> None:
    doc.heading(_("What was asked"))
    doc.add(_("Reference: %(reference)s. The request came on %(day)s."), reference=plain(about["asked_as"]), day=doc.day(about["asked_on"]))
    doc.paragraph(doc.own({"en": about["question"]}))
    doc.add(
        _("This answer is about the time from %(first)s to %(last)s, and is made from the records of the panel."),
        _("This is about the time from %(first)s to %(last)s."), first=doc.day(about["first"]), last=doc.day(about["last"]),
    )  # fmt: skip


def withheld(doc: Document) -> None:
    doc.heading(_("What is not given, and why"), _("What we do not tell you, and why"))
    doc.add(
        _("The names of members and anything else by which one of them could be known are withheld: they are personal data (Freedom of "
          "Information Act 2000, section 40(2)). Numbers of people under %(fewest)d are not given, because people could be known by them."),
        _("We do not give names. The law protects them. We do not give very small numbers."), fewest=FEWEST_SHOWN,
    )  # fmt: skip
    doc.add(_("Cases that the panel looked at are not part of this answer."), _("We do not tell you about the cases."))
