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
    "casework": "casework/",
    "reports": "reports/",
}

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("c/", include("folkmoot.engagement.confidence.web.public_urls")),
    path("r/", include("folkmoot.engagement.calendar.web.public_urls")),
    *(
        path(address, include(f"folkmoot.{room}.web.urls"))
        for room, address in ROOM_ADDRESSES.items()
        if find_spec(f"folkmoot.{room}") and find_spec(f"folkmoot.{room}.web") and find_spec(f"folkmoot.{room}.web.urls")
    ),
]
handler404 = "folkmoot.webkit.views.not_found"
handler403 = "folkmoot.webkit.views.forbidden"
handler500 = "folkmoot.webkit.views.broken"
