"""The words of the workbench that are the product's own: what each choice means, what each section is, and the glossary in place."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.casework.workbench.rules import Compare, Section

SECTIONS: Mapping[Section, Promise] = {
    Section.RATES: _("Rates"),
    Section.AREAS: _("Areas"),
    Section.STAGES: _("Stages"),
    Section.TIME: _("Over time"),
    Section.CHANGE: _("What would change this answer?"),
    Section.TOGETHER: _("Two or three together"),
    Section.METHOD: _("Method"),
}
ABOUT: Mapping[Section, Promise] = {
    Section.RATES: _("How often each group had the outcome, and how far each is from the group it is compared with."),
    Section.AREAS: _(
        "Each Area by its number of cases. Small Areas swing more by chance, so the limits are wider there; Areas are never ranked."
    ),
    Section.STAGES: _(
        "The same groups at each stage in turn. A difference early on changes who is left to be counted later, so read the stages together."
    ),
    Section.TIME: _("Every period loaded, whatever period is chosen. Limits show what chance would do; a signal is a point beyond them."),
    Section.CHANGE: _(
        "What is left of a gap once like is compared with like, what missing records could do to it, and how strong something that is not"
        " recorded would have to be."
    ),
    Section.TOGETHER: _(
        "Combinations of characteristics. A group can be treated like others by each of two characteristics and differently by both."
    ),
    Section.METHOD: _("How the figures were made, from which source, and where the method is described."),
}
COMPARE: Mapping[Compare, Promise] = {
    Compare.EVERYWHERE: _("All of England and Wales, every month"),
    Compare.YEAR_BEFORE: _("The same period a year earlier"),
}
# Term and meaning, in the order in which a person meets them on the page.
GLOSSARY: tuple[tuple[Promise, Promise], ...] = (
    (
        _("Base, or at risk"),
        _("Everybody to whom the outcome could have happened: those who reached this stage and whose result is recorded."),
    ),
    (_("Rate"), _("Of every 100 people in the base, how many had the outcome.")),
    (
        _("Interval"),
        _(
            "The range the true rate could well lie in. With 95% confidence: of 100 such intervals, about 95 would hold it."
            " Few people make it wide."
        ),
    ),
    (_("Percentage points"), _("The gap between two percentages: from 60% to 64% is 4 percentage points.")),
    (_("Relative rate"), _("One rate divided by another: 1 is equal, 2 is twice as often. Read it beside the gap in percentage points.")),
    (_("Compared with"), _("The group the others are set beside: the largest, unless another is chosen. It is not a norm.")),
    (
        _("Needs review"),
        _("The gap is too large for chance, and large enough to matter, by the rule in force. It is not a finding of bias."),
    ),
    (_("Cannot tell"), _("Too few people, or too much not recorded, to say whether there is a difference.")),
    (
        _("Taken into account"),
        _("Compared among cases alike in what was chosen, such as the offence, so that those do not make the gap."),
    ),
    (_("[c] withheld"), _("Not shown, so that no small number of people can be seen or worked out.")),
    (_("Funnel"), _("A picture of Areas by size with the limits that chance alone would make: beyond them, look into it.")),
    (_("E-value"), _("How strongly something not recorded would have to go with both the group and the outcome to explain the whole gap.")),
)  # fmt: skip
# What is computed, how, and where it is described.
METHODS: tuple[tuple[Promise, str, str], ...] = (
    (_("Rate and its interval"), "k / n; Wilson score interval", "Wilson (1927), J. Am. Stat. Assoc. 22"),
    (_("Gap in percentage points"), "p₁ − p₀; hybrid score interval", "Newcombe (1998), Statistics in Medicine 17, method 10"),
    (
        _("Relative rate"),
        "p₁ / p₀; score interval",
        "Koopman (1984), Biometrics 40; Miettinen and Nurminen (1985), Statistics in Medicine 4",
    ),
    (
        _("p value"),
        "two-proportion z test, pooled variance",
        "adjusted for all comparisons shown: Benjamini and Hochberg (1995), JRSS B 57",
    ),
    (
        _("Group compared with"),
        "the largest recorded group, unless one is chosen",
        "answers such as “Not stated” are never the reference",
    ),
    (
        _("Taken into account"), "logit model on cells; averages over the people as they are (g-computation), delta-method intervals",
        "Robins (1986); Greenland (2004), Am. J. Epidemiology 160",
    ),
    (
        _("Parts of the gap"),
        "share that goes with what the groups differ in, and share between cases alike",
        "Kitagawa (1955), J. Am. Stat. Assoc. 50",
    ),
    (
        _("Records without a group"),
        "all of them on one side, then on the other",
        "Manski (1995), Identification Problems in the Social Sciences",
    ),
    (_("E-value"), "RR + √(RR × (RR − 1))", "VanderWeele and Ding (2017), Annals of Internal Medicine 167"),
    (
        _("Areas"),
        "funnel limits of 95% and 99.8%, widened for the spread there is between Areas",
        "Spiegelhalter (2005), Statistics in Medicine 24",
    ),
    (
        _("Drawn together"),
        "empirical Bayes: towards the common rate by as much as a group’s own numbers leave open",
        "Efron and Morris (1975), J. Am. Stat. Assoc. 70",
    ),
    (_("Over time"), "p chart; with many cases p′", "Laney (2002), Quality Engineering 14"),
    (
        _("Stages"),
        "rate = those with the outcome / those who reached the stage; all stages together = the product",
        "Lammy Review (2017)",
    ),
    (
        _("Small numbers"),
        "counts of 1 to 4 and what they follow from, attacked before anything is shown",
        "Fischetti and Salazar-González (2001), Management Science 47",
    ),
)  # fmt: skip


def window_words(window: str) -> str:
    """A period as people say it: “April 2025 to March 2026”, “April to June 2025”; "" is every month."""
    if not window:
        return gettext("all months")
    begins = int(window[:4])
    if len(window) == 7:
        return gettext("April %(begins)s to March %(ends)s") % {"begins": begins, "ends": begins + 1}
    return {
        "Q1": gettext("April to June %(year)s") % {"year": begins},
        "Q2": gettext("July to September %(year)s") % {"year": begins},
        "Q3": gettext("October to December %(year)s") % {"year": begins},
        "Q4": gettext("January to March %(year)s") % {"year": begins + 1},
    }[window[8:]]
