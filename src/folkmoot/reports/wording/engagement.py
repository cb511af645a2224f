"""Section 1: engagement by aim, and the communities reached or overdue for contact."""

from folkmoot.reports.shapes import AimLine, Amount, AreaReach, Engagement, Figures, Quiet
from folkmoot.reports.wording.document import Answer, Block, Column, Heading, Paragraph, Section, Table, TableRow, Target
from folkmoot.reports.wording.places import area_column, area_words, asks_days, asks_of, communities_words
from folkmoot.reports.wording.words import Line, Words, day, hours, joined, line, named, pounds, share, whole
from folkmoot.reports.wording.words import say as _
from folkmoot.reports.wording.words import say_many as ngettext

MOST_SHOWN = 15


def section(figures: Figures) -> Section:
    engagement = figures["engagement"]
    blocks: list[Block] = [Answer(line(_answer(engagement)), Target("engagement:list", asks=asks_days(figures)))]
    if engagement["not_recorded"]:
        blocks.append(Paragraph(line(_missing_records(engagement["not_recorded"]))))
    if engagement["total"]["activities"]:
        blocks += [*_low_contact(engagement), _by_aim(engagement), *_not_served(engagement)]
    blocks.append(Heading(_("Communities reached and overdue for contact")))
    blocks += _reach(figures)
    return Section("engagement", _("Engagement by aim"), tuple(blocks))


def _answer(engagement: Engagement) -> Words:
    total = engagement["total"]
    if not total["activities"]:
        return _("No activity was recorded in this period.")
    return ngettext(
        "%(number)s activity was held. %(people)s %(hours)s %(money)s",
        "%(number)s activities were held. %(people)s %(hours)s %(money)s",
        total["activities"],
        people=people_words(total["people"]).text, hours=_hours_words(total["quarters"]).text, money=_money_words(total["pence"]).text,
    )  # fmt: skip


def people_words(people: Amount) -> Words:
    if not people["said"]:
        return _("How many people were reached is not known: nobody counted them.")
    if not people["unsaid"]:
        return _("They reached %(people)s people.", people=whole(people["total"]))
    return ngettext(
        "They reached at least %(people)s people; in %(number)s activity nobody counted.",
        "They reached at least %(people)s people; in %(number)s activities nobody counted.",
        people["unsaid"], people=whole(people["total"]),
    )  # fmt: skip


def _hours_words(quarters: Amount) -> Words:
    if not quarters["said"]:
        return _("No staff time was recorded.")
    given = hours(quarters["total"] / 4)
    if not quarters["unsaid"]:
        return _("Staff gave %(hours)s hours.", hours=given)
    return _("Staff gave %(hours)s hours (recorded for %(said)s of them).", hours=given, said=whole(quarters["said"]))


def _money_words(pence: Amount) -> Words:
    if not pence["said"]:
        return _("No money was recorded.")
    if not pence["unsaid"]:
        return _("They cost %(money)s.", money=pounds(pence["total"]))
    return _("They cost %(money)s (recorded for %(said)s of them).", money=pounds(pence["total"]), said=whole(pence["said"]))


def _missing_records(number: int) -> Words:
    return ngettext(
        "%(number)s planned activity has passed its day and nothing was recorded of it: it is in none of these figures.",
        "%(number)s planned activities have passed their day and nothing was recorded of them: they are in none of these figures.",
        number,
    )


def _by_aim(engagement: Engagement) -> Table:
    columns = (
        Column(_("Aim"), number=False), Column(_("Activities")), Column(_("People reached")), Column(_("Staff hours")),
        Column(_("Money")), Column(_("Cost per person")), Column(_("Communities reached")),
    )  # fmt: skip
    served = [one for one in engagement["lines"] if one["activities"]]
    rows = [_aim_row(one, line(named(one["aim"]) if one["aim"] else _("No aim named"))) for one in served]
    total = _aim_row(engagement["total"], line(_("All activities")), total=True)
    note = _(
        "An activity that serves several aims is counted under each, and once in the last line. In brackets: in how many activities it was"
        " not recorded, and for the cost per person how many people it rests on. Staff time is not in the cost."
    )
    return Table(line(_("Engagement by aim")), columns, (*rows, total), line(note))


