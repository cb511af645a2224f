"""Every address of the product. Each room brings its own; the rule of each route is declared at its view."""

from importlib.util import find_spec

from django.urls import include, path

# room -> where its pages begin
ROOM_ADDRESSES = {
    "overview": "",
    "accounts": "",
    "areas": "areas/",
    "characteristics": "characteristics/",
    "strategy": "strategy/",
    "communities": "communities/",
    "census": "who-lives-here/",
    "stakeholders": "organisations/",
    "engagement": "engagement/",
    "voice": "voice/",
    "actions": "actions/",
    "decisions": "decisions/",
    "panels": "panels/",
    "scrutiny": "scrutiny/",
    "casework": "casework/",
    "workforce": "workforce/",
    "languages": "languages/",
    "assurance": "assurance/",
    "reports": "reports/",
    "wholesale": "everything/",
    "keeping": "backups/",
}

# What anybody may open without signing in.
PUBLIC_ADDRESSES = {
    "c/": "engagement.confidence",
    "r/": "engagement.calendar",
    "f/": "voice.forms",
    "said/": "voice.published",
    "consultations/": "decisions.consultations",
    "assessments/": "decisions.assessments",
    "take-part/": "panels.recruitment",
    "our-panels/": "panels.publications",
    "dates/": "panels.meetings",
    "check-a-draw/": "scrutiny.draws",
    "fairness/goals/": "casework.goals",
    "fairness/": "casework.tables",
    "our-reports/": "reports",
    "public/": "site",
    "other-formats/": "site.formats",
    "open/": "site.open_data",
}


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns = [
    path("account/", include("allauth.urls")),
    *(
        path(address, include(f"folkmoot.{room}.web.public_urls"))
        for address, room in PUBLIC_ADDRESSES.items()
        if _exists(f"folkmoot.{room}.web.public_urls")
    ),
    *([path("my-panel/", include("folkmoot.panels.space.web.urls"))] if _exists("folkmoot.panels.space.web.urls") else []),
    path("my-cases/", include("folkmoot.scrutiny.web.member_urls")),
    *(
        path(address, include(f"folkmoot.{room}.web.urls"))
        for room, address in ROOM_ADDRESSES.items()
        if find_spec(f"folkmoot.{room}") and find_spec(f"folkmoot.{room}.web") and find_spec(f"folkmoot.{room}.web.urls")
    ),
]
handler404 = "folkmoot.webkit.views.not_found"
handler403 = "folkmoot.webkit.views.forbidden"
handler500 = "folkmoot.webkit.views.broken"
