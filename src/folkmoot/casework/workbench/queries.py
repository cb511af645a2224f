"""Reading the workbench: sources in sight, the answer of a view as far as the viewer may see it, and saved views."""

from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.casework.workbench import answering
from folkmoot.casework.workbench.answering import Answer
from folkmoot.casework.workbench.hiding import hidden_elsewhere
from folkmoot.casework.workbench.models import SavedView
from folkmoot.casework.workbench.opening import Opened
from folkmoot.casework.workbench.rules import Compare, NotInSource, Section, View, settled
from folkmoot.casework.workbench.shape import year_before
from folkmoot.stats.figures import Row


def answer(viewer: Viewer, opened: Opened, view: View) -> Answer:
    """The answer of a view. Those of an Area see England and Wales and their own Area; of the others they see no figure.

    Raises NotInSource for what the source does not offer to this viewer, and what `answered` raises.
    """
    asked = allowed(viewer, opened, view)
    found = answering.answered(asked, opened.shape, opened.cube)
    seen = opened.areas_of(viewer)
    return found if seen is None else replace(found, document=hidden_elsewhere(found.document, opened.shape, seen))


def allowed(viewer: Viewer, opened: Opened, view: View) -> View:
    """The view settled, where the viewer may see it. Raises NotInSource as if an Area out of sight were not there."""
    asked = settled(view, opened.shape)
    seen = opened.areas_of(viewer)
    if seen is None:
        return asked
    if asked.area and asked.area not in seen:
        raise NotInSource("This source has no Area of that name for you.", "You see England and Wales and your own Area.", "Choose again.")
    if asked.force and not asked.area:
        raise NotInSource("A police force is shown within your own Area.", "", "Choose your Area first.")
    return asked


@dataclass(frozen=True)
class Beside:
    """Another view of the same source that the answer is set beside, and the rate of everyone in it."""

    view: View
    overall: Row


def beside(viewer: Viewer, opened: Opened, view: View) -> Beside | None:
    """What a settled view is set beside: everywhere, or the same period a year before; None where nothing was asked or there is none."""
    if view.compare is Compare.EVERYWHERE:
        other = replace(view, period="", area="", force="", flags=(), offence="")
    elif view.compare is Compare.YEAR_BEFORE and year_before(view.period) in opened.shape.windows:
        other = replace(view, period=year_before(view.period))
    else:
        return None
    plain = replace(other, compare=Compare.NOTHING, section=Section.RATES, by=view.by[:1])
    try:
        tables = answering.tables_of(allowed(viewer, opened, plain), opened.shape, opened.cube)
    except answering.TooNearTheWhole:
        return None
    return Beside(plain, tables.release.tables[0].overall)


def saved_views(viewer: Viewer) -> QuerySet[SavedView]:
    """The saved views in sight, the latest first: one's own, and those shared, of England and Wales or of an Area in sight."""
    rows = SavedView.objects.select_related("source", "area", "by").filter(Q(by=viewer.account_id) | Q(sharing=SavedView.Sharing.ALL))
    return within(viewer, rows, "casework.read", national_rows=True)


def get_saved(viewer: Viewer, pk: int) -> SavedView:
    """One saved view in sight. Raises SavedView.DoesNotExist for one out of sight, as for one that does not exist."""
    return saved_views(viewer).get(pk=pk)
