"""A panel with agreed terms of reference, made by the operations a person would use."""

from datetime import date

from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.accounts.tests.factories import NOW
from folkmoot.areas.models import Area
from folkmoot.panels import queries
from folkmoot.panels.models import Panel, PanelKind, Terms
from folkmoot.panels.operations import agree_terms, change_terms, draft_terms, load_kinds, set_up_panel

HATE_CRIME = "hate-crime-scrutiny"


def shipped_kinds() -> None:
    """The kinds of panel as they ship, once."""
    if not PanelKind.objects.exists():
        load_kinds(by=THE_PRODUCT, at=NOW)


def kind(code: str = HATE_CRIME) -> PanelKind:
    shipped_kinds()
    return PanelKind.objects.get(code=code)


def bare_panel(area: Area | None, code: str = "a-panel", *, by: Viewer = THE_PRODUCT, of: str = HATE_CRIME, **values: object) -> Panel:
    """A panel whose terms of reference are still a draft."""
    given: dict[str, object] = {"name_en": "A hate crime scrutiny panel", "starts": date(2024, 1, 8)}
    return set_up_panel(by=by, at=NOW, kind=kind(of), area=area, code=code, **(given | values))  # type: ignore[arg-type]


def agreed(panel: Panel, *, by: Viewer = THE_PRODUCT, **ways: object) -> Terms:
    """The open draft of a panel (or a new one), made whole and agreed; it holds from the day the panel was set up, or a year later."""
    last = queries.agreed_terms(panel).first()
    terms = queries.draft_terms(panel) or draft_terms(by=by, at=NOW, panel=panel)
    words = {
        "scope_en": "The panel reads closed cases and says what should change.",
        "conduct_en": "Members speak one at a time, declare interests and may resign in writing.",
        "confidentiality_en": "Members keep what they read in a case to themselves.",
        "changed_what": "The quorum." if last else "",
    }
    change_terms(by=by, at=NOW, terms=terms, **(words | ways))
    day = date(2025, 1, 8) if last else date(2024, 1, 8)
    agree_terms(by=by, at=NOW, terms=terms, how="By a vote of the panel", on=day, holds_from=day)
    return terms


def panel(area: Area | None, code: str = "a-panel", *, by: Viewer = THE_PRODUCT, of: str = HATE_CRIME, **values: object) -> Panel:
    """A panel that may meet: set up, with agreed terms."""
    made = bare_panel(area, code, by=by, of=of, **values)
    agreed(made, by=by)
    return made
