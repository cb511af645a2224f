"""What published counts say of a community, in sentences."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.communities.counted import Counted, Wanted, counted_all
from folkmoot.communities.models import Community

BEFORE = 2011


@dataclass(frozen=True)
class LivesHere:
    """The latest figure, how it changed, and whether it differs from the one that is recorded."""

    now: Counted
    words: str = ""
    change_words: str = ""
    differs: bool = False


def lives_here(viewer: Viewer, community: Community) -> LivesHere:
    """What the published counts say of one community now, and how that changed since the census before."""
    latest, before = Wanted(community), Wanted(community, None, BEFORE)
    answers = counted_all(viewer, [latest, before])
    now = answers[latest]
    if now.value is None:
        return LivesHere(now)
    earlier = answers[before] if now.year != BEFORE else Counted()
    return LivesHere(now, _now(now), _change(now, earlier), now.value != community.population or now.day != community.population_on)


def _now(now: Counted) -> str:
    said = {"people": f"{now.value:,}", "source": now.source, "year": now.year, "share": per_cent(now.share)}
    words = _("%(people)s people (%(source)s, %(year)s): %(share)s of everybody who lives there.") % said
    return f"{words} {now.note}".strip()


def _change(now: Counted, earlier: Counted) -> str:
    if earlier.value is None or now.value is None:
        return _("How this changed since the census before cannot be said: no table of that census that compares has been brought in.")
    said = {"year": earlier.year, "people": f"{earlier.value:,}", "share": per_cent(earlier.share), "now": per_cent(now.share)}
    words = _("In %(year)s there were %(people)s: %(share)s of everybody, now %(now)s.") % said
    return f"{words} {earlier.note}".strip()


def per_cent(share: float | None) -> str:
    """0.0123 gives “1.2%”; shares under a tenth of a per cent keep two places."""
    if share is None:
        return _("not known")
    return f"{100 * share:.2f}%" if 0 < share < 0.001 else f"{100 * share:.1f}%"
