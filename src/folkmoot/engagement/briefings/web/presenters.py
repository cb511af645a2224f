"""Coverage in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.engagement.briefings.rules import LEAST, Line


def share_words(line: Line) -> str:
    """“at least 40%”, “40% to 75%”; words where the numbers are withheld or nobody was briefed."""
    if line.withheld:
        return _("not shown: fewer than %(least)d staff") % {"least": LEAST}
    least, most = round(100 * line.least_share), round(100 * line.most_share)
    if line.most == 0:
        return _("nobody in this time")
    return f"{least}%" if least == most else _("%(least)d%% to %(most)d%%") % {"least": least, "most": most}


def base_words(line: Line) -> str:
    """“12 of 30 staff”, “12 to 20 of 30 staff”."""
    if line.withheld:
        return ""
    words = ngettext("%(came)s of %(headcount)d member of staff", "%(came)s of %(headcount)d staff", line.headcount)
    came = str(line.least) if line.least == line.most else _("%(least)d to %(most)d") % {"least": line.least, "most": line.most}
    return words % {"came": came, "headcount": line.headcount}
