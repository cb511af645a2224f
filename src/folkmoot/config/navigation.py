"""The navigation bar: the folders of the house, shown only where the role may enter."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer

# label, route name, capability that opens it
ENTRIES: tuple[tuple[Promise, str, str], ...] = (
    (_("Home"), "home", "home.read"),
    (_("My panel"), "my_panel:home", "panel.home"),
    (_("Next meeting"), "my_panel:next", "panel.home"),
    (_("Cases to review"), "my_cases:home", "case.judge"),
    (_("Recommendations"), "my_panel:recommendations", "panel.home"),
    (_("Whom I told"), "my_panel:briefings", "panel.home"),
    (_("Invitations"), "my_panel:invitations", "panel.home"),
    (_("Guidance"), "my_panel:guidance", "panel.home"),
    (_("Words explained"), "my_panel:words", "panel.home"),
    (_("Communities"), "communities:list", "communities.read"),
    (_("Organisations"), "stakeholders:list", "stakeholders.read"),
    (_("Engagement"), "engagement:list", "engagement.read"),
    (_("Bulletins"), "engagement:bulletins", "bulletins.clear"),
    (_("Panels"), "panels:list", "panels.read"),
    (_("Case scrutiny"), "scrutiny:list", "scrutiny.read"),
    (_("Voice"), "voice:list", "voice.read"),
    (_("Actions"), "actions:list", "actions.read"),
    (_("Decisions"), "decisions:list", "decisions.read"),
    (_("Casework"), "casework:workbench", "casework.read"),
    (_("Case quality"), "casework:reviews", "quality.review"),
    (_("Workforce"), "workforce:home", "workforce.read"),
    (_("Measures"), "strategy:measures", "reference.read"),
    (_("Assurance"), "assurance:home", "assurance.read"),
    (_("Reports"), "reports:list", "reports.read"),
    (_("People"), "accounts:people", "accounts.manage"),
)
# What is looked up now and then stands at the foot of the page.
REFERENCE: tuple[tuple[Promise, str, str], ...] = (
    (_("Areas, forces and counties"), "areas:list", "reference.read"),
    (_("Category schemes"), "characteristics:list", "reference.read"),
    (_("Strategy"), "strategy:list", "reference.read"),
    (_("Bring in and take out"), "import", "imports.run"),
    (_("Audit trail"), "accounts:audit", "audit.read"),
    (_("Languages"), "languages:list", "languages.read"),
    (_("What is held about somebody"), "subjects", "subjects.give"),
    (_("Everything as files"), "wholesale:home", "everything.take"),
    (_("Backups"), "keeping:home", "everything.take"),
    (_("Public site"), "site:front", "home.read"),
)

# The public site, for everybody: what it is, and the addresses that belong to it.
PUBLIC: tuple[tuple[Promise, str], ...] = (
    (_("Your Area"), "site:areas"),
    (_("How to take part"), "site:take_part"),
    (_("You said, we did"), "said:index"),
    (_("Panels"), "our_panels:index"),
    (_("Fairness"), "fairness:index"),
    (_("Assessments"), "published_assessments:register"),
    (_("Releases"), "site:releases"),
)
PUBLIC_BESIDES = ("site:front", "open_data:about", "take_part:list", "consultations:list", "our_reports:index", "check_a_draw",
                  "other_formats:index",
                  "accessibility", "words")  # fmt: skip

# Under an entry of the bar: its pages, by the route of the entry.
SECTIONS: dict[str, tuple[tuple[Promise, str, str], ...]] = {
    "communities:list": (
        (_("Communities"), "communities:list", "communities.read"),
        (_("Reach"), "engagement:reach", "engagement.read"),
        (_("Who lives here"), "census:home", "communities.read"),
        (_("Trends and priorities"), "strategy:trends", "reference.read"),
    ),
    "stakeholders:list": (
        (_("Organisations"), "stakeholders:list", "stakeholders.read"),
        (_("People"), "stakeholders:people", "stakeholders.read"),
        (_("Partnerships"), "stakeholders:partnerships", "stakeholders.read"),
        (_("Sources"), "stakeholders:sources", "stakeholders.read"),
        (_("Possible duplicates"), "stakeholders:duplicates", "stakeholders.write"),
    ),
    "engagement:list": (
        (_("Activity"), "engagement:list", "engagement.read"),
        (_("Calendar"), "engagement:calendar", "calendar.read"),
        (_("Briefings"), "engagement:briefings", "engagement.read"),
        (_("Volunteering"), "engagement:volunteering", "engagement.read"),
        (_("Staff conversations"), "engagement:conversations", "engagement.read"),
        (_("Bulletins"), "engagement:bulletins", "bulletins.read"),
        (_("Figures"), "engagement:figures", "engagement.read"),
    ),
    "panels:list": (
        (_("Panels"), "panels:list", "panels.read"),
        (_("Meetings"), "panels:meetings", "panels.read"),
        (_("Members"), "panels:members", "panels.members"),
        (_("Recruitment"), "panels:recruitment", "panels.members"),
        (_("Who is represented"), "panels:representation", "panels.read"),
        (_("Recommendations"), "panels:recommendations", "panels.read"),
        (_("Whom members told"), "panels:briefings", "panels.read"),
        (_("Invitations"), "panels:invitations", "panels.read"),
        (_("Survey of members"), "panels:survey", "panels.read"),
        (_("Publications"), "panels:publications", "panels.read"),
        (_("Guidance"), "panels:guidance", "panels.read"),
        (_("Kinds of panel"), "panels:kinds", "panels.read"),
    ),
    "scrutiny:list": (
        (_("Case scrutiny"), "scrutiny:list", "scrutiny.read"),
        (_("Lists of cases"), "scrutiny:frames", "scrutiny.read"),
        (_("Draws"), "scrutiny:draws", "scrutiny.read"),
        (_("Packs"), "scrutiny:packs", "scrutiny.read"),
        (_("Judgements"), "scrutiny:judgements", "scrutiny.read"),
        (_("Questions"), "scrutiny:questions", "scrutiny.read"),
        (_("Learning"), "scrutiny:learning", "scrutiny.read"),
        (_("Impact statements"), "scrutiny:impact", "scrutiny.read"),
        (_("Signals"), "scrutiny:signals", "scrutiny.read"),
    ),
    "voice:list": (
        (_("What was said"), "voice:list", "voice.read"),
        (_("Issues"), "voice:issues", "voice.read"),
        (_("Themes"), "voice:themes", "voice.read"),
        (_("Code by hand"), "voice:coding", "voice.write"),
        (_("Forms and surveys"), "voice:forms", "forms.read"),
        (_("You said, we did"), "voice:published", "voice.read"),
    ),
    "actions:list": (
        (_("Actions"), "actions:list", "actions.read"),
        (_("This week"), "actions:week", "actions.read"),
        (_("Plans"), "actions:plans", "actions.read"),
        (_("Minimum set"), "actions:minimum", "actions.read"),
        (_("Commitments"), "actions:commitments", "actions.read"),
    ),
    "casework:workbench": (
        (_("Workbench"), "casework:workbench", "casework.read"),
        (_("Signals"), "casework:signals", "casework.read"),
        (_("Data sources"), "casework:sources", "casework.read"),
        (_("Files counted"), "casework:list", "casework.read"),
        (_("Data quality"), "casework:quality", "quality.read"),
        (_("Case-quality reviews"), "casework:reviews", "quality.read"),
        (_("Goals"), "casework:goals", "casework.read"),
        (_("Publication"), "casework:tables", "tables.read"),
    ),
    "workforce:home": (
        (_("Workforce"), "workforce:home", "workforce.read"),
        (_("Representation"), "workforce:representation", "workforce.read"),
        (_("Declaration"), "workforce:declaration", "workforce.read"),
        (_("People Survey"), "workforce:survey", "workforce.read"),
        (_("Objectives"), "workforce:objectives", "workforce.read"),
        (_("Culture"), "workforce:culture", "workforce.read"),
        (_("Local plans"), "workforce:plans", "workforce.read"),
        (_("Signals"), "workforce:signals", "workforce.read"),
        (_("Figures brought in"), "workforce:loads", "workforce.read"),
    ),
    "assurance:home": (
        (_("Rounds"), "assurance:home", "assurance.read"),
        (_("Certificates"), "assurance:certificates", "assurance.read"),
        (_("Framework"), "assurance:frameworks", "assurance.read"),
    ),
    "decisions:list": (
        (_("Decisions"), "decisions:list", "decisions.read"),
        (_("Consultations"), "decisions:consultations", "consultations.read"),
        (_("Equality impact assessments"), "decisions:assessments", "assessments.read"),
    ),
}


@dataclass(frozen=True)
class Entry:
    label: Promise
    address: str
    current: bool


def navigation_for(viewer: Viewer, path: str) -> list[Entry]:
    """The entries of the bar this viewer may open; the one that holds the current page is marked."""
    section = _section_of(path)
    return [
        Entry(label, address, route == section if section else _holds(address, path)) for label, route, address in _open(ENTRIES, viewer)
    ]


def section_for(viewer: Viewer, path: str) -> list[Entry]:
    """The pages of the section that holds the current page, or none where it stands in no section."""
    section = _section_of(path)
    return _entries(SECTIONS[section], viewer, path) if section else []


def reference_for(viewer: Viewer, path: str) -> list[Entry]:
    """The entries at the foot of the page this viewer may open."""
    return _entries(REFERENCE, viewer, path)


def public_navigation_for(path: str, version: str = "") -> list[Entry]:
    """The entries of the public site, each in the version that is read; none on a page that does not belong to it."""
    declared = [(label, _address(route)) for label, route in PUBLIC]
    besides = [address for address in map(_address, PUBLIC_BESIDES) if address]
    if not any(_holds(address, path) for address in [*besides, *(address for _label, address in declared if address)]):
        return []
    asked = f"?version={version}" if version else ""
    return [Entry(label, f"{address}{asked}", _holds(address, path)) for label, address in declared if address]


def _section_of(path: str) -> str | None:
    """The section with the page whose address is the longest beginning of this one."""
    held = [(len(address), section) for section, declared in SECTIONS.items() for address in _addresses(declared) if _holds(address, path)]
    return max(held)[1] if held else None


def _addresses(declared: tuple[tuple[Promise, str, str], ...]) -> list[str]:
    found = (_address(route) for _label, route, _capability in declared)
    return [address for address in found if address]


def _entries(declared: tuple[tuple[Promise, str, str], ...], viewer: Viewer, path: str) -> list[Entry]:
    opened = _open(declared, viewer)
    longest = max((len(address) for _label, _route, address in opened if _holds(address, path)), default=0)
    return [Entry(label, address, _holds(address, path) and len(address) == longest) for label, _route, address in opened]


def _open(declared: tuple[tuple[Promise, str, str], ...], viewer: Viewer) -> list[tuple[Promise, str, str]]:
    """Label, route and address of each entry that the viewer may open and that exists."""
    found = ((label, route, _address(route)) for label, route, capability in declared if viewer.may(capability))
    return [(label, route, address) for label, route, address in found if address]


def _address(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def _holds(address: str, path: str) -> bool:
    return path == address if address == "/" else path.startswith(address)