def _aim_row(one: AimLine, heading: Line, *, total: bool = False) -> TableRow:
    return TableRow(
        (
            heading, line(whole(one["activities"])), line(_amount(one["people"], whole(one["people"]["total"]))),
            line(_amount(one["quarters"], hours(one["quarters"]["total"] / 4))), line(_amount(one["pence"], pounds(one["pence"]["total"]))),
            line(_per_person(one)), line(whole(one["communities"])),
        ),
        total=total,
    )  # fmt: skip


def _amount(amount: Amount, shown: str) -> Words:
    if not amount["said"]:
        return _("not recorded")
    return _("%(shown)s (%(missing)s not)", shown=shown, missing=whole(amount["unsaid"])) if amount["unsaid"] else Words(shown)


def _per_person(one: AimLine) -> Words:
    if one["per_person_pence"] is None:
        return _("not known")
    return ngettext(
        "%(each)s (%(number)s person)", "%(each)s (%(number)s people)", one["costed_people"], each=pounds(one["per_person_pence"])
    )


def _not_served(engagement: Engagement) -> list[Block]:
    names = [named(one["aim"]) for one in engagement["lines"] if one["aim"] and not one["activities"]]
    return [Paragraph((*line(_("No activity served these aims:"), " "), *joined(names, "; "), Words(".")))] if names else []


def _low_contact(engagement: Engagement) -> list[Block]:
    low = engagement["low_contact"]
    if not low["of"]:
        return []
    words = _(
        "%(share)s activities whose communities were recorded reached a community that was overdue for contact or had never been met.",
        share=share(low["count"], low["of"]),
    )
    return [Paragraph(line(words))]


def _reach(figures: Figures) -> list[Block]:
    engagement = figures["engagement"]
    reached, quiet = engagement["reached"], engagement["quiet"]
    target = Target("engagement:reach", asks=asks_of(figures, period=False))
    if not reached["of"]:
        return [Paragraph(line(_("No community is on record for this scope, so it cannot be said which were reached.")), target)]
    words = _(
        "%(reached)s %(communities)s were reached by at least one activity. %(quiet)s are overdue for contact: it is later"
        " than was expected.", reached=share(reached["count"], reached["of"]), quiet=share(quiet["count"], quiet["of"]),
        communities=communities_words(figures).text,
    )  # fmt: skip
    blocks: list[Block] = [Paragraph(line(words, " ", _never(engagement["quiet_list"])), target)]
    if engagement["by_area"]:
        blocks.append(_area_table(engagement["by_area"]))
    if engagement["quiet_list"]:
        blocks.append(_quiet_table(engagement["quiet_list"], national=figures["scope"] is None))
    else:
        blocks.append(Paragraph(line(_("No community is overdue for contact."))))
    return blocks


def _never(quiet: list[Quiet]) -> Words:
    number = sum(one["last_on"] is None for one in quiet)
    if not number:
        return Words("")
    return ngettext("%(number)s of them was never met.", "%(number)s of them were never met.", number)


def _area_table(rows: list[AreaReach]) -> Table:
    columns = (Column(_("Area"), number=False), Column(_("Activities")), Column(_("Communities reached")), Column(_("Overdue for contact")))
    lines = [
        TableRow(
            (
                line(area_words(one["area"])), line(whole(one["activities"])), line(share(one["reached"]["count"], one["reached"]["of"])),
                line(share(one["quiet"]["count"], one["quiet"]["of"])),
            ),
            Target("engagement:reach", asks=(("area", one["area"]["code"]),)) if one["area"] else None,
        )
        for one in rows
    ]  # fmt: skip
    note = line(_("Each Area counts the communities in its own register, so one community may be counted in several Areas."))
    return Table(line(_("Communities reached and overdue for contact, by Area")), columns, tuple(lines), note)


def _quiet_table(quiet: list[Quiet], *, national: bool) -> Table:
    columns = (
        Column(_("Community"), number=False), *area_column(national), Column(_("Last contact"), number=False), Column(_("Months since")),
        Column(_("Expected every (months)")),
    )  # fmt: skip
    rows = [
        TableRow((
            line(named(one["name"])), *([line(area_words(one["area"]))] if national else []),
            line(day(one["last_on"]) if one["last_on"] else _("never")), line("–" if one["months"] is None else whole(one["months"])),
            line(whole(one["every_months"])),
        ))
        for one in quiet[:MOST_SHOWN]
    ]  # fmt: skip
    left = len(quiet) - MOST_SHOWN
    note = line(ngettext("And %(number)s more.", "And %(number)s more.", left)) if left > 0 else ()
    return Table(line(_("Communities overdue for contact, those never met and the longest silent first")), columns, tuple(rows), note)
