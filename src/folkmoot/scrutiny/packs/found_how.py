"""In what form something of the case was found, in the language of the page; `leakscan` gives the code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.leakscan.contract import Why

WHY: dict[Why, Promise] = {
    Why.WHOLE: _("A detail of the case stands here."),
    Why.PART: _("Part of a name of the case stands here."),
    Why.OTHER_ORDER: _("A name of the case stands here in another order."),
    Why.INITIALS: _("These are the initials of a name of the case."),
    Why.MISSPELT: _("This differs by one letter from a name of the case."),
    Why.SPACED: _("A detail of the case stands here with gaps between its letters."),
    Why.RUN_TOGETHER: _("A name of the case stands here inside another word."),
    Why.REGROUPED: _("A number of the case stands here, grouped in another way."),
    Why.SPELLED_OUT: _("A number of the case stands here in words."),
    Why.LOOKALIKE: _("This reads like a code of the case, with letters and figures exchanged."),
    Why.DATE: _("A date of the case stands here."),
    Why.DAY_AND_MONTH: _("The day and month of a date of the case stand here."),
    Why.STREET: _("A street of an address of the case stands here."),
    Why.PATTERN: _("Nobody listed this, yet it looks like something that tells who somebody is."),
}
